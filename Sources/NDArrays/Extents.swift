/// Arithmetic on the extents of arrays, outermost dimension first.
public enum Extents {
  /// Returns the number of elements, or nil where an extent is negative or the product overflows.
  public static func count(_ extents: [Int]) -> Int? {
    if extents.contains(where: { $0 < 0 }) { return nil }
    if extents.contains(0) { return 0 }
    var product = 1
    for extent in extents {
      let (next, overflows) = product.multipliedReportingOverflow(by: extent)
      if overflows { return nil }
      product = next
    }
    return product
  }

  /// Returns the size in bytes, or nil where it overflows.
  public static func byteCount(_ extents: [Int], _ type: ElementType) -> Int? {
    guard let elements = count(extents) else { return nil }
    let (bytes, overflows) = elements.multipliedReportingOverflow(by: type.byteCount)
    return overflows ? nil : bytes
  }

  /// Returns the distance in elements between neighbours along each dimension, row-major.
  @inlinable public static func strides(_ extents: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: extents.count)
    for dimension in stride(from: extents.count - 2, through: 0, by: -1) {
      strides[dimension] = strides[dimension + 1] * extents[dimension + 1]
    }
    return strides
  }
}
