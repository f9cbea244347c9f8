import Frontend
import GraphIR
import NDArrays

extension ONNXOperator {
  /// Operators that sample images at other places.
  static let resizing: [ONNXOperator] = [
    ONNXOperator("Resize") { (call) throws(Diagnostic) in
      call.version >= 11 ? try call.resize() : try call.upsample(call.numbers(1))
    },
    ONNXOperator("Upsample") { (call) throws(Diagnostic) in try call.upsample(call.upsampling()) },
    ONNXOperator("GridSample") { (call) throws(Diagnostic) in
      let mode: Resize.Mode = try call.choice(
        "mode", "linear",
        [
          "linear": .linear, "bilinear": .linear, "nearest": .nearest, "cubic": .cubic,
          "bicubic": .cubic,
        ])
      let padding: SamplePadding = try call.choice(
        "padding_mode", "zeros",
        ["zeros": .zeros, "border": .border, "reflection": .reflection])
      return try call.operand(0).gridSample(
        call.operand(1), mode: mode, padding: padding, alignCorners: call.flag("align_corners"))
    },
    ONNXOperator("AffineGrid") { (call) throws(Diagnostic) in
      let (maps, size) = (try call.operand(0), try call.integers(1))
      if size.count < 3 || maps.rank != 3 || maps.extents[0] != size[0] {
        throw Diagnostic("size \(size) is not that of an image for each of \(maps.type)")
      }
      return maps.affineGrid(
        to: Array(size.dropFirst(2)), alignCorners: call.flag("align_corners"))
    },
    ONNXOperator("RoiAlign") { (call) throws(Diagnostic) in try call.roiAlign() },
    ONNXOperator("CenterCropPad") { (call) throws(Diagnostic) in try call.centerCropPad() },
    ONNXOperator("DepthToSpace") { (call) throws(Diagnostic) in try call.depthToSpace() },
    ONNXOperator("SpaceToDepth") { (call) throws(Diagnostic) in try call.spaceToDepth() },
  ]
}

extension OperatorCall {
  /// Returns a tensor cut or padded with zeros on both sides, along some dimensions.
  fileprivate func centerCropPad() throws(Diagnostic) -> Tensor {
    let (x, shape) = (try operand(0), try integers(1))
    let axes = try dimensions(ints("axes") ?? Array(0..<x.rank), rank: x.rank)
    if shape.count != axes.count || !shape.allSatisfy({ (0..<1 << 31).contains($0) }) {
      throw Diagnostic("shape \(shape) does not have an extent for each of axes \(axes)")
    }
    var edges = [Edges](repeating: .none, count: x.rank)
    for (axis, target) in Swift.zip(axes, shape) {
      let (added, cut) = (max(target - x.extents[axis], 0), max(x.extents[axis] - target, 0))
      let low = added / 2 - cut / 2
      edges[axis] = Edges(low, target - x.extents[axis] - low)
    }
    return .apply(Pad(edges: edges, interior: edges.map { _ in 0 }), [x])
  }

  /// Returns the edge of a block of cells; throws where an image does not divide into such blocks.
  private func blockSize(_ x: Tensor) throws(Diagnostic) -> Int {
    let size = int("blocksize", 0)
    if (1..<1 << 31).contains(size) && x.rank == 4 { return size }
    throw Diagnostic("blocks of \(size) in \(x.type), expected a positive number and [N, C, H, W]")
  }

  /// Returns an image whose channels have become blocks of cells.
  fileprivate func depthToSpace() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let size = try blockSize(x)
    let isChannelLast = try choice("mode", "DCR", ["DCR": true, "CRD": false])
    if !isChannelLast || x.extents[1] % (size * size) != 0 { return x.pixelShuffle(size) }
    let channels = x.extents[1] / (size * size)
    return x.reshape([x.extents[0], size * size, channels] + x.extents.suffix(2))
      .swapAxes(1, 2).reshape(x.extents).pixelShuffle(size)
  }

  /// Returns an image whose blocks of cells have become channels.
  fileprivate func spaceToDepth() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let size = try blockSize(x)
    let y = x.pixelUnshuffle(size)
    if try !choice("mode", "DCR", ["DCR": true, "CRD": false]) { return y }
    return y.reshape([x.extents[0], x.extents[1], size * size] + y.extents.suffix(2))
      .swapAxes(1, 2).reshape(y.extents)
  }
}
