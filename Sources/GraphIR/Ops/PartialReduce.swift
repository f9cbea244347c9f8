/// The extreme, the product, or the logical sum of the elements of each segment between cuts: what a
/// rank knows of a `reduce` over axes that are split.
///
///     %p = partial_reduce(%x) {function = maximum, axes = [2, 3], cuts = [[64, 128], [32]]}
///          : f32[1, 8, 3, 2]
///
/// y[…, s, …] = `reduce` of x over the elements that lie in segment s of each axis, which reaches from
/// cut s − 1, or 0, to cut s, or the end; without elements what `reduce` makes of nothing. For all cuts
/// the `reduce` of y over the axes is that of x, bit for bit.
///
/// - C1: the axes are distinct dimensions of x, and each has a list of cuts.
/// - C2: the cuts of an axis rise inside 0 … its extent; equal ones make empty segments.
/// - C3: `and` and `or` take bool or integers, the others numbers, `product` no floats, because the
///   order of their products counts.
public struct PartialReduce: Op {
  public static let mnemonic = "partial_reduce"
  /// How two elements become one.
  public let function: Reduce.Function
  /// The dimensions that are reduced.
  public let axes: [Int]
  /// The cuts along each of the axes.
  public let cuts: [[Int]]

  /// A reduction of each segment of `axes`.
  public init(function: Reduce.Function, axes: [Int], cuts: [[Int]]) {
    self.function = function
    self.axes = axes
    self.cuts = cuts
  }

  public static func plain(rank: Int) -> PartialReduce {
    PartialReduce(function: .or, axes: [], cuts: [])
  }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try requireAxes(axes, rank: x.rank, "C1")
    try require(
      cuts.count == axes.count, "C1: there are \(cuts.count) lists of cuts, expected \(axes.count)")
    for (axis, cuts) in zip(axes, cuts) { try requireCuts(cuts, extent: x.extents[axis], "C2") }
    try require(
      function.isDefined(for: x.elementType)
        && !(function == .product && x.elementType.isFloatingPoint),
      "C3: \(function.rawValue) is not defined for \(x.elementType.rawValue)")
    var extents = x.extents
    for (axis, cuts) in zip(axes, cuts) { extents[axis] = cuts.count + 1 }
    return TensorType(x.elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let box = elements(part, of: operands[0].extents)
    return [box.isEmpty ? .empty(rank: box.rank) : box]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    var result = NDArray(uninitialized: x.elementType, part.extents)
    if part.isEmpty { return result }
    let whole = Reduce(function: function, axes: axes)
    for segment in segments(part) {
      let elements = elements(segment, of: x.extents)
      let piece = PlacedArray(x.slice(elements))
      let reduced = Region(whole: segment.extents)
      result.write(whole.evaluate([piece], over: reduced), over: segment, in: part)
    }
    return result
  }

  /// Returns the elements of x in the given segments.
  private func elements(_ part: Region, of extents: [Int]) -> Region {
    if part.isEmpty { return .empty(rank: part.rank) }
    var box = part
    for (axis, cuts) in zip(axes, cuts) {
      box[axis] = AxisParts(between: cuts, extent: extents[axis]).hull(of: part[axis])
    }
    return box
  }

  /// Returns the boxes of a part of the result that have extent 1 along the axes.
  private func segments(_ part: Region) -> [Region] {
    axes.reduce([part]) { boxes, axis in
      boxes.flatMap { box in
        box[axis].map { position in
          var segment = box
          segment[axis] = position..<position + 1
          return segment
        }
      }
    }
  }
}
