/// An op that slides a window over the spatial dimensions of an image [N, C, S…].
package protocol SpatialOp: Op {
  /// The distance between the windows of neighbouring results, per spatial dimension.
  var stride: [Int] { get }
  /// The distance between neighbouring taps, per spatial dimension.
  var dilation: [Int] { get }
  /// The cells around the image, per spatial dimension.
  var padding: [Edges] { get }
}

extension SpatialOp {
  /// Throws C2 iff stride, dilation or padding do not have an entry for each of `spatial`
  /// dimensions, or one is out of range.
  func requireGeometry(spatial: Int) throws(Diagnostic) {
    let isComplete =
      stride.count == spatial && dilation.count == spatial && padding.count == spatial
    try require(
      isComplete,
      "C2: stride \(stride), dilation \(dilation) and \(padding.count) paddings do not fit "
        + "\(spatial) spatial dimensions")
    try require(
      stride.allSatisfy(Window.isLength) && dilation.allSatisfy(Window.isLength),
      "C2: stride \(stride) or dilation \(dilation) is not in 1 ..< 2^31")
    if let edges = padding.first(where: { !$0.isBounded }) {
      throw Diagnostic(
        "\(Self.mnemonic): C2: padding [\(edges.low), \(edges.high)] is not below 2^31")
    }
  }
}

extension Window {
  /// `true` iff a stride, dilation or number of taps is at least 1 and so small that coordinates do
  /// not overflow.
  static func isLength(_ length: Int) -> Bool { (1..<1 << 31).contains(length) }
}

extension Edges {
  /// `true` iff both are so small that coordinates do not overflow.
  var isBounded: Bool {
    [low, high].allSatisfy { Window.isLength($0) || $0 == 0 || Window.isLength(0 &- $0) }
  }
}
