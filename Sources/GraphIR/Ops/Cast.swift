/// The elements converted to another type.
///
///     %y = cast(%x) {elementType = f16} : f16[2, 3]
///
/// Floats and integers become floats by one rounding to nearest, ties to even. Floats become
/// integers by rounding toward zero, cut to the range of the type; NaN becomes 0. Integers become
/// other integers by their lowest bits. Anything but 0 becomes true; true becomes 1.
public struct Cast: Op {
  public static let mnemonic = "cast"
  /// The type of the result's elements.
  public let elementType: ElementType

  /// A conversion to `elementType`.
  public init(to elementType: ElementType) { self.elementType = elementType }

  public static func plain(rank: Int) -> Cast { Cast(to: .f32) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    return TensorType(elementType, operands[0].extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] { [part] }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    operands[0].slice(part).converted(to: elementType)
  }
}
