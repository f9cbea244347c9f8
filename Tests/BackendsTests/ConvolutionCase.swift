import GraphIR
import Support

/// A random convolution, or transposed one, with what follows it.
struct ConvolutionCase: Sendable {
  /// What is done with the sums.
  enum Follower: String, Sendable, CaseIterable {
    case bias, scale, relu, prelu, residual
  }

  /// What tells one case from another.
  let seed: Int
  /// The convolution.
  let op: any Op
  /// The extents of the image, of the weights and of the result.
  let image: [Int], weights: [Int], result: [Int]
  /// The channels of the images that the image is joined from.
  let joined: [Int]
  /// What follows.
  let followers: [Follower]

  /// The number of products in a sum, and of operations that follow.
  var terms: Int {
    let taps = weights[2...].reduce(1, *)
    let channels = op is Convolution ? weights[1] : image[1] / groups
    return channels * taps + followers.count
  }

  private var groups: Int {
    (op as? Convolution)?.groups ?? (op as? TransposedConvolution)?.groups ?? 1
  }

  /// Where the images of a graph lie.
  struct Layout: Hashable, Sendable {
    /// `true` iff the channels of the convolution's image lie together.
    var imageIsLast = false
    /// `true` iff those of its result do.
    var resultIsLast = false
  }

  /// Returns the graph with output `y`; or with `isMagnitude` the same without signs, which gives the
  /// sum of the magnitudes of all terms for inputs and parameters that are not negative.
  func graph(_ type: ElementType = .f32, _ layout: Layout = Layout()) throws -> Graph {
    var graph = Graph(name: "case\(seed)")
    let window = [Int](repeating: 1, count: image.count - 2)
    // Gives what it reads, and lets its images lie channels-last.
    let identity = MaxPool(
      window: window, stride: window, dilation: window,
      padding: .init(repeating: .none, count: window.count))
    var images: [Value] = []
    for (index, channels) in joined.enumerated() {
      let extents = [image[0], channels] + image[2...]
      let x = try graph.append(
        Input(name: "x\(index)", type: TensorType(type, extents)), name: "x\(index)")
      images.append(layout.imageIsLast ? try graph.append(identity, [x]) : x)
    }
    let x = images.count == 1 ? images[0] : try graph.append(Concatenate(axis: 1), images)
    let w = try graph.append(Parameter(name: "w", type: TensorType(type, weights)))
    var y = try graph.append(op, [x, w])
    for (index, follower) in followers.enumerated() {
      y = try follow(y, by: follower, "\(index)", in: &graph)
    }
    graph.output("y", y)
    if layout.resultIsLast { graph.output("same", try graph.append(identity, [y])) }
    return graph
  }

  private func follow(
    _ y: Value, by follower: Follower, _ name: String, in graph: inout Graph
  ) throws -> Value {
    let type = graph[y].type
    func ofChannels() throws -> Value {
      let parameter = Parameter(name: name, type: TensorType(type.elementType, [type.extents[1]]))
      return try graph.append(
        Broadcast(extents: type.extents, axes: [1]), [try graph.append(parameter)])
    }
    switch follower {
    case .bias: return try graph.append(Pointwise("add"), [y, try ofChannels()])
    case .scale: return try graph.append(Pointwise("multiply"), [y, try ofChannels()])
    case .relu: return try graph.append(Pointwise("relu"), [y])
    case .prelu: return try graph.append(Pointwise("prelu"), [y, try ofChannels()])
    case .residual:
      let other = try graph.append(Input(name: name, type: type), name: "r\(name)")
      return try graph.append(Pointwise("add"), [other, y])
    }
  }
}

extension ConvolutionCase: CustomStringConvertible {
  /// The seed, the op, the extents and what follows.
  var description: String {
    "FUZZ_SEED=\(seed): \(AllOps.spelling(op))(\(image), \(weights)) "
      + "\(op.attributes(rank: image.count)) of images of \(joined) channels, then "
      + followers.map(\.rawValue).joined(separator: ", ")
  }
}
