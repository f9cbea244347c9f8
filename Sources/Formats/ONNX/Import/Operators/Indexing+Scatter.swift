import Frontend
import GraphIR
import NDArrays

extension OperatorCall {
  /// Returns how elements and updates are combined.
  func scatterReduction() throws(Diagnostic) -> ScatterND.Reduction {
    try choice(
      "reduction", "none",
      ["none": .none, "add": .add, "mul": .multiply, "max": .maximum, "min": .minimum])
  }

  /// Returns a tensor with elements along an axis written.
  func scatterElements() throws(Diagnostic) -> Tensor {
    try operand(0).scatterElements(
      operand(1), operand(2), axis: int("axis", 0), reduction: scatterReduction())
  }

  /// Returns a cache with an update written behind the given place of each sequence.
  func tensorScatter() throws(Diagnostic) -> Tensor {
    let (cache, update) = (try operand(0), try operand(1))
    let axis = try dimension(int("axis", -2), rank: cache.rank)
    let isCircular = try choice("mode", "linear", ["linear": false, "circular": true])
    if axis == 0 || update.rank != cache.rank || update.extents[axis] > cache.extents[axis] {
      throw Diagnostic(
        "update \(update.type) along axis \(axis) does not fit cache \(cache.type), expected one "
          + "behind the batch that is no longer")
    }
    let counts = [cache.extents[0], update.extents[axis]]
    var place = builder.append(Iota(type: TensorType(.i64, counts), axis: 1), [])
    if let start = optional(2) {
      if start.extents != [counts[0]] {
        throw Diagnostic("write indices are \(start.type), expected one for each sequence")
      }
      place = place + start.cast(to: .i64).unsqueeze(axis: 1)
    }
    if isCircular {
      place = Tensor.zip("remainder", place, place.filled(with: Double(cache.extents[axis])))
    }
    return cache.moved(from: axis, to: 1)
      .scatterND(place.unsqueeze(axis: 2), update.moved(from: axis, to: 1), batch: 1)
      .moved(from: 1, to: axis)
  }

  /// Returns the image whose blocks are the columns, added where they overlap: [N, C·∏block, L] as
  /// [N, C, S…].
  func columnsToImage() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let (image, block) = (try integers(1), try integers(2))
    let geometry = BlockGeometry(
      image: image, block: block, stride: ints("strides") ?? image.map { _ in 1 },
      dilation: ints("dilations") ?? image.map { _ in 1 },
      padding: ints("pads") ?? (image + image).map { _ in 0 })
    guard let geometry, x.rank == 3, !x.extents.contains(0),
      x.extents[1] % geometry.blockCount == 0,
      geometry.placeCount == x.extents[2]
    else {
      throw Diagnostic(
        "columns \(x.type) are not those of blocks \(block) of an image \(image)")
    }
    let (batch, channels) = (x.extents[0], x.extents[1] / geometry.blockCount)
    let cellCount = geometry.blockCount * x.extents[2]
    let columns = x.reshape([batch, channels, cellCount])
    let cells = constant(
      NDArray(narrowing: geometry.cells, to: .i64, [cellCount, 1]))
    let updates = columns.moved(from: 2, to: 0)
    let zeros = constant(0, x.elementType).expanded(
      to: [geometry.imageCount, batch, channels])
    return zeros.scatterND(cells, updates, reduction: x.elementType == .bool ? .none : .add)
      .moved(from: 0, to: 2).reshape([batch, channels] + image)
  }
}

/// Where the blocks that an image is cut into have their cells.
private struct BlockGeometry {
  /// The window along each dimension, with the extent of the image.
  private let windows: [(window: Window, extent: Int)]

  /// The blocks of an image; nil where the numbers do not fit.
  init?(image: [Int], block: [Int], stride: [Int], dilation: [Int], padding: [Int]) {
    let rank = image.count
    let lists = [image, block, stride, dilation]
    guard rank > 0, lists.allSatisfy({ $0.count == rank }), padding.count == 2 * rank,
      lists.allSatisfy({ $0.allSatisfy { (1..<1 << 31).contains($0) } }),
      padding.allSatisfy({ (0..<1 << 31).contains($0) }), Extents.count(image) != nil,
      Extents.count(block) != nil
    else { return nil }
    windows = image.indices.map {
      let edges = Edges(padding[$0], padding[rank + $0])
      return (
        Window(size: block[$0], stride: stride[$0], dilation: dilation[$0], padding: edges),
        image[$0]
      )
    }
    if Extents.count(places) == nil { return nil }
  }

  /// The number of blocks along each dimension.
  private var places: [Int] { windows.map { $0.window.resultExtent($0.extent) } }
  /// The number of blocks.
  var placeCount: Int { places.reduce(1, *) }
  /// The number of cells in a block.
  var blockCount: Int { windows.reduce(1) { $0 * $1.window.size } }
  /// The number of cells in the image.
  var imageCount: Int { windows.reduce(1) { $0 * $1.extent } }

  /// The position in the image of each cell of a block, for each block; one behind the end for a
  /// cell of the padding.
  var cells: [Int64] {
    let outside = imageCount
    var cells: [Int64] = []
    Region(whole: windows.map { $0.window.size }).forEach { tap in
      Region(whole: places).forEach { place in
        var position = 0
        for (dimension, (window, extent)) in windows.enumerated() {
          let cell = window.start(place[dimension]) + tap[dimension] * window.dilation
          let isInside = (0..<extent).contains(cell) && position < outside
          position = isInside ? position * extent + cell : outside
        }
        cells.append(Int64(position))
      }
    }
    return cells
  }
}
