import GraphIR

/// A graph that a recipe is building.
package struct FuzzBuilder {
  /// The graph so far.
  package private(set) var graph: Graph
  /// The values that layers may take, in order.
  private var values: [Value]

  init(_ graph: Graph) {
    self.graph = graph
    values = [Value(0)]
  }

  /// Adds a layer where it fits.
  mutating func append(_ layer: FuzzModel.Layer) {
    let saved = graph
    let x = values[max(values.count - 1 - layer.back, 0)]
    let other = values[max(values.count - 1 - layer.other, 0)]
    var draw = Draw(layer.choice)
    do {
      let y = try FuzzLayers.all[layer.kind].make(&self, x, other, &draw)
      if graph[y].type.count > 20_000 || graph[y].type.extents.contains(0) {
        graph = saved
      } else {
        values.append(y)
      }
    } catch {
      graph = saved
    }
  }

  /// Returns the graph with every value that nothing uses as an output.
  func finished() -> Graph {
    var graph = graph
    let used = Set(graph.nodes.flatMap(\.operands))
    for value in values where !used.contains(value) || value == values.last {
      graph.output("y\(value.index)", value)
    }
    return graph
  }

  /// The type of a value.
  func type(_ value: Value) -> TensorType { graph[value].type }

  /// Appends an op and returns its result.
  mutating func apply(_ op: any Op, _ operands: Value...) throws -> Value {
    try graph.append(op, operands)
  }

  /// Appends a parameter.
  mutating func parameter(_ type: ElementType, _ extents: [Int]) throws -> Value {
    try graph.append(
      Parameter(name: "w\(graph.nodes.count)", type: TensorType(type, extents)))
  }
}

