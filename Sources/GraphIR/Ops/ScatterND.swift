/// A tensor with slices written at places that vectors of indices name.
///
///     %y = scatter_nd(%x, %i, %u) {batch = 1, reduction = add} : f32[2, 9, 5]
///
/// With x [b…, n…, s…], indices [b…, j…, k] and updates [b…, j…, s…], as the operands and the
/// result of `gather_nd`: y is x, but for each [b…, j…] in row-major order the slice of y at the
/// place that the indices name becomes f(y, u); f is u where the reduction is `none`, else a sum,
/// product or extreme, where NaN wins. A negative index counts from the end; where one is then
/// still outside, nothing is written. The result is rounded once.
///
/// Which elements are written is known only when the indices are: `reads` asks for all updates of
/// the part's slices.
///
/// - C1: batch is 0 or more, and x and the indices have that many first dimensions of equal
///   extents.
/// - C2: the indices are integers; their last extent is at least 1 and at most the number of the
///   other dimensions of x.
/// - C3: the updates have the element type of x and the extents b…, j…, s….
/// - C4: elements are numbers where there is a reduction.
public struct ScatterND: Op {
  /// What becomes of an element and an update.
  public enum Reduction: String, Codable, Hashable, Sendable, CaseIterable {
    case none, add, multiply, maximum, minimum
  }

  public static let mnemonic = "scatter_nd"
  /// The number of first dimensions that all operands have.
  public let batch: Int
  /// What becomes of an element and an update.
  public let reduction: Reduction

  /// A scatter with common dimensions.
  public init(batch: Int = 0, reduction: Reduction = .none) {
    self.batch = batch
    self.reduction = reduction
  }

  public static func plain(rank: Int) -> ScatterND { ScatterND() }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(3, operands)
    let (x, indices, updates) = (operands[0], operands[1], operands[2])
    let count = try requireIndexVectors(indices, into: x, batch: batch)
    let slices = TensorType(
      x.elementType, indices.extents.dropLast() + x.extents.dropFirst(batch + count))
    try require(updates == slices, "C3: updates are \(updates), expected \(slices)")
    try require(
      reduction == .none || x.elementType != .bool,
      "C4: elements are bool, expected numbers for \(reduction.rawValue)")
    return x
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let indices = operands[1]
    let nothing = operands.dropFirst().map { Region.empty(rank: $0.rank) }
    if part.isEmpty { return [.empty(rank: part.rank)] + nothing }
    let count = indices.extents[indices.rank - 1]
    let common = part.bounds[..<batch]
    let listed = indices.extents[batch..<indices.rank - 1].map { 0..<$0 }
    if listed.contains(where: \.isEmpty) { return [part] + nothing }
    return [
      part, Region(common + listed + [0..<count]),
      Region(common + listed + part.bounds[(batch + count)...]),
    ]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let (x, type) = (operands[0].slice(part), operands[0].elementType)
    let writes = writes(operands, over: part)
    if reduction == .none { return Self.writing(x, operands[2].data, writes) }
    let isUnsigned = type.isUnsigned
    switch (reduction, type.isFloatingPoint) {
    case (.none, _): return x
    case (.add, true): return combining(x, operands[2].data, writes) { (a: Double, b) in a + b }
    case (.add, false): return combining(x, operands[2].data, writes) { (a: Int64, b) in a &+ b }
    case (.multiply, true):
      return combining(x, operands[2].data, writes) { (a: Double, b) in a * b }
    case (.multiply, false):
      return combining(x, operands[2].data, writes) { (a: Int64, b) in a &* b }
    case (.maximum, true): return combining(x, operands[2].data, writes, ScalarFunction.maximum)
    case (.minimum, true): return combining(x, operands[2].data, writes, ScalarFunction.minimum)
    case (.maximum, false):
      return combining(x, operands[2].data, writes) {
        ScalarFunction.isLess($0, $1, isUnsigned) ? $1 : $0
      }
    case (.minimum, false):
      return combining(x, operands[2].data, writes) {
        ScalarFunction.isLess($1, $0, isUnsigned) ? $1 : $0
      }
    }
  }

  /// An element of the part and the element of the updates that changes it.
  private struct Write {
    let target, source: Int
  }

  /// Returns the updates that change an element of the part, in order.
  private func writes(_ operands: [PlacedArray], over part: Region) -> [Write] {
    let (x, indices, updates) = (operands[0], operands[1], operands[2])
    let boxes = reads(part, of: operands.map { TensorType($0.elementType, $0.extents) })
    if boxes[2].isEmpty || part.isEmpty { return [] }
    let count = boxes[1][boxes[1].rank - 1].count
    let named = x.extents[batch..<batch + count]
    let vectors = IndexVectors(indices.slice(boxes[1]), into: named)
    let target = PlacedArray.Layout(part)
    let (parts, slices) = (target.tables(part), updates.layout.tables(boxes[2]))
    let starts = Offsets.sums(Array(parts[..<batch]))
    let targets = Offsets.sums(Array(parts[(batch + count)...]))
    let sources = Offsets.sums(Array(slices[(boxes[1].rank - 1)...]))
    let rows = Offsets.sums(Array(slices[..<(boxes[1].rank - 1)]))
    var writes: [Write] = []
    for vector in 0..<vectors.count where vectors.isInside(vector) {
      let place = (0..<count).map { vectors.place(vector, $0) }
      if zip(place, part.bounds[batch...]).contains(where: { !$1.contains($0) }) { continue }
      let start = zip(place, batch...).reduce(starts[vector / (vectors.count / starts.count)]) {
        $0 + ($1.0 - part[$1.1].lowerBound) * target.strides[$1.1]
      }
      for (to, from) in zip(targets, sources) {
        writes.append(Write(target: start + to, source: rows[vector] + from))
      }
    }
    return writes
  }

  /// Returns the elements with others in their places.
  private static func writing(_ x: NDArray, _ updates: NDArray, _ writes: [Write]) -> NDArray {
    let size = x.elementType.byteCount
    var result = x
    result.withUnsafeMutableBytes { target in
      updates.withUnsafeBytes { source in
        for write in writes {
          for byte in 0..<size {
            target[write.target * size + byte] = source[write.source * size + byte]
          }
        }
      }
    }
    return result
  }

  /// Returns the elements combined with others, in order.
  private func combining<L: Lane>(
    _ x: NDArray, _ updates: NDArray, _ writes: [Write], _ combine: (L, L) -> L
  ) -> NDArray {
    var values: [L] = x.widened()
    let updates: [L] = updates.widened()
    for write in writes {
      values[write.target] = combine(values[write.target], updates[write.source])
    }
    return NDArray(narrowing: values, to: x.elementType, x.extents)
  }
}
