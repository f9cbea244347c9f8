/// An op that reduces a window over each channel of an image [N, C, S…].
package protocol PoolOp: SpatialOp {
  /// The number of taps, per spatial dimension.
  var window: [Int] { get }
  /// `true` iff the result's extent is rounded up.
  var ceilMode: Bool { get }
}

extension PoolOp {
  /// The window along each spatial dimension.
  public var windows: [Window] {
    window.indices.map {
      Window(size: window[$0], stride: stride[$0], dilation: dilation[$0], padding: padding[$0])
    }
  }

  /// Returns the type of the result for an image with spatial dimensions; throws C2 or C3.
  func pooledType(_ x: TensorType) throws(Diagnostic) -> TensorType {
    try requireGeometry(spatial: x.rank - 2)
    try require(
      window.count == x.rank - 2 && window.allSatisfy(Window.isLength),
      "C2: window \(window) is not \(x.rank - 2) numbers in 1 ..< 2^31")
    var extents = Array(x.extents.prefix(2))
    for (dimension, window) in windows.enumerated() {
      let (extent, padding) = (x.extents[dimension + 2], window.padding)
      try require(
        padding.low >= 0 && padding.high >= 0,
        "C2: padding [\(padding.low), \(padding.high)] is negative")
      extents.append(window.resultExtent(extent, ceil: ceilMode))
      try require(
        extents[dimension + 2] >= 1,
        "C3: a window that spans \(window.span) does not fit into spatial dimension "
          + "\(dimension) of extent \(extent) with padding \(padding.low), \(padding.high)")
    }
    return TensorType(x.elementType, extents)
  }
}

extension PoolOp {
  /// Returns the part with the cells under its windows.
  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let spatial = windows.enumerated().map {
      $1.cells(under: part[$0 + 2], in: operands[0].extents[$0 + 2])
    }
    return [Region(part.bounds.prefix(2) + spatial)]
  }

  /// Returns the rows of the results over `part`.
  func rows(_ operands: [PlacedArray], over part: Region) -> WindowRows<Window> {
    WindowRows(
      windows: windows, part: part, image: operands[0],
      kernelStrides: .init(repeating: 0, count: window.count))
  }
}
