import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that read or write at computed indices.
  static let indexing: [ONNXOperator] = gathers + scatters + choices

  /// Operators that read.
  private static let gathers: [ONNXOperator] = [
    ONNXOperator("Gather") { (call) throws(Diagnostic) in
      try call.checkIndices()
      return try call.operand(0).gather(call.operand(1), axis: call.int("axis", 0))
    },
    ONNXOperator("GatherElements") { (call) throws(Diagnostic) in
      try call.checkIndices()
      return try call.operand(0).gatherElements(call.operand(1), axis: call.int("axis", 0))
    },
    ONNXOperator("GatherND") { (call) throws(Diagnostic) in
      try call.operand(0).gatherND(call.operand(1), batch: call.int("batch_dims", 0))
    },
    ONNXOperator("ReverseSequence") { (call) throws(Diagnostic) in try call.reverseSequence() },
  ]

  /// Operators that write.
  private static let scatters: [ONNXOperator] = [
    ONNXOperator("Scatter") { (call) throws(Diagnostic) in try call.scatterElements() },
    ONNXOperator("ScatterElements") { (call) throws(Diagnostic) in try call.scatterElements() },
    ONNXOperator("ScatterND") { (call) throws(Diagnostic) in
      try call.operand(0).scatterND(
        call.operand(1), call.operand(2), reduction: call.scatterReduction())
    },
    ONNXOperator("TensorScatter") { (call) throws(Diagnostic) in try call.tensorScatter() },
    ONNXOperator("Col2Im") { (call) throws(Diagnostic) in try call.columnsToImage() },
  ]

  /// Operators that choose elements, or make vectors of choices.
  private static let choices: [ONNXOperator] = [
    ONNXOperator("OneHot") { (call) throws(Diagnostic) in try call.oneHot() },
    ONNXOperator("TopK", results: { (call) throws(Diagnostic) in try call.topK() }),
    ONNXOperator("Compress") { (call) throws(Diagnostic) in try call.compress() },
    ONNXOperator("NonZero") { (call) throws(Diagnostic) in try call.nonZero() },
  ]
}

extension OperatorCall {
  /// Throws where indices that are known lie outside of the axis: our own op would take the nearest
  /// element.
  fileprivate func checkIndices() throws(Diagnostic) {
    let x = try operand(0)
    let extent = x.extents[try dimension(int("axis", 0), rank: x.rank)]
    guard let indices = try constantElements(1), indices.elementType.isInteger else { return }
    let known: [Int64] = indices.widened()
    if let index = known.first(where: { !(-extent..<extent).contains(Int($0)) }) {
      throw Diagnostic("index \(index) is outside of \(-extent) ..< \(extent)")
    }
  }

  /// Returns the elements of each sequence in reverse order; what is behind its end stays.
  fileprivate func reverseSequence() throws(Diagnostic) -> Tensor {
    let (x, lengths) = (try operand(0), try operand(1))
    let (batch, time) = (int("batch_axis", 1), int("time_axis", 0))
    if x.rank < 2 || ![[0, 1], [1, 0]].contains([batch, time])
      || lengths.extents != [x.extents[batch]]
    {
      throw Diagnostic(
        "batch axis \(batch), time axis \(time) and lengths \(lengths.type) do not fit \(x.type), "
          + "expected axes 0 and 1 and a length for each sequence")
    }
    let sequences = x.moved(from: batch, to: 0)
    let counts = Array(sequences.extents.prefix(2))
    let position = builder.append(Iota(type: TensorType(.i64, counts), axis: 1), [])
    let length = lengths.cast(to: .i64).unsqueeze(axis: 1).expanded(to: counts)
    let source = select(position.less(than: length), length - 1 - position, position)
    return sequences.gatherND(source.unsqueeze(axis: 2), batch: 1).moved(from: 0, to: batch)
  }

  /// Returns vectors of two values: one at the index and another elsewhere.
  fileprivate func oneHot() throws(Diagnostic) -> Tensor {
    let (indices, values) = (try operand(0), try operand(2))
    guard let number = try optionalNumber(1), number >= 0, number < 0x1p31 else {
      throw Diagnostic("depth is not a number in 0 ..< 2^31")
    }
    if values.extents != [2] {
      throw Diagnostic("values are \(values.type), expected a list of two")
    }
    let (depth, axis) = (Int(number), int("axis", -1))
    var index = indices
    if !indices.elementType.isUnsigned {
      let given = indices.cast(to: .i64)
      index = select(given.less(than: 0), given + Double(depth), given)
    }
    let isHot = index.oneHot(depth, axis: axis, .bool)
    let (off, on) = (values.slice(axis: 0, 0..<1), values.slice(axis: 0, 1..<2))
    return select(isHot, on.reshape([]), off.reshape([]))
  }

  /// Returns the largest or smallest elements along an axis, and their indices.
  fileprivate func topK() throws(Diagnostic) -> [Tensor] {
    let x = try operand(0)
    let count = version >= 10 ? try integers(1).first : int("k")
    let axis = try dimension(int("axis", -1), rank: x.rank)
    guard let count, (0...x.extents[axis]).contains(count) else {
      throw Diagnostic("k is \(count ?? 0), expected at most \(x.extents[axis]) along axis \(axis)")
    }
    let (values, indices) = x.topK(count, axis: axis, largest: flag("largest", true))
    return [values, indices]
  }

  /// Returns the slices along an axis, or the elements of all, for which a known condition holds.
  fileprivate func compress() throws(Diagnostic) -> Tensor {
    var x = try operand(0)
    let axis = int("axis")
    if axis == nil { x = x.reshape([-1]) }
    let along = try dimension(axis ?? 0, rank: x.rank)
    let condition = try elements(1)
    if condition.elementType != .bool || condition.extents.count != 1
      || condition.count > x.extents[along]
    {
      throw Diagnostic(
        "condition is \(condition.elementType.rawValue)\(condition.extents), expected at most "
          + "\(x.extents[along]) bools")
    }
    let flags: [Int64] = condition.widened()
    return x.take(flags.indices.filter { flags[$0] != 0 }, axis: along)
  }

  /// Returns the coordinates of the elements that are not 0, of known ones: [rank, count].
  fileprivate func nonZero() throws(Diagnostic) -> Tensor {
    let x = try elements(0)
    let values = x.asDoubles()
    // A scalar counts as a list of one.
    let extents = x.extents.isEmpty ? [1] : x.extents
    let strides = Extents.strides(extents)
    let found = values.indices.filter { values[$0] != 0 }
    let coordinates = extents.indices.flatMap { dimension in
      found.map { Int64($0 / strides[dimension] % extents[dimension]) }
    }
    return constant(
      NDArray(narrowing: coordinates, to: .i64, [extents.count, found.count]))
  }
}
