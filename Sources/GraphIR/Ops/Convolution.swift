/// The cross-correlation of an image with a kernel for each output channel, in any number of
/// spatial dimensions.
///
///     %y = convolution(%x, %w) {stride = [2, 2], padding = [[1, 1], [1, 1]]} : f32[1, 8, 4, 4]
///
/// With x [N, C, S…] and w [O, C/g, K…], and o in group o / (O/g) of g groups:
/// y[n, o, p] = Σ_c Σ_t w[o, c, t] · x[n, group·C/g + c, p·stride − padding.low + t·dilation],
/// where x is 0 outside of the image. The sum runs over the channels, then the taps in row-major
/// order, and is rounded once.
///
/// - C1: x has rank 3 or more, w the same rank and element type, a float or an integer.
/// - C2: stride, dilation and padding have an entry for each spatial dimension; stride and dilation
///   are at least 1, and all are below 2^31.
/// - C3: groups divides the channels of x and w, and w has C/g input channels.
/// - C4: the kernel has at least one tap (and less than 2^31) and fits into the padded image in
///   each dimension.
/// - C5: tile is empty, or has an entry of at least 1 for each spatial dimension, and dilation is 1
///   where it is not 1.
public struct Convolution: TiledOp {
  public static let mnemonic = "convolution"
  /// The distance between the windows of neighbouring results.
  public let stride: [Int]
  /// The distance between neighbouring taps.
  public let dilation: [Int]
  /// The zeros around the image.
  public let padding: [Edges]
  /// The number of groups of channels that do not mix.
  public let groups: Int
  public let tile: [Int]

  /// A convolution with the given geometry.
  public init(
    stride: [Int], dilation: [Int], padding: [Edges], groups: Int = 1, tile: [Int] = []
  ) {
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.groups = groups
    self.tile = tile
  }

  public static func plain(rank: Int) -> Convolution {
    let spatial = max(rank - 2, 0)
    return Convolution(
      stride: .init(repeating: 1, count: spatial), dilation: .init(repeating: 1, count: spatial),
      padding: .init(repeating: .none, count: spatial))
  }

  /// Returns the window along each spatial dimension for the weight's extents.
  public func windows(_ weight: [Int]) -> [Window] {
    stride.indices.map {
      Window(
        size: weight[$0 + 2], stride: stride[$0], dilation: dilation[$0], padding: padding[$0])
    }
  }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(2, operands)
    let (x, w) = (operands[0], operands[1])
    try require(
      x.rank >= 3 && w.rank == x.rank && w.elementType == x.elementType && x.elementType != .bool,
      "C1: image \(x) and kernel \(w) differ in rank or element type, or have no spatial dimension")
    try requireGeometry(spatial: x.rank - 2)
    try require(
      groups >= 1 && x.extents[1] % groups == 0 && w.extents[0] % groups == 0
        && w.extents[1] == x.extents[1] / groups,
      "C3: kernel \(w) has \(w.extents[1]) input channels in \(groups) groups but the image "
        + "\(x) has \(x.extents[1])")
    let windows = windows(w.extents)
    for (dimension, window) in windows.enumerated() {
      try require(
        Window.isLength(window.size) && window.resultExtent(x.extents[dimension + 2]) >= 1,
        "C4: a kernel that spans \(window.span) does not fit into spatial dimension "
          + "\(dimension) of extent \(x.extents[dimension + 2]) with padding \(window.padding.low), "
          + "\(window.padding.high)")
    }
    try requireTile(spatial: windows.count)
    let spatial = windows.enumerated().map { $1.resultExtent(x.extents[$0 + 2]) }
    return TensorType(x.elementType, [x.extents[0], w.extents[0]] + spatial)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let (x, w) = (operands[0], operands[1])
    let perGroup = w.extents[0] / groups
    let channels = w.extents[1]
    let group =
      part[1].isEmpty
      ? 0..<0 : part[1].lowerBound / perGroup..<(part[1].upperBound - 1) / perGroup + 1
    let spatial = windows(w.extents).enumerated().map { dimension, window in
      let extent = x.extents[dimension + 2]
      let results = tiled(part[dimension + 2], dimension, in: window.resultExtent(extent))
      return window.cells(under: results, in: extent)
    }
    let image = Region(
      [part[0], group.lowerBound * channels..<group.upperBound * channels] + spatial)
    var kernel = w.whole
    kernel[0] = part[1]
    return [image, image.isEmpty ? .empty(rank: w.rank) : kernel]
  }

  public func tiled(_ tile: [Int]) -> Convolution {
    Convolution(
      stride: stride, dilation: dilation, padding: padding, groups: groups, tile: tile)
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let (x, w) = (operands[0], operands[1])
    let rows = WindowRows(
      windows: windows(w.extents), part: part, image: x,
      kernelStrides: Array(w.layout.strides.dropFirst(2)))
    let (perGroup, channels) = (w.extents[0] / groups, w.extents[1])
    return rows.products(with: w, outputs: perGroup, inputs: channels) { output, input in
      (output, input % channels)
    }
  }
}
