extension NDArray {
  /// An f32 array of elements in row-major order.
  ///
  /// - Requires: as many elements as the extents say.
  public init(_ elements: [Float], _ extents: [Int]) {
    precondition(
      elements.count == extents.reduce(1, *), "\(elements.count) elements for \(extents)")
    self.init(uninitialized: .f32, extents)
    withUnsafeMutableBytes { bytes in elements.withUnsafeBytes { bytes.copyMemory(from: $0) } }
  }

  /// The elements in row-major order, as the nearest f32.
  public var floats: [Float] {
    converted(to: .f32).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
  }
}
