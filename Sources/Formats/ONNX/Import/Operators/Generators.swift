import Frontend
import GraphIR
import NDArrays
import ONNXMessages

extension ONNXOperator {
  /// Operators that make tensors of nothing, or convert elements.
  static let generators: [ONNXOperator] = constants + ranges + random + casts

  private static let constants: [ONNXOperator] = [
    ONNXOperator("Constant") { (call) throws(Diagnostic) in try call.constantValue() },
    ONNXOperator("ConstantOfShape") { (call) throws(Diagnostic) in try call.constantOfShape() },
  ]

  private static let ranges: [ONNXOperator] = [
    ONNXOperator("Range") { (call) throws(Diagnostic) in try call.range() },
    ONNXOperator("EyeLike") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      if x.rank != 2 { throw Diagnostic("operand is \(x.type), expected a matrix") }
      let type = try call.elementType("dtype") ?? x.elementType
      return call.diagonals(x.extents).equal(to: Double(call.int("k", 0))).converted(to: type)
    },
    ONNXOperator("Trilu") { (call) throws(Diagnostic) in
      let x = try call.operand(0)
      if x.rank < 2 { throw Diagnostic("operand is \(x.type), expected matrices") }
      let k = try call.optionalIntegers(1)?.first ?? 0
      // Beyond the extents there is nothing to tell apart.
      let bound = Double(min(max(k, -(1 << 40)), 1 << 40))
      let diagonals = call.diagonals(x.extents)
      let isKept =
        call.flag("upper", true)
        ? diagonals.greaterOrEqual(to: bound) : diagonals.lessOrEqual(to: bound)
      return .apply(Select(), [isKept, x, call.zeros(like: x)])
    },
    window("HannWindow", [0.5, 0.5]), window("HammingWindow", [25.0 / 46, 21.0 / 46]),
    window("BlackmanWindow", [0.42, 0.5, 0.08]),
  ]

  /// A window of n elements: Σ_k (−1)ᵏ·a_k·cos(2πki / n), or with n − 1 where it is not periodic.
  private static func window(_ name: String, _ terms: [Double]) -> ONNXOperator {
    ONNXOperator(name) { (call) throws(Diagnostic) in
      let count = try call.extents(0)
      if count.count != 1 { throw Diagnostic("size has \(count.count) elements, expected 1") }
      let length = Double(call.flag("periodic", true) ? count[0] : count[0] - 1)
      let position = call.builder.append(Iota(type: TensorType(.f64, count), axis: 0), [])
      var sum = position.filled(with: terms[0])
      for (k, term) in terms.enumerated().dropFirst() {
        let wave = (position * (2 * .pi * Double(k) / length)).map("cos")
        sum = sum + wave * (k % 2 == 0 ? term : -term)
      }
      return sum.converted(to: try call.elementType("output_datatype") ?? .f32)
    }
  }

  /// An operator that draws floats; those named `…Like` take extents and type from an operand.
  private static func random(
    _ name: String, _ distribution: Random.Distribution, _ first: (name: String, plain: Double),
    _ second: (name: String, plain: Double)
  ) -> ONNXOperator {
    ONNXOperator(name) { (call) throws(Diagnostic) in
      let like = call.optional(0)
      let extents = like?.extents ?? call.ints("shape") ?? []
      let plain = like.map { $0.elementType.isFloatingPoint ? $0.elementType : .f32 } ?? .f32
      let type = TensorType(try call.elementType("dtype") ?? plain, extents)
      return call.draw(
        type, distribution, call.float(first.name, first.plain),
        call.float(second.name, second.plain))
    }
  }

  private static let random: [ONNXOperator] =
    ["RandomNormal", "RandomNormalLike"].map {
      random($0, .normal, ("mean", 0), ("scale", 1))
    }
    + ["RandomUniform", "RandomUniformLike"].map {
      random($0, .uniform, ("low", 0), ("high", 1))
    }
    + [
      ONNXOperator("Bernoulli") { (call) throws(Diagnostic) in
        let x = try call.operand(0)
        let draw = call.draw(TensorType(x.elementType, x.extents), .uniform, 0, 1)
        return draw.less(than: x).converted(to: try call.elementType("dtype") ?? x.elementType)
      }
    ]

  private static let casts: [ONNXOperator] = [
    ONNXOperator("Cast") { (call) throws(Diagnostic) in
      guard let type = try call.elementType("to") else { throw Diagnostic("has no 'to'") }
      return try call.operand(0).converted(to: type)
    },
    ONNXOperator("CastLike") { (call) throws(Diagnostic) in
      try call.operand(0).converted(to: try call.operand(1).elementType)
    },
  ]
}

