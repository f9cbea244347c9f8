/// A tensor that a fused function reads, as a `gc_view` of the result's dimensions.
struct FusedExtra: Hashable {
  /// The base address, as an index into the memory of the task.
  let memory: Int
  /// The floats from there to the element for the first one of the result's box.
  let start: Int
  /// The floats between neighbours along N, C, D, H and W.
  let strides: [Int]

  /// Where planes wrap round.
  let ring: PlaneRing?

  /// The view as arguments of a kernel.
  var arguments: [Int64] {
    ([memory, start] + strides + [ring?.planes ?? 0, ring?.first ?? 0]).map(Int64.init)
  }
}

/// What is done with the sums of a convolution before they are stored, as the C functions
/// `gc_epilogue…`; or with the image before it is multiplied, as `gc_prologue…`.
struct FusedText {
  /// The definitions. They stand behind the definition of GC_RANK and before the template.
  let text: String
  /// The tensors that they read, in the order of `extra`.
  let extras: [FusedExtra]
  /// `true` iff something is done with the image.
  let hasPrologue: Bool

  /// The rest of a body [N, C, S…] behind the value that a convolution computes, over the box of the
  /// result; the extras of the body are those from `firstExtra` on. Nil where it is not pointwise.
  ///
  /// With `maps` the box is one of elements of which they say where in the result they are.
  init?(
    epilogueOf body: Graph, after main: Value, result: TensorView, operands: [TensorView],
    maps: [AxisMap]? = nil, firstExtra: Int = 0
  ) {
    let output = body.outputs[0].value
    guard maps != nil || body[output].type.extents == body[main].type.extents else { return nil }
    self.init(
      "epilogue", body, output, main, result.box, maps, operands, firstExtra: firstExtra,
      begin: ("row", ", int64_t d, int64_t h", "n, d, h", ", int64_t w"))
  }

  /// What a body does with its input `image` [N, C, S…] up to the value that a convolution reads,
  /// where it depends on batch and channel only; nil where it does not, or is not pointwise.
  init?(
    prologueOf body: Graph, from image: Value, to value: Value, imageBox: Region,
    operands: [TensorView], firstExtra: Int = 0
  ) {
    self.init(
      "prologue", body, value, image, imageBox, nil, operands, firstExtra: firstExtra,
      begin: ("image", "", "n, 0, 0", ""))
  }

  private init?(
    _ name: String, _ graph: Graph, _ value: Value, _ main: Value, _ box: Region,
    _ maps: [AxisMap]?, _ operands: [TensorView], firstExtra: Int,
    begin: (state: String, parameters: String, place: String, column: String)
  ) {
    guard let body = PointwiseBody(graph, value, main: main, over: box, maps: maps, of: operands),
      let vector = VectorText(body), !vector.isMask, (3...5).contains(box.rank)
    else { return nil }
    var (extras, fields, values) = ([FusedExtra](), [String](), [String]())
    var (loads, tables) = ([String](), [String]())
    for (index, leaf) in body.leaves.enumerated() {
      guard leaf.type == .f32 else { return nil }
      if leaf.origin == .main {
        loads.append("x")
        continue
      }
      let spatial = Array(leaf.strides[2...])
      if name == "prologue" && spatial.contains(where: { $0 != 0 }) { return nil }
      let padded = leaf.strides[..<2] + [Int](repeating: 0, count: 3 - spatial.count) + spatial
      guard case .operand(let operand) = leaf.origin else {
        // A constant is read in its own place, by the strides of the body.
        guard case .constant(let constant) = leaf.origin, let array = body.constants[constant],
          array.count <= 4096, spatial.allSatisfy({ $0 == 0 }), leaf.strides[0] == 0
        else { return nil }
        let numbers: [Double] = array.widened()
        let table = "gc_\(name)_constant\(index)"
        tables.append(
          "static const float \(table)[] = {"
            + numbers.map { CLiteral.float($0) }.joined(separator: ", ") + "};")
        loads.append(Self.load("\(table) + \(leaf.start)", leaf.strides[1], "\(leaf.strides[1])"))
        continue
      }
      let extra = firstExtra + extras.count
      extras.append(
        FusedExtra(
          memory: operands[operand].memory, start: leaf.start, strides: Array(padded),
          ring: leaf.ring))
      fields.append("const float *p\(index); int64_t c\(index), w\(index);")
      values.append(
        "gc_row(task, &extra[\(extra)], \(begin.place)), extra[\(extra)].c, extra[\(extra)].w")
      let column = padded[4] == 0 ? "" : " + w * \(begin.state)->w\(index)"
      loads.append(
        Self.load(
          "\(begin.state)->p\(index)\(column)", padded[1], "\(begin.state)->c\(index)"))
    }
    self.extras = extras
    hasPrologue = name == "prologue"
    let state = "gc_\(name)_\(begin.state)"
    let unused = ["n"] + (name == "epilogue" ? ["d", "h"] : [])
    text = """
      #include "view.h"
      #include "rare.h"
      #define GC_\(name.uppercased())
      \(tables.joined(separator: "\n"))
      typedef struct \(state) { \(fields.joined(separator: " ")) char none; } \(state);
      GC_INLINE \(state) gc_\(name)_begin(
          const gc_task *task, const gc_view *extra, int64_t n\(begin.parameters)) {
        (void)task, (void)extra, \(unused.map { "(void)\($0)" }.joined(separator: ", "));
        return (\(state)){\((values + ["0"]).joined(separator: ", "))};
      }
      GC_INLINE gc_vec gc_\(name)(
          gc_vec x, const \(state) *\(begin.state), int64_t c, int lanes\(begin.column)) {
        (void)\(begin.state), (void)c, (void)lanes\(name == "epilogue" ? ", (void)w" : "");
        \(vector.statements { loads[$0] }.joined(separator: "\n  "))
        return \(vector.result);
      }

      """
  }

  /// Returns the load of the channels from c on, by the class of their distance.
  private static func load(_ pointer: String, _ stride: Int, _ distance: String) -> String {
    switch stride {
    case 0: "gc_splat(*(\(pointer)))"
    case 1: "gc_load(\(pointer) + c, lanes)"
    default: "gc_gather(\(pointer) + c * \(distance), \(distance), lanes)"
    }
  }
}

extension FusedText {
  /// Nothing that is fused.
  static let none = FusedText(text: "", extras: [], hasPrologue: false)

  /// Returns both what this and what a prologue, whose extras follow, does.
  func with(_ prologue: FusedText) -> FusedText {
    FusedText(
      text: text + prologue.text, extras: extras + prologue.extras, hasPrologue: true)
  }

  private init(text: String, extras: [FusedExtra], hasPrologue: Bool) {
    (self.text, self.extras, self.hasPrologue) = (text, extras, hasPrologue)
  }
}
