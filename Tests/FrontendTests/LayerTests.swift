import Frontend
import Support
import Testing

/// A layer on one input.
struct LayerCase: Sendable, CustomStringConvertible {
  /// Its name in `expectedLayers`.
  let description: String
  /// The extents of its input.
  let extents: [Int]
  /// The layer.
  let layer: @Sendable (Tensor) -> Tensor

  /// A layer under a name.
  init(_ description: String, _ extents: [Int], _ layer: @escaping @Sendable (Tensor) -> Tensor) {
    self.description = description
    self.extents = extents
    self.layer = layer
  }
}

@Suite struct `layers` {
  /// Inputs are (7i + 3 mod 11 − 5) / 4, the k-th parameter is (5i + 2 + 3k mod 9 − 4) / 8, running
  /// variances (5i + 2 + 3k mod 9 + 1) / 4.
  @Test(arguments: layerCases + samplingLayers + indexingLayers)
  func `compute what another framework computes`(_ layer: LayerCase) throws {
    let graph = try Model.trace("layer") { model in
      model.output("y", layer.layer(model.input("x", layer.extents)))
    }
    var bindings = Bindings(for: graph, seed: 0)
    bindings.inputs["x"] = NDArray(.f32, layer.extents, elements(layer.extents, offset: 0))
    for (k, parameter) in graph.nodes.compactMap({ $0.op as? Parameter }).enumerated() {
      let isVariance = parameter.name.hasSuffix("running_var")
      let values = (0..<parameter.type.count).map { i in
        let value = Double((5 * i + 2 + 3 * k) % 9)
        return isVariance ? (value + 1) / 4 : (value - 4) / 8
      }
      bindings.parameters[parameter.name] = NDArray(.f32, parameter.type.extents, values)
    }
    let found = try #require(graph.evaluated(bindings)["y"])
    let expected = try #require(expectedLayers[layer.description])
    #expect(found.extents == expected.extents)
    for (x, y) in zip(found.asDoubles(), expected.elements) {
      #expect(abs(x - y) <= 2e-6 * max(abs(y), 1), "\(found.asDoubles())")
    }
  }
}

/// Returns the elements of an input.
func elements(_ extents: [Int], offset: Int) -> [Double] {
  (0..<extents.reduce(1, *)).map { Double((7 * $0 + 3 + offset) % 11 - 5) / 4 }
}

/// Returns another tensor of elements like those of an input.
func elements(_ extents: [Int], _ offset: Int) -> Tensor {
  constant(elements(extents, offset: offset), extents)
}

