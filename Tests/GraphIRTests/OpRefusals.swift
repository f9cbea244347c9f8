import GraphIR
import Testing

/// An application of an op that violates one of its constraints.
struct Refusal: Sendable, CustomTestStringConvertible {
  /// The beginning of the message: the op and the constraint.
  let expected: String
  /// The application as text, of operands %0, %1 …
  let application: String
  /// The types of the operands.
  let operands: [String]

  /// An application that the message which begins as `expected` refuses.
  init(_ expected: String, _ application: String, _ operands: String...) {
    self.expected = expected
    self.application = application
    self.operands = operands
  }

  /// The application with the types of its operands.
  var testDescription: String { "\(application) of \(operands.joined(separator: ", "))" }

  /// Expects that text with the application is refused with the message, at the op's line.
  func check() throws {
    let inputs = operands.enumerated().map { "%\($0) = input @x\($0) : \($1)\n" }.joined()
    let error = #expect(throws: Diagnostic.self) {
      try Parser.graph("graph @bad {\n\(inputs)%y = \(application) : f32[]\n}")
    }
    let message = error?.message ?? ""
    #expect(message.hasPrefix(expected), "\(message)")
    #expect(error?.site?.line == operands.count + 2)
  }
}

@Suite struct `an op names the constraint that is violated` {
  @Test(arguments: Refusal.pointwise)
  func `as a pointwise function`(_ row: Refusal) throws { try row.check() }

  @Test(arguments: Refusal.convolution)
  func `as a convolution`(_ row: Refusal) throws { try row.check() }

  @Test(arguments: Refusal.pool)
  func `as a pool`(_ row: Refusal) throws { try row.check() }

  @Test(arguments: Refusal.geometry)
  func `as a resize or a pad`(_ row: Refusal) throws { try row.check() }

  @Test(arguments: Refusal.sums)
  func `as a cumulative sum or a softmax`(_ row: Refusal) throws { try row.check() }

  @Test func `as a pointwise function that does not exist`() {
    let error = #expect(throws: Diagnostic.self) {
      try Pointwise("ad").resultType([TensorType(.f32, [1])])
    }
    #expect(error?.message == "pointwise: C1: unknown function 'ad'")
  }
}

extension Refusal {
  /// Pointwise functions of text.
  static let pointwise = [
    Refusal("add: C1:", "add(%0)", "f32[2]"),
    Refusal("relu: C1:", "relu(%0, %1)", "f32[2]", "f32[2]"),
    Refusal("leaky_relu: C1:", "leaky_relu(%0) {parameters = [1, 2]}", "f32[2]"),
    Refusal("add: C2:", "add(%0, %1)", "f32[2]", "f32[3]"),
    Refusal("add: C2:", "add(%0, %1)", "f32[2]", "f64[2]"),
    Refusal("exp: C3:", "exp(%0)", "i32[2]"),
    Refusal("and: C3:", "and(%0, %1)", "f32[2]", "f32[2]"),
    Refusal("add: C3:", "add(%0, %1)", "bool[2]", "bool[2]"),
  ]

