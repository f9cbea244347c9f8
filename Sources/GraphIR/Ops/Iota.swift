/// The coordinate of each element along an axis.
///
///     %y = iota() {type = {elementType = i64, extents = [2, 3]}, axis = 1} : i64[2, 3]
///
/// y[i] = i[axis], rounded to a float or cut to the lowest bits of an integer.
///
/// - C1: the elements are numbers.
/// - C2: the axis is a dimension of the result.
public struct Iota: Op {
  public static let mnemonic = "iota"
  /// The type of the result.
  public let type: TensorType
  /// The dimension whose coordinate is the value.
  public let axis: Int

  /// The coordinates along `axis`.
  public init(type: TensorType, axis: Int) {
    self.type = type
    self.axis = axis
  }

  public static func plain(rank: Int) -> Iota { Iota(type: TensorType(.f32, []), axis: -1) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(0, operands)
    try require(type.elementType != .bool, "C1: elements are bool, expected numbers")
    try requireAxis(axis, rank: type.rank, "C2")
    return type
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] { [] }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let tables = part.bounds.enumerated().map { dimension, bounds in
      bounds.map { dimension == axis ? $0 : 0 }
    }
    let values = Offsets.sums(tables).map { Int64($0) }
    return NDArray(narrowing: values, to: .i64, part.extents).converted(to: type.elementType)
  }
}