/// The layers that recipes are made of.
package enum FuzzLayers {
  /// A kind of layer.
  package struct Kind: Sendable {
    /// What it is called in messages.
    package let name: String
    /// Appends the layer behind `x` (and `other`); throws where it does not fit.
    let make: @Sendable (inout FuzzBuilder, _ x: Value, _ other: Value, inout Draw) throws -> Value
  }

  /// All kinds.
  package static let all: [Kind] = [
    Kind(name: "convolution", make: convolution), Kind(name: "convolution", make: convolution),
    Kind(name: "convolution", make: convolution),
    Kind(name: "transposed", make: transposed), Kind(name: "transposed", make: transposed),
    Kind(name: "max_pool", make: maxPool), Kind(name: "average_pool", make: averagePool),
    Kind(name: "resize", make: resize), Kind(name: "pad", make: pad),
    Kind(name: "slice", make: slice), Kind(name: "concatenate", make: concatenate),
    Kind(name: "concatenate", make: concatenate), Kind(name: "add", make: add),
    Kind(name: "unary", make: unary), Kind(name: "softmax", make: softmax),
    Kind(name: "norm", make: norm), Kind(name: "reduce", make: reduce),
    Kind(name: "arg_max", make: argMax), Kind(name: "attention", make: attention),
    Kind(name: "pixel_shuffle", make: pixelShuffle), Kind(name: "reshape", make: reshape),
    Kind(name: "cumulative_sum", make: cumulativeSum), Kind(name: "flip", make: flip),
    Kind(name: "transpose", make: transpose), Kind(name: "positions", make: positions),
  ]

  private static func windows(_ spatial: Int, _ draw: inout Draw, padded: Bool) -> (
    size: [Int], stride: [Int], dilation: [Int], padding: [Edges]
  ) {
    let size = (0..<spatial).map { _ in draw.pick([1, 2, 3, 3, 4, 5]) }
    return (
      size, (0..<spatial).map { _ in draw.pick([1, 1, 2, 2, 3]) },
      (0..<spatial).map { _ in draw.pick([1, 1, 1, 2, 3]) },
      size.map { k in padded ? Edges(draw.below(k), draw.below(k)) : .none }
    )
  }

  private static func convolution(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let type = b.type(x)
    let (size, stride, dilation, padding) = windows(type.rank - 2, &draw, padded: true)
    let channels = type.extents[1]
    let groups = draw.below(4) == 0 ? channels : 1
    let out = groups * (1 + draw.below(2))
    let w = try b.parameter(type.elementType, [out, channels / groups] + size)
    return try b.apply(
      Convolution(stride: stride, dilation: dilation, padding: padding, groups: groups), x, w)
  }

  private static func transposed(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let type = b.type(x)
    let (size, stride, dilation, padding) = windows(type.rank - 2, &draw, padded: true)
    let w = try b.parameter(type.elementType, [type.extents[1], 1 + draw.below(2)] + size)
    return try b.apply(
      TransposedConvolution(
        stride: stride, dilation: dilation, padding: padding,
        outputPadding: stride.map { draw.below($0) }), x, w)
  }

  private static func maxPool(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let (size, stride, dilation, padding) = windows(b.type(x).rank - 2, &draw, padded: true)
    return try b.apply(
      MaxPool(
        window: size, stride: stride, dilation: dilation, padding: padding,
        ceilMode: draw.below(2) == 0), x)
  }

  private static func averagePool(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let (size, stride, dilation, padding) = windows(b.type(x).rank - 2, &draw, padded: true)
    return try b.apply(
      AveragePool(
        window: size, stride: stride, dilation: dilation, padding: padding,
        ceilMode: draw.below(2) == 0, countIncludePad: draw.below(2) == 0), x)
  }

  private static func resize(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let extents = b.type(x).extents.dropFirst(2).map {
      draw.pick([$0 * 2, $0 * 3, 1 + draw.below(2 * $0), ($0 + 1) / 2])
    }
    return try b.apply(
      Resize(
        extents: extents, mode: draw.pick(Resize.Mode.allCases),
        coordinates: draw.pick([.halfPixel, .alignCorners, .asymmetric, .pytorchHalfPixel]),
        rounding: draw.pick(Resize.Rounding.allCases)), x)
  }

  private static func pad(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let rank = b.type(x).rank
    let edges = (0..<rank).map {
      $0 < 2 ? Edges.none : Edges(draw.below(5) - 1, draw.below(5) - 1)
    }
    return try b.apply(
      Pad(
        edges: edges, interior: .init(repeating: 0, count: rank),
        mode: draw.pick(Pad.Mode.allCases), value: 0.5), x)
  }

  private static func slice(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    var slice = Slice(start: [], count: [], step: [])
    for (dimension, extent) in b.type(x).extents.enumerated() {
      let step = dimension < 2 ? 1 : draw.pick([1, 1, 2, 3])
      let start = dimension < 2 ? 0 : draw.below(extent)
      let most = (extent - start + step - 1) / step
      let count = dimension < 2 ? extent : 1 + draw.below(most)
      slice = Slice(
        start: slice.start + [start], count: slice.count + [count], step: slice.step + [step])
    }
    return try b.apply(slice, x)
  }

  private static func flip(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let extents = b.type(x).extents
    let flipped = 2 + draw.below(extents.count - 2)
    return try b.apply(
      Slice(
        start: extents.enumerated().map { $0 == flipped ? $1 - 1 : 0 }, count: extents,
        step: extents.indices.map { $0 == flipped ? -1 : 1 }), x)
  }

  private static func concatenate(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    // A skip connection whose extents do not fit is cut to size, as models do with odd ones.
    var (x, other) = (x, other)
    let (a, c) = (b.type(x).extents, b.type(other).extents)
    if a.count == c.count {
      let spatial = zip(a, c).map { min($0, $1) }.dropFirst(2)
      func cropped(_ v: Value) throws -> Value {
        let extents = b.type(v).extents
        let target = Array(extents.prefix(2)) + spatial
        if extents == target { return v }
        return try b.apply(
          Slice(
            start: zip(extents, target).map { ($0 - $1) / 2 }, count: target,
            step: target.map { _ in 1 }), v)
      }
      x = try cropped(x)
      other = try cropped(other)
    }
    let axis = draw.pick([1, 1, 1, 2, b.type(x).rank - 1])
    return try b.apply(Concatenate(axis: axis), x, other)
  }

  private static func add(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    if b.type(x) == b.type(other) {
      return try b.apply(Pointwise(draw.pick(["add", "multiply", "maximum"])), x, other)
    }
    let type = b.type(x)
    let w = try b.parameter(type.elementType, [type.extents[1]])
    return try b.apply(
      Pointwise("add"), x, try b.apply(Broadcast(extents: type.extents, axes: [1]), w))
  }

  private static func unary(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    try b.apply(Pointwise(draw.pick(["relu", "tanh", "negate", "sigmoid"])), x)
  }

  /// Returns one or more of the dimensions behind the first.
  private static func axes(_ rank: Int, _ draw: inout Draw) -> [Int] {
    let all = Array(1..<rank)
    return draw.pick([[1], Array(all.dropFirst()), [draw.pick(all)], [rank - 1, 2].uniqued])
  }

  private static func softmax(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let axes = axes(b.type(x).rank, &draw)
    return draw.below(2) == 0
      ? try b.apply(Softmax(axes: axes), x) : try b.apply(LogSoftmax(axes: axes), x)
  }

  private static func norm(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let type = b.type(x)
    let axes = Array(2..<type.rank)
    let block = type.extents.indices.map { $0 < 2 ? 1 : draw.pick([1, 2, 4, 8]) }
    func mean(_ v: Value) throws -> Value {
      let sum = try b.apply(TreeSum(axes: axes), try b.apply(BlockSum(block: block), v))
      let narrow = try b.apply(Cast(to: type.elementType), sum)
      return try b.apply(
        Broadcast(extents: type.extents, axes: Array(0..<type.rank)), narrow)
    }
    let centred = try b.apply(Pointwise("subtract"), x, try mean(x))
    let square = try b.apply(Pointwise("multiply"), centred, centred)
    return try b.apply(Pointwise("divide"), centred, try mean(square))
  }

  private static func reduce(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let type = b.type(x)
    let axes = axes(type.rank, &draw)
    let reduced = try b.apply(
      Reduce(function: draw.pick([.maximum, .minimum, .product]), axes: axes), x)
    return try b.apply(Broadcast(extents: type.extents, axes: Array(0..<type.rank)), reduced)
  }

  private static func argMax(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let type = b.type(x)
    let axis = 1 + draw.below(type.rank - 1)
    let found = try b.apply(
      ArgReduce(
        function: draw.pick([.maximum, .minimum]), axis: axis, lastIndex: draw.below(2) == 0), x)
    let narrow = try b.apply(Cast(to: type.elementType), found)
    return try b.apply(Broadcast(extents: type.extents, axes: Array(0..<type.rank)), narrow)
  }

  private static func attention(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let type = b.type(x)
    let spatial = type.rank - 2
    if type.extents.dropFirst(2).reduce(1, *) > 60 { throw Diagnostic("too many positions") }
    let scores = try b.apply(Contract(batch: [[0, 0]], contracting: [[1, 1]]), x, x)
    let weights = try b.apply(Softmax(axes: Array(1 + spatial..<1 + 2 * spatial)), scores)
    return try b.apply(
      Contract(
        batch: [[0, 0]], contracting: (0..<spatial).map { [2 + $0, 1 + spatial + $0] }), x, weights)
  }

  private static func pixelShuffle(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let type = b.type(x)
    let (spatial, r) = (type.rank - 2, 2)
    let factor = (0..<spatial).reduce(1) { product, _ in product * r }
    let w = try b.parameter(
      type.elementType, [factor, type.extents[1]] + .init(repeating: 1, count: spatial))
    let wide = try b.apply(Convolution.plain(rank: type.rank), x, w)
    let split = try b.apply(
      Reshape(
        extents: [type.extents[0], 1] + .init(repeating: r, count: spatial)
          + type.extents.dropFirst(2)), wide)
    let order = [0, 1] + (0..<spatial).flatMap { [2 + spatial + $0, 2 + $0] }
    let moved = try b.apply(Transpose(permutation: order), split)
    return try b.apply(
      Reshape(extents: [type.extents[0], 1] + type.extents.dropFirst(2).map { $0 * r }), moved)
  }

  /// Merges two dimensions and splits them again, or splits one.
  private static func reshape(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let extents = b.type(x).extents
    let first = 1 + draw.below(extents.count - 1)
    if first + 1 == extents.count || draw.below(2) == 0 {
      let merged = [extents[0], extents[1]] + [extents.dropFirst(2).reduce(1, *)]
      let flat = try b.apply(Reshape(extents: merged), x)
      return try b.apply(Reshape(extents: extents), try b.apply(Pointwise("negate"), flat))
    }
    var merged = extents
    merged[first] *= merged.remove(at: first + 1)
    let flat = try b.apply(Reshape(extents: merged), x)
    return try b.apply(Reshape(extents: extents), try b.apply(Pointwise("negate"), flat))
  }

  private static func cumulativeSum(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    try b.apply(
      CumulativeSum(
        axis: 1 + draw.below(b.type(x).rank - 1), exclusive: draw.below(2) == 0,
        reverse: draw.below(2) == 0), x)
  }

  /// Swaps two spatial dimensions, where there are two.
  private static func transpose(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    var order = Array(0..<b.type(x).rank)
    order.swapAt(2, order.count - 1)
    return try b.apply(Transpose(permutation: order), x)
  }

  /// Adds what depends on the global position only.
  private static func positions(
    _ b: inout FuzzBuilder, _ x: Value, _ other: Value, _ draw: inout Draw
  ) throws -> Value {
    let type = b.type(x)
    let axis = 1 + draw.below(type.rank - 1)
    let index = try b.apply(
      Iota(type: TensorType(type.elementType, type.extents), axis: axis))
    return try b.apply(Pointwise("add"), x, index)
  }
}

extension [Int] {
  /// The elements without repetitions.
  fileprivate var uniqued: [Int] {
    var result: [Int] = []
    for element in self where !result.contains(element) { result.append(element) }
    return result
  }
}
