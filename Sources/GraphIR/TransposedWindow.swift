/// The arithmetic of a transposed window along one dimension, in global coordinates.
///
/// Cell `i` of the image adds to the results `i·stride − padding.low + t·dilation` for `t` in
/// `0 ..< size`, where they lie inside the result.
public struct TransposedWindow: Hashable, Sendable {
  /// The number of taps.
  public let size: Int
  /// The distance between the results of neighbouring cells.
  public let stride: Int
  /// The distance between neighbouring taps.
  public let dilation: Int
  /// The cells cut off from the border of the result.
  public let padding: Edges
  /// The cells added to the end of the result.
  public let outputPadding: Int

  /// A window with the given geometry.
  public init(
    size: Int, stride: Int = 1, dilation: Int = 1, padding: Edges = .none, outputPadding: Int = 0
  ) {
    self.size = size
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.outputPadding = outputPadding
  }

  /// Returns the extent of the result for an image of `extent`; negative where the padding cuts off
  /// more than there is.
  public func resultExtent(_ extent: Int) -> Int {
    (extent - 1) * stride - padding.low - padding.high + (size - 1) * dilation + 1 + outputPadding
  }
}
