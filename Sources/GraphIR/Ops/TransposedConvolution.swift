/// The transpose of a convolution: each cell of an image adds a scaled kernel to the result.
///
///     %y = transposed_convolution(%x, %w) {stride = [2, 2]} : f32[1, 8, 16, 16]
///
/// With x [N, I, S…] and w [I, O/g, K…], and o in group o / (O/g) of g groups:
/// y[n, o, j] = Σ_c Σ_t w[c, o mod (O/g), t] · x[n, c, i] over the channels c of the group and the
/// taps t with j = i·stride − padding.low + t·dilation for a cell i of the image. The sum runs over
/// the channels, then the taps in row-major order, and is rounded once.
/// The result's extent is
/// (n − 1)·stride − padding.low − padding.high + (k − 1)·dilation + 1 + outputPadding.
///
/// - C1: x has rank 3 or more, w the same rank and element type, a float or an integer.
/// - C2: stride, dilation, padding and outputPadding have an entry for each spatial dimension;
///   stride and dilation are at least 1, outputPadding at least 0, all below 2^31.
/// - C3: groups divides the channels of x, and w has as many input channels as x.
/// - C4: image and kernel have at least one cell (and less than 2^31) in each spatial dimension, and
///   the result has at least one.
/// - C5: tile is empty, or has an entry of at least 1 for each spatial dimension, and dilation is 1
///   where it is not 1.
public struct TransposedConvolution: TiledOp {
  public static let mnemonic = "transposed_convolution"
  /// The distance between the results of neighbouring cells.
  public let stride: [Int]
  /// The distance between neighbouring taps.
  public let dilation: [Int]
  /// The cells cut off from the border of the result.
  public let padding: [Edges]
  /// The cells added to the end of the result.
  public let outputPadding: [Int]
  /// The number of groups of channels that do not mix.
  public let groups: Int
  public let tile: [Int]

  /// A transposed convolution with the given geometry.
  public init(
    stride: [Int], dilation: [Int], padding: [Edges], outputPadding: [Int], groups: Int = 1,
    tile: [Int] = []
  ) {
    self.stride = stride
    self.dilation = dilation
    self.padding = padding
    self.outputPadding = outputPadding
    self.groups = groups
    self.tile = tile
  }

  public static func plain(rank: Int) -> TransposedConvolution {
    let spatial = max(rank - 2, 0)
    return TransposedConvolution(
      stride: .init(repeating: 1, count: spatial), dilation: .init(repeating: 1, count: spatial),
      padding: .init(repeating: .none, count: spatial),
      outputPadding: .init(repeating: 0, count: spatial))
  }

  /// Returns the window along each spatial dimension for the weight's extents.
  public func windows(_ weight: [Int]) -> [TransposedWindow] {
    stride.indices.map {
      TransposedWindow(
        size: weight[$0 + 2], stride: stride[$0], dilation: dilation[$0], padding: padding[$0],
        outputPadding: outputPadding[$0])
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
      outputPadding.count == x.rank - 2
        && outputPadding.allSatisfy { $0 == 0 || Window.isLength($0) },
      "C2: output padding \(outputPadding) is not \(x.rank - 2) numbers in 0 ..< 2^31")
    try require(
      groups >= 1 && x.extents[1] % groups == 0 && w.extents[0] == x.extents[1],
      "C3: kernel \(w) has \(w.extents[0]) input channels in \(groups) groups but the image "
        + "\(x) has \(x.extents[1])")
    var extents = [x.extents[0], w.extents[1] * groups]
    for (dimension, window) in windows(w.extents).enumerated() {
      let extent = x.extents[dimension + 2]
      try require(
        Window.isLength(extent) && Window.isLength(window.size) && window.resultExtent(extent) >= 1,
        "C4: a kernel of \(window.size) taps, stride \(window.stride) and padding "
          + "\(window.padding.low), \(window.padding.high) leaves nothing of spatial dimension "
          + "\(dimension) of extent \(extent)")
      extents.append(window.resultExtent(extent))
    }
    try requireTile(spatial: x.rank - 2)
    return TensorType(x.elementType, extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let (x, w) = (operands[0], operands[1])
    if part.isEmpty { return [.empty(rank: x.rank), .empty(rank: w.rank)] }
    let perGroup = w.extents[1]
    let channels = x.extents[1] / groups
    let group = part[1].lowerBound / perGroup..<(part[1].upperBound - 1) / perGroup + 1
    let inputs = group.lowerBound * channels..<group.upperBound * channels
    let spatial = windows(w.extents).enumerated().map { dimension, window in
      let extent = x.extents[dimension + 2]
      let results = tiled(part[dimension + 2], dimension, in: window.resultExtent(extent))
      return window.cells(under: results, in: extent)
    }
    var kernel = w.whole
    kernel[0] = inputs
    if group.count == 1 {
      let first = group.lowerBound * perGroup
      kernel[1] = part[1].lowerBound - first..<part[1].upperBound - first
    }
    let image = Region([part[0], inputs] + spatial)
    return [image, image.isEmpty ? .empty(rank: w.rank) : kernel]
  }

  public func tiled(_ tile: [Int]) -> TransposedConvolution {
    TransposedConvolution(
      stride: stride, dilation: dilation, padding: padding, outputPadding: outputPadding,
      groups: groups, tile: tile)
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let (x, w) = (operands[0], operands[1])
    let rows = WindowRows(
      windows: windows(w.extents), part: part, image: x,
      kernelStrides: Array(w.layout.strides.dropFirst(2)))
    let (perGroup, channels) = (w.extents[1], x.extents[1] / groups)
    return rows.products(with: w, outputs: perGroup, inputs: channels) { output, input in
      (input, output % perGroup)
    }
  }
}
