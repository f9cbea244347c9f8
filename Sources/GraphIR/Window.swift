/// The arithmetic of a window that slides along one dimension, in global coordinates.
///
/// Result element `o` looks at the cells `o·stride − padding.low + t·dilation` for `t` in
/// `0 ..< size`; cells outside `0 ..< extent` are padding.
public struct Window: Hashable, Sendable {
  /// The number of taps.
  public let size: Int
  /// The distance between the windows of neighbouring results.
  public let stride: Int
  /// The distance between neighbouring taps.
  public let dilation: Int
  /// The cells around the image.
  public let padding: Edges

  /// A window with the given geometry.
  public init(size: Int, stride: Int = 1, dilation: Int = 1, padding: Edges = .none) {
    self.size = size
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
  }

  /// The distance from the first to behind the last tap.
  public var span: Int { (size - 1) * dilation + 1 }

  /// Returns the number of windows that fit into an image of `extent`; with `ceil`, a last one that
  /// sticks out counts if it starts inside the image or its low padding.
  public func resultExtent(_ extent: Int, ceil: Bool = false) -> Int {
    let room = extent + padding.low + padding.high - span
    let last = ceil ? room.dividedUp(by: stride) : room.dividedDown(by: stride)
    let isBehind = ceil && last * stride >= extent + padding.low
    return max(0, isBehind ? last : last + 1)
  }

  /// Returns the cell under the first tap for a result element; may lie outside the image.
  @inlinable public func start(_ result: Int) -> Int { result * stride - padding.low }

  /// Returns the taps that lie inside an image of `extent` for a result element.
  public func taps(_ result: Int, in extent: Int) -> Range<Int> {
    let start = start(result)
    let first = start >= 0 ? 0 : (-start + dilation - 1) / dilation
    let last = start >= extent ? 0 : min(size, (extent - start + dilation - 1) / dilation)
    return first < last ? first..<last : 0..<0
  }

  /// Returns the window's cells that are padding for a result element, before and after the image.
  public func padding(of result: Int, in extent: Int) -> Edges {
    let taps = taps(result, in: extent)
    if taps.isEmpty { return Edges(size, 0) }
    return Edges(taps.lowerBound, size - taps.upperBound)
  }
}