private let layerCases: [LayerCase] = [
  LayerCase("convolution", [1, 4, 7]) { $0.convolution(2, kernel: 3, padding: 1) },
  LayerCase("strided dilated grouped convolution", [1, 4, 7]) {
    $0.convolution(4, kernel: 2, stride: 2, dilation: 3, groups: 2)
  },
  LayerCase("convolution in 2-D with uneven padding", [1, 1, 3, 4]) {
    $0.convolution(2, kernel: [2, 3], padding: .edges([Edges(1, 0), Edges(2, 0)]))
  },
  LayerCase("convolution of same extent", [1, 1, 5]) {
    $0.convolution(1, kernel: 4, padding: .same)
  },
  LayerCase("convolution in 3-D", [1, 1, 2, 3, 2]) {
    $0.convolution(1, kernel: [2, 1, 2], bias: false)
  },
  LayerCase("transposed convolution", [1, 2, 4]) {
    $0.transposedConvolution(3, kernel: 3, stride: 2, padding: 1, outputPadding: 1)
  },
  LayerCase("grouped transposed convolution", [1, 2, 2, 2]) {
    $0.transposedConvolution(2, kernel: 2, stride: 2, groups: 2)
  },
  LayerCase("transposed convolution of same extent", [1, 1, 3]) {
    $0.transposedConvolution(1, kernel: 3, stride: 2, padding: .same, bias: false)
  },
  LayerCase("batch norm", [2, 4, 3]) { $0.batchNorm() },
  LayerCase("instance norm", [2, 2, 2, 3]) { $0.instanceNorm() },
  LayerCase("group norm", [1, 4, 3]) { $0.groupNorm(groups: 2) },
  LayerCase("layer norm", [2, 5]) { $0.layerNorm() },
  LayerCase("layer norm of channels", [1, 3, 4]) { $0.layerNorm(axes: [1], epsilon: 1e-6) },
  LayerCase("RMS norm", [2, 5]) { $0.rmsNorm() },
  LayerCase("PReLU", [1, 3, 4]) { $0.prelu() },
  LayerCase("PReLU with one slope", [1, 3, 4]) { $0.prelu(perChannel: false) },
  LayerCase("ReLU", [11]) { $0.relu() },
  LayerCase("leaky ReLU", [11]) { $0.leakyReLU(0.2) },
  LayerCase("ELU", [11]) { $0.elu() },
  LayerCase("CELU", [11]) { $0.celu(2) },
  LayerCase("SELU", [11]) { $0.selu() },
  LayerCase("GELU", [11]) { $0.gelu() },
  LayerCase("GELU by tanh", [11]) { $0.gelu(approximate: true) },
  LayerCase("SiLU", [11]) { $0.silu() },
  LayerCase("Mish", [11]) { $0.mish() },
  LayerCase("sigmoid", [11]) { $0.sigmoid() },
  LayerCase("hard sigmoid", [11]) { $0.hardSigmoid() },
  LayerCase("hard swish", [11]) { $0.hardSwish() },
  LayerCase("softplus", [11]) { $0.softplus() },
  LayerCase("softsign", [11]) { $0.softsign() },
  LayerCase("tanh", [11]) { $0.tanh() },
  LayerCase("max pool", [1, 1, 5, 5]) { $0.maxPool(3, stride: 2, padding: 1) },
  LayerCase("max pool in ceil mode", [1, 2, 6]) { $0.maxPool(3, stride: 2, ceilMode: true) },
  LayerCase("average pool", [1, 2, 6]) { $0.averagePool(3, stride: 2, padding: 1) },
  LayerCase("average pool without padding", [1, 2, 6]) {
    $0.averagePool(3, stride: 2, padding: 1, countIncludePad: false)
  },
  LayerCase("adaptive average pool", [1, 1, 5, 4]) { $0.adaptiveAveragePool([3, 2]) },
  LayerCase("adaptive max pool", [1, 2, 7]) { $0.adaptiveMaxPool(3) },
  LayerCase("global average pool", [1, 2, 3, 4]) { $0.globalAveragePool() },
  LayerCase("global max pool", [1, 2, 3, 4]) { $0.globalMaxPool() },
  LayerCase("nearest upsampling", [1, 1, 2, 3]) { $0.upsample(2) },
  LayerCase("nearest resize", [1, 1, 5]) { $0.resize(to: 8, mode: .nearest) },
  LayerCase("linear resize", [1, 1, 3, 4]) { $0.resize(to: [5, 3]) },
  LayerCase("linear resize with aligned corners", [1, 1, 2, 2, 2]) {
    $0.resize(to: [3, 3, 2], alignCorners: true)
  },
  LayerCase("cubic resize", [1, 1, 4, 3]) { $0.resize(to: [6, 5], mode: .cubic) },
  LayerCase("pixel shuffle", [1, 8, 2, 2]) { $0.pixelShuffle(2) },
  LayerCase("pixel unshuffle", [1, 1, 4, 6]) { $0.pixelUnshuffle(2) },
  LayerCase("reflected padding", [1, 1, 3, 4]) {
    $0.padded(by: .edges([Edges(1, 2), Edges(2, 1)]), mode: .reflect)
  },
  LayerCase("replicated padding", [1, 1, 3, 4]) {
    $0.padded(by: .edges([Edges(1, 2), Edges(2, 1)]), mode: .replicate)
  },
  LayerCase("constant padding", [1, 1, 2, 3]) {
    $0.padded(by: .edges([Edges(0, 2), Edges(1, 0)]), value: 7)
  },
  LayerCase("linear", [2, 4]) { $0.linear(3) },
  LayerCase("matrix product", [2, 3, 4]) { $0.matmul(elements([4, 2], 1)) },
  LayerCase("matrix product of broadcast stacks", [2, 1, 2, 3]) {
    $0.matmul(elements([1, 2, 3, 2], 1))
  },
  LayerCase("einsum", [2, 3, 4]) { einsum("bik,bkj->jbi", $0, elements([2, 4, 2], 1)) },
  LayerCase("einsum with a lone label", [2, 3, 4]) {
    einsum("abk,kc->cb", $0, elements([4, 2], 1))
  },
  LayerCase("softmax", [2, 5]) { $0.softmax(axis: 1) },
  LayerCase("softmax over two axes", [2, 3, 2]) { $0.softmax(axes: [1, 2]) },
  LayerCase("log softmax", [2, 5]) { $0.logSoftmax(axis: 0) },
  LayerCase("sum", [2, 3, 4]) { $0.sum(axes: [0, 2]) },
  LayerCase("mean", [2, 3, 4]) { $0.mean(axes: [1], keepDimensions: true) },
  LayerCase("mean of all", [2, 3, 4]) { $0.mean() },
  LayerCase("variance", [2, 3, 4]) { $0.variance(axes: [0, 2]) },
  LayerCase("corrected variance", [2, 3, 4]) { $0.variance(axes: [1], correction: 1) },
  LayerCase("maximum", [2, 3, 4]) { $0.max(axes: [0, 2]) },
  LayerCase("minimum", [2, 3, 4]) { $0.min(axes: [1], keepDimensions: true) },
  LayerCase("product", [2, 3]) { $0.product(axes: [1]) },
  LayerCase("arg max", [2, 5, 3]) { $0.argMax(axis: 1) },
  LayerCase("arg min", [2, 5, 3]) { $0.argMin(axis: 1, keepDimensions: true) },
  LayerCase("cumulative sum", [2, 4]) { $0.cumulativeSum(axis: -1) },
  LayerCase("gather", [2, 4, 2]) { $0.gather(constant([3, 0, 1, -1], [2, 2], .i64), axis: 1) },
  LayerCase("one hot", [1, 3]) { constant([2, 0, 1], $0.extents, .u8).oneHot(3) },
  LayerCase("select", [2, 4]) { select($0.greater(than: 0), $0, elements([4], 2)) },
  LayerCase("attention in 2-D", [1, 4, 2, 3]) {
    $0.attention(keys: elements($0.extents, 1), values: elements($0.extents, 2), heads: 2)
  },
  LayerCase("attention in 3-D", [1, 2, 2, 1, 2]) {
    $0.attention(keys: elements($0.extents, 1), values: elements($0.extents, 2), heads: 2)
  },
  LayerCase("squeeze and excitation", [1, 4, 2, 2]) { $0.squeezeExcitation(reduction: 2) },
]
