extension Parser {
  /// The names in scope and the graph they belong to.
  private struct Scope {
    var graph: Graph
    var values: [String: Value] = [:]
  }

  /// Returns `graph @name mesh [h = 2] rank 0 { … }`.
  mutating func graph() throws(Diagnostic) -> Graph {
    try expect(word: "graph")
    var graph = Graph(name: try symbol())
    if try take(word: "mesh") {
      graph.mesh = Mesh(
        try list("[", "]") { (parser) throws(Diagnostic) in
          let name = try parser.word("an axis such as h")
          try parser.expect("=")
          return Mesh.Axis(name, try parser.integer())
        })
    }
    if try take(word: "rank") { graph.rank = try integer() }
    return try body(of: graph)
  }

  /// Returns the graph with what stands between braces.
  mutating func body(of graph: Graph) throws(Diagnostic) -> Graph {
    try nested { (parser) throws(Diagnostic) in try parser.statements(of: graph) }
  }

  private mutating func statements(of graph: Graph) throws(Diagnostic) -> Graph {
    var scope = Scope(graph: graph)
    try expect("{")
    while try !take("}") {
      if case .value(let name) = token.kind {
        try node(name, &scope)
      } else if try take(word: "output") {
        let (name, value) = try exit(scope)
        scope.graph.output(name, value)
      } else if try take(word: "update") {
        let (name, value) = try exit(scope)
        scope.graph.update(name, value)
      } else if try take(word: "prepare") {
        scope.graph.prepare.append(try body(of: Graph(name: "prepare")))
      } else {
        throw unexpected("a value such as %x, 'output', 'update', 'prepare' or '}'")
      }
    }
    return scope.graph
  }

  /// Returns the rest of `output @name = %value`.
  private mutating func exit(_ scope: Scope) throws(Diagnostic) -> (String, Value) {
    let name = try symbol()
    try expect("=")
    return (name, try value(scope))
  }

  private mutating func value(_ scope: Scope) throws(Diagnostic) -> Value {
    guard case .value(let name) = token.kind else { throw unexpected("a value such as %x") }
    guard let value = scope.values[name] else {
      throw Diagnostic("'%\(name)' is not defined before this use", at: token.site)
    }
    try advance()
    return value
  }

  /// Reads `%name = op(%a, %b) {…} : type at … loc …`.
  private mutating func node(_ name: String, _ scope: inout Scope) throws(Diagnostic) {
    let start = token.site
    if let earlier = scope.values[name] {
      throw Diagnostic(
        "'%\(name)' is defined twice", at: start,
        notes: scope.graph[earlier].site.map { [.init("first here", at: $0)] } ?? [])
    }
    try advance()
    try expect("=")
    let opSite = token.site
    let mnemonic = try word("an op")
    let (op, operands) = try application(mnemonic, at: opSite, scope)
    try expect(":")
    let typeSite = token.site
    let type = try type()
    let placement = try placement()
    let site = try location() ?? start
    let isNumber = name.utf8.allSatisfy { (48...57).contains($0) }
    let value = try scope.graph.append(
      try op(type), operands, name: isNumber ? nil : name, at: site, placement: placement)
    if scope.graph[value].type != type {
      throw Diagnostic(
        "\(mnemonic): has result type \(type), expected \(scope.graph[value].type)", at: typeSite)
    }
    scope.values[name] = value
  }

  /// Returns the op, which may need its result type (leaves do), and its operands.
  private mutating func application(
    _ mnemonic: String, at site: Site, _ scope: Scope
  ) throws(Diagnostic) -> ((TensorType) throws(Diagnostic) -> any Op, [Value]) {
    switch mnemonic {
    case Input.mnemonic:
      let name = try symbol()
      return ({ Input(name: name, type: $0) }, [])
    case Parameter.mnemonic:
      let name = try symbol()
      let attributes = try attributes()
      return (
        { (type) throws(Diagnostic) in
          try Parameter(name: name, type: type, attributes: attributes, at: site)
        }, []
      )
    default: break
    }
    let operands = try operands(scope)
    let rank = operands.first.map { scope.graph[$0].type.rank } ?? 0
    if mnemonic == Fused.mnemonic {
      let fused = Fused(body: try body(of: Graph(name: Fused.mnemonic)))
      return ({ _ in fused }, operands)
    }
    let attributes = try attributes()
    return (
      { _ throws(Diagnostic) in
        do throws(Diagnostic) {
          return try AllOps.make(mnemonic, attributes, rank: rank)
        } catch {
          throw Diagnostic(error.message, at: site, notes: error.notes)
        }
      }, operands
    )
  }

  private mutating func operands(_ scope: Scope) throws(Diagnostic) -> [Value] {
    try list("(", ")") { (parser) throws(Diagnostic) in try parser.value(scope) }
  }

  /// Returns `at [0:4] [4:8] held [0:5] [3:8] because "…"`, where it comes next.
  private mutating func placement() throws(Diagnostic) -> Placement? {
    guard try take(word: "at") else { return nil }
    var placement = Placement(owned: try regions())
    if try take(word: "held") { placement.held = try regions() }
    if try take(word: "because") {
      guard case .string(let origin) = token.kind else { throw unexpected("a reason in quotes") }
      try advance()
      placement.origin = origin
    }
    return placement
  }

  private mutating func regions() throws(Diagnostic) -> [Region] {
    var regions: [Region] = []
    while token.kind == .mark("[") { regions.append(try region()) }
    if regions.isEmpty { throw unexpected("a box such as [0:4, 0:8]") }
    return regions
  }

  /// Returns `loc "model.swift":12:9`, where it comes next.
  private mutating func location() throws(Diagnostic) -> Site? {
    guard try take(word: "loc") else { return nil }
    guard case .string(let file) = token.kind else { throw unexpected("a file in quotes") }
    try advance()
    try expect(":")
    let line = try integer()
    let column = try take(":") ? try integer() : nil
    return Site(file: file, line: line, column: column)
  }
}
