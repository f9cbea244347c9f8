import GraphIR

/// Returns a U-Net over images of the given spatial extents, with a block of two convolutions of 3
/// taps on each side of each level; the extents are multiples of the poolings.
package func unet(_ extents: [Int], widths: [Int]) throws -> Graph {
  var builder = UNetBuilder(spatial: extents.count)
  let input = Input(name: "image", type: TensorType(.f32, [1, 1] + extents))
  var x = try builder.append(input, name: "image")
  var skips: [Value] = []
  for (level, width) in widths.enumerated() {
    if level > 0 { x = try builder.pool(x) }
    x = try builder.block(x, width, "encoder.\(level)")
    skips.append(x)
  }
  for (level, skip) in skips.dropLast().enumerated().reversed() {
    x = try builder.join(x, skip, widths[level], "decoder.\(level)")
    x = try builder.block(x, widths[level], "decoder.\(level)")
  }
  x = try builder.convolution(x, 2, taps: 1, "head")
  builder.graph.output("logits", x)
  return builder.graph
}

/// A U-Net that is being built.
private struct UNetBuilder {
  var graph = Graph(name: "unet")
  let spatial: Int
  private var line = 0

  init(spatial: Int) { self.spatial = spatial }

  mutating func append(_ op: any Op, _ operands: Value..., name: String? = nil) throws -> Value {
    line += 1
    return try graph.append(
      op, operands, name: name, at: Site(file: "unet.swift", line: line, column: 5))
  }

  private func all<Element>(_ element: Element) -> [Element] {
    .init(repeating: element, count: spatial)
  }

  mutating func convolution(_ x: Value, _ channels: Int, taps: Int, _ name: String) throws -> Value
  {
    let type = TensorType(.f32, [channels, graph[x].type.extents[1]] + all(taps))
    let weight = try append(Parameter(name: name + ".weight", type: type))
    let convolution = Convolution(
      stride: all(1), dilation: all(1), padding: all(Edges(taps / 2, taps / 2)))
    return try append(convolution, x, weight, name: name)
  }

  mutating func block(_ x: Value, _ channels: Int, _ name: String) throws -> Value {
    var x = x
    for layer in 1...2 {
      x = try convolution(x, channels, taps: 3, "\(name).conv\(layer)")
      x = try append(Pointwise("tanh"), x)
    }
    return x
  }

  mutating func pool(_ x: Value) throws -> Value {
    try append(
      MaxPool(
        window: all(2), stride: all(2), dilation: all(1), padding: all(.none), ceilMode: false), x)
  }

  mutating func join(_ x: Value, _ skip: Value, _ channels: Int, _ name: String) throws -> Value {
    let type = TensorType(.f32, [graph[x].type.extents[1], channels] + all(2))
    let weight = try append(Parameter(name: name + ".up.weight", type: type))
    let up = try append(
      TransposedConvolution(
        stride: all(2), dilation: all(1), padding: all(.none), outputPadding: all(0)),
      x, weight, name: name + ".up")
    return try append(Concatenate(axis: 1), up, skip, name: name + ".join")
  }
}