  /// Convolutions and transposed ones.
  static let convolution =
    [
      Refusal("convolution: has 1 operands, expected 2", "convolution(%0)", "f32[1, 1, 4]"),
      Refusal("convolution: C1:", "convolution(%0, %1)", "f32[1, 1, 4]", "f32[1, 1, 2, 2]"),
      Refusal("convolution: C1:", "convolution(%0, %1)", "f32[1, 1]", "f32[1, 1]"),
      Refusal("convolution: C1:", "convolution(%0, %1)", "f32[1, 1, 4]", "f16[1, 1, 2]"),
      Refusal("convolution: C1:", "convolution(%0, %1)", "bool[1, 1, 4]", "bool[1, 1, 2]"),
    ]
    + [
      "stride = [1, 1]", "stride = [0]", "dilation = [0]", "dilation = [9223372036854775807]",
      "padding = []", "padding = [[0, 2147483648]]", "padding = [[-9223372036854775807, 0]]",
    ].flatMap {
      attribute in
      [
        Refusal(
          "convolution: C2:", "convolution(%0, %1) {\(attribute)}", "f32[1, 1, 4]", "f32[1, 1, 2]"),
        Refusal(
          "transposed_convolution: C2:", "transposed_convolution(%0, %1) {\(attribute)}",
          "f32[1, 1, 4]", "f32[1, 1, 2]"),
      ]
    }
    + ["tile = [2, 2]", "tile = [0]", "tile = [2], dilation = [2]"].flatMap { attribute in
      ["convolution", "transposed_convolution"].map { op in
        Refusal("\(op): C5:", "\(op)(%0, %1) {\(attribute)}", "f32[1, 1, 4]", "f32[1, 1, 2]")
      }
    } + [
      Refusal("convolution: C3:", "convolution(%0, %1)", "f32[1, 3, 4]", "f32[1, 2, 2]"),
      Refusal(
        "convolution: C3:", "convolution(%0, %1) {groups = 2}", "f32[1, 4, 4]", "f32[3, 2, 2]"),
      Refusal(
        "convolution: C3:", "convolution(%0, %1) {groups = 0}", "f32[1, 1, 4]", "f32[1, 1, 2]"),
      Refusal("convolution: C4:", "convolution(%0, %1)", "f32[1, 1, 4]", "f32[1, 1, 5]"),
      Refusal("convolution: C4:", "convolution(%0, %1)", "f32[1, 1, 4]", "f32[1, 1, 0]"),
      Refusal(
        "convolution: C4:", "convolution(%0, %1) {padding = [[-2, -1]]}", "f32[1, 1, 4]",
        "f32[1, 1, 2]"),
      Refusal(
        "transposed_convolution: C1:", "transposed_convolution(%0, %1)", "f32[1, 1, 4]",
        "f32[1, 1, 2, 2]"),
      Refusal(
        "transposed_convolution: C2:", "transposed_convolution(%0, %1) {outputPadding = [-1]}",
        "f32[1, 1, 4]", "f32[1, 1, 2]"),
      Refusal(
        "transposed_convolution: C3:", "transposed_convolution(%0, %1)", "f32[1, 3, 4]",
        "f32[1, 3, 2]"),
      Refusal(
        "transposed_convolution: C3:", "transposed_convolution(%0, %1) {groups = 2}",
        "f32[1, 3, 4]",
        "f32[3, 1, 2]"),
      Refusal(
        "transposed_convolution: C4:", "transposed_convolution(%0, %1) {padding = [[3, 2]]}",
        "f32[1, 1, 4]", "f32[1, 1, 2]"),
      Refusal(
        "transposed_convolution: C4:", "transposed_convolution(%0, %1)", "f32[1, 1, 0]",
        "f32[1, 1, 2]"),
    ]

  /// Pools of all kinds.
  static let pool =
    ["max_pool", "arg_max_pool", "average_pool"].flatMap { pool in
      [
        Refusal("\(pool): has 2 operands, expected 1", "\(pool)(%0, %0)", "f32[1, 1, 4]"),
        Refusal("\(pool): C1:", "\(pool)(%0)", "f32[1, 4]"),
        Refusal("\(pool): C1:", "\(pool)(%0)", "bool[1, 1, 4]"),
        Refusal("\(pool): C2:", "\(pool)(%0) {stride = [0]}", "f32[1, 1, 4]"),
        Refusal("\(pool): C2:", "\(pool)(%0) {window = [2, 2]}", "f32[1, 1, 4]"),
        Refusal("\(pool): C2:", "\(pool)(%0) {window = [0]}", "f32[1, 1, 4]"),
        Refusal("\(pool): C2:", "\(pool)(%0) {padding = [[0, -1]]}", "f32[1, 1, 4]"),
        Refusal("\(pool): C3:", "\(pool)(%0) {window = [5]}", "f32[1, 1, 4]"),
        Refusal("\(pool): C3:", "\(pool)(%0) {window = [3], dilation = [2]}", "f32[1, 1, 4]"),
      ]
    } + [Refusal("average_pool: C1:", "average_pool(%0)", "i32[1, 1, 4]")]