extension OperatorCall {
  /// Constant: the elements that an attribute holds.
  fileprivate func constantValue() throws(Diagnostic) -> Tensor {
    if let array = try tensor("value") { return constant(array) }
    if let number = attributes["value_float"]?.f { return constant(Double(number), .f32) }
    if let numbers = attributes["value_floats"]?.floats {
      return constant(NDArray(.f32, [numbers.count], numbers.map { Double($0) }))
    }
    if let number = int("value_int") {
      return constant(NDArray(narrowing: [Int64(number)], to: .i64, []))
    }
    if let numbers = ints("value_ints") { return constant(numbers) }
    let given = attributes.keys.sorted().joined(separator: ", ")
    throw Diagnostic("has \(given.isEmpty ? "no value" : given), expected dense numbers")
  }

  /// ConstantOfShape: one element everywhere.
  fileprivate func constantOfShape() throws(Diagnostic) -> Tensor {
    let value = try tensor("value") ?? NDArray(zeros: .f32, [1])
    if value.count != 1 { throw Diagnostic("value has \(value.count) elements, expected 1") }
    return constant(value.reshaped([])).broadcast(to: try extents(0), axes: [])
  }

  /// Returns zeros with the type of a tensor.
  func zeros(like x: Tensor) -> Tensor {
    constant(NDArray(zeros: x.elementType, [])).broadcast(to: x.extents, axes: [])
  }

  /// Returns for each element of matrices the number of its diagonal: column − row.
  fileprivate func diagonals(_ extents: [Int]) -> Tensor {
    let type = TensorType(.i64, extents)
    let column = builder.append(Iota(type: type, axis: extents.count - 1), [])
    let row = builder.append(Iota(type: type, axis: extents.count - 2), [])
    return .apply(Pointwise("subtract"), [column, row])
  }

  /// Range: start + i·delta, up to before a limit.
  fileprivate func range() throws(Diagnostic) -> Tensor {
    let type = try operand(0).elementType
    var numbers: [Double] = []
    for position in 0..<3 {
      guard let number = try optionalNumber(position) else {
        throw Diagnostic("operand \(position) is left out, expected a number")
      }
      numbers.append(number)
    }
    let (start, delta) = (numbers[0], numbers[2])
    let count = max(((numbers[1] - start) / delta).rounded(.up), 0)
    if !(count < 0x1p31) || delta == 0 {
      throw Diagnostic("a range from \(start) to \(numbers[1]) by \(delta) has no length")
    }
    // Integers up to 2⁵³ are exact in f64; larger ones are added as what they are.
    let wide: ElementType = type.isFloatingPoint ? .f64 : .i64
    let position = builder.append(Iota(type: TensorType(wide, [Int(count)]), axis: 0), [])
    let operands = [try operand(0), try operand(2)].map {
      $0.viewed([]).converted(to: wide).broadcast(to: [Int(count)], axes: [])
    }
    let steps = Tensor.apply(Pointwise("multiply"), [position, operands[1]])
    return Tensor.apply(Pointwise("add"), [operands[0], steps]).converted(to: type)
  }

  /// Returns random numbers that are this node's own.
  func draw(
    _ type: TensorType, _ distribution: Random.Distribution, _ first: Double, _ second: Double
  ) -> Tensor {
    // Calls of one function have results of one name.
    let name = builder.names.fresh(node.output.first ?? node.name)
    // The seed is a float of some operators and an integer of others.
    let seed = attributes["seed"].map { Int($0.f.bitPattern) ^ Int($0.i) } ?? 0
    return builder.append(
      Random(
        type: type, distribution: distribution, first: Scalar(first), second: Scalar(second),
        name: name, seed: seed), [])
  }
}
