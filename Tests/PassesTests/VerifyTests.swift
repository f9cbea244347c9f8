import GraphIR
import Synchronization
import Testing

@Suite struct `the verifier` {
  static func check(
    _ text: String, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let graph = try Parser.graph("graph @g " + text)
    check(graph, message, sourceLocation: sourceLocation)
  }

  static func check(
    _ graph: Graph, _ message: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(sourceLocation: sourceLocation) {
      try graph.verify()
    } throws: {
      let found = ($0 as? Diagnostic)?.message
      if found != message { print("found:", found ?? "\($0)") }
      return found == message
    }
  }

  @Test func `accepts a graph with everything`() throws {
    let text = """
      graph @g mesh [h = 2] {
        prepare {
          %w = parameter @w : f32[4]
          %v = exp(%w) : f32[4]
          output @prepare.0.w = %v
        }
        %x = input @x : f32[4] at [0:1] [1:4] held [0:2] [0:4]
        %v = parameter @prepare.0.w : f32[4]
        %y = fused(%x, %v) {
          %a = input @0 : f32[4]
          %b = input @1 : f32[4]
          %c = add(%a, %b) : f32[4]
          output @result = %c
        } : f32[4]
        output @y = %y
        update @prepare.0.w = %y
      }
      """
    #expect(throws: Never.self) { try Parser.graph(text).verify() }
  }

  @Test func `V1: recomputes types`() throws {
    var graph = Graph(name: "g")
    try graph.append(Fickle())
    Self.check(graph, "V1: fickle has result type f32[1], expected f32[2]")
  }

  @Test func `V2: finds two inputs of one name`() throws {
    try Self.check(
      "{ %0 = input @x : f32[] %1 = input @x : f32[] }",
      "V2: input 'x' exists twice, expected names of their own")
  }

  @Test func `V3: finds two parameters of one name`() throws {
    try Self.check(
      "{ %0 = parameter @w : f32[] %1 = parameter @w : f32[] }",
      "V3: parameter 'w' exists twice, expected names of their own")
  }

  @Test func `V4: finds two outputs of one name`() throws {
    try Self.check(
      "{ %x = input @x : f32[] output @y = %x output @y = %x }",
      "V4: output 'y' exists twice, expected names of their own")
  }

  @Test(arguments: [
    ("update @v = %x", "update 'v' names no parameter"),
    ("update @w = %x", "update 'w' has type f32[], expected f32[2]"),
    (
      "update @w = %w update @w = %w", "update 'w' exists twice, expected names of their own"
    ),
  ])
  func `V5: checks updates`(_ update: String, _ message: String) throws {
    try Self.check(
      "{ %x = input @x : f32[] %w = parameter @w : f32[2] \(update) }", "V5: " + message)
  }

  @Test func `V6: verifies bodies of fused nodes`() throws {
    try Self.check(
      """
      {
        %x = input @x : f32[]
        %y = fused(%x, %x) {
          %a = input @0 : f32[]
          %b = input @0 : f32[]
          output @y = %a
        } : f32[]
      }
      """, "V6: body of fused: V2: input '0' exists twice, expected names of their own")
  }

  @Test(arguments: [
    ("h = 64, w = 65", "mesh h=64,w=65 has more than 4096 ranks"),
    ("h = 0", "mesh axis 'h' has 0 ranks, expected 1 or more"),
    ("h = 2, h = 1", "mesh axis 'h' exists twice, expected names of their own"),
  ])
  func `V7: checks mesh axes`(_ axes: String, _ message: String) throws {
    try Self.check("mesh [\(axes)] {}", "V7: " + message)
  }

  @Test(arguments: [
    ("[0:4]", "V8: 1 boxes, expected 2, of '%x' (input)"),
    ("[0:4] [4:8] held [0:8]", "V8: 1 boxes, expected 2, of '%x' (input)"),
    ("[0:4] [4:8, 0:1]", "V8: box [4:8, 0:1] has rank 2, expected the 1 of '%x' (input)"),
    ("[0:4] [4:9]", "V9: owned box [4:9] is not inside [0:8] of '%x' (input)"),
    ("[0:5] [4:8]", "V10: owned boxes [0:5] and [4:8] overlap of '%x' (input)"),
    ("[0:3] [4:8]", "V10: owned boxes have 7 elements, expected the 8 of '%x' (input)"),
    (
      "[0:4] [4:8] held [0:9] [4:8]", "V11: held box [0:9] is not inside [0:8] of '%x' (input)"
    ),
    (
      "[0:4] [4:8] held [0:5] [5:8]",
      "V11: held box [5:8] does not contain the owned box [4:8] of '%x' (input)"
    ),
  ])
  func `V8 to V11: checks placements`(_ boxes: String, _ message: String) throws {
    try Self.check("mesh [h = 2] { %x = input @x : f32[8] at \(boxes) }", message)
  }

  @Test func `V8: a placement needs a mesh`() throws {
    try Self.check("{ %x = input @x : f32[8] at [0:8] }", "V8: a placement has no mesh")
  }

  @Test(arguments: [
    (
      "%w = parameter @w : f32[] output @v = %w",
      "V12: prepared output 'v' names no parameter"
    ),
    (
      "%w = parameter @w : f32[] output @p = %w",
      "V12: prepared output 'p' has type f32[], expected f32[2]"
    ),
    (
      "%w = parameter @w : f32[] %v = parameter @w : f32[]",
      "V13: prepared graph 0: V3: parameter 'w' exists twice, expected names of their own"
    ),
    (
      "%x = input @p : f32[2] output @p = %x",
      "V13: prepared graph 0 has inputs, updates, a mesh or prepared graphs"
    ),
    (
      "%q = parameter @q : f32[] output @r = %q",
      "V14: parameter 'q' is f32[] in prepared graph 0, expected f32[3]"
    ),
  ])
  func `V12 to V14: checks prepared graphs`(_ prepared: String, _ message: String) throws {
    try Self.check(
      """
      {
        prepare { \(prepared) }
        %p = parameter @p : f32[2]
        %q = parameter @q : f32[3]
        %r = parameter @r : f32[]
        output @y = %p
      }
      """, message)
  }
}

/// An op whose result has one element at first and two whenever it is asked again.
private struct Fickle: Op {
  static let mnemonic = "fickle"
  private static let asked = Mutex(0)

  static func plain(rank: Int) -> Fickle { Fickle() }

  func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    TensorType(
      .f32,
      [
        Self.asked.withLock {
          $0 = min($0 + 1, 2)
          return $0
        }
      ])
  }
  func reads(_ part: Region, of operands: [TensorType]) -> [Region] { [] }
  func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    NDArray(zeros: .f32, part.extents)
  }
}