  /// Resizes and pads.
  static let geometry = [
    Refusal("resize: C1:", "resize(%0) {extents = []}", "f32[1, 4]"),
    Refusal("resize: C1:", "resize(%0) {extents = [8], mode = linear}", "i32[1, 1, 4]"),
    Refusal("resize: C2:", "resize(%0)", "f32[1, 1, 4]"),
    Refusal("resize: C2:", "resize(%0) {extents = [0]}", "f32[1, 1, 4]"),
    Refusal("resize: C2:", "resize(%0) {extents = [4]}", "f32[1, 1, 0]"),
    Refusal("resize: C3:", "resize(%0) {extents = [4], scales = [0]}", "f32[1, 1, 4]"),
    Refusal("resize: C3:", "resize(%0) {extents = [4], scales = [inf]}", "f32[1, 1, 4]"),
    Refusal("resize: C3:", "resize(%0) {extents = [4], scales = [1, 1]}", "f32[1, 1, 4]"),
    Refusal("resize: C3:", "resize(%0) {extents = [4], antialias = true}", "f32[1, 1, 4]"),
    Refusal(
      "resize: C3:", "resize(%0) {extents = [4], scales = [0.1], mode = linear, antialias = true}",
      "f32[1, 1, 4]"),
    Refusal(
      "resize: C4:", "resize(%0) {extents = [4], coordinates = crop_and_resize}", "f32[1, 1, 4]"),
    Refusal(
      "resize: C4:", "resize(%0) {extents = [4], cropStart = [0], cropEnd = [1]}", "f32[1, 1, 4]"),
    Refusal("resize: attribute 'mode'", "resize(%0) {extents = [4], mode = area}", "f32[1, 1, 4]"),
    Refusal("pad: C1:", "pad(%0) {edges = [[1, 1]]}", "f32[1, 4]"),
    Refusal("pad: C1:", "pad(%0) {interior = [-1]}", "f32[4]"),
    Refusal("pad: C1:", "pad(%0) {edges = [[9223372036854775807, 0]]}", "f32[4]"),
    Refusal("pad: C1:", "pad(%0) {interior = [2147483647]}", "i8[4611686018427387000]"),
    Refusal("pad: C2:", "pad(%0) {interior = [1], mode = reflect}", "f32[4]"),
    Refusal("pad: C2:", "pad(%0) {edges = [[1, 0]], mode = replicate}", "f32[0]"),
    Refusal("pad: C3:", "pad(%0) {edges = [[-3, -2]]}", "f32[4]"),
  ]

  /// Cumulative sums and both softmaxes.
  static let sums =
    [
      Refusal("cumulative_sum: C1:", "cumulative_sum(%0)", "bool[4]"),
      Refusal("cumulative_sum: C2:", "cumulative_sum(%0) {axis = 1}", "f32[4]"),
      Refusal("cumulative_sum: C2:", "cumulative_sum(%0) {axis = -1}", "f32[4]"),
      Refusal("cumulative_sum: C2:", "cumulative_sum(%0)", "f32[]"),
    ]
    + ["softmax", "log_softmax"].flatMap { op in
      [
        Refusal("\(op): C1:", "\(op)(%0) {axes = [0]}", "i32[4]"),
        Refusal("\(op): C2:", "\(op)(%0)", "f32[4]"),
        Refusal("\(op): C2:", "\(op)(%0) {axes = [0, 0]}", "f32[4]"),
        Refusal("\(op): C2:", "\(op)(%0) {axes = [1]}", "f32[4]"),
      ]
    }
}
