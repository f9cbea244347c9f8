@_exported public import NDArrays

/// The type of a value: an element type and the extents, outermost dimension first.
public struct TensorType: Hashable, Codable, Sendable {
  /// The type of each element.
  public let elementType: ElementType
  /// The length along each dimension; empty for a scalar.
  public let extents: [Int]

  /// The type of tensors with the given elements and extents.
  public init(_ elementType: ElementType, _ extents: [Int]) {
    self.elementType = elementType
    self.extents = extents
  }

  /// The number of dimensions.
  public var rank: Int { extents.count }
  /// The number of elements.
  public var count: Int { extents.reduce(1, *) }
  /// The size in bytes.
  public var byteCount: Int { count * elementType.byteCount }
  /// The box that holds all elements.
  public var whole: Region { Region(whole: extents) }
}

extension TensorType: CustomStringConvertible {
  /// The type as text: `f32[1, 16, 128]`.
  public var description: String {
    elementType.rawValue + "[" + extents.map(String.init).joined(separator: ", ") + "]"
  }
}
