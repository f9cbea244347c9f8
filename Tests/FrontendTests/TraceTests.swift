import Foundation
import Frontend
import Testing

@Suite struct `a traced model` {
  @Test func `names parameters by scope and layer`() throws {
    try checkGolden("scopes") { model in
      var x = model.input("x", [1, 2, 5])
      for level in 0..<2 {
        x = scope("encoder.\(level)") {
          let y = x.convolution(2, kernel: 3, padding: .same, bias: false, name: "conv1")
          return scope("inner") { y.prelu().prelu(perChannel: false) }
        }
      }
      x = x + parameter("offset", [1], initializer: .ones)
      model.output("y", x.convolution(1, kernel: 1).convolution(1, kernel: 1))
    }
  }

  @Test func `broadcasts as NumPy does`() throws {
    try checkGolden("broadcasting") { model in
      let x = model.input("x", [2, 3, 4])
      let y = model.input("y", [3, 1])
      model.output("a", x * y - 1)
      model.output("b", 2 / y.expanded(to: [2, 3, 1]))
      model.output("c", -x + constant(0.5))
    }
  }

  @Test func `norms by two passes in f64`() throws {
    try checkGolden("instance_norm") { model in
      model.output("y", model.input("x", [1, 2, 4, 6]).instanceNorm(name: "norm"))
    }
  }

  @Test func `folds a batch norm into a scale and a shift`() throws {
    try checkGolden("batch_norm") { model in
      model.output("y", model.input("x", [1, 2, 4]).batchNorm(name: "norm"))
    }
  }

  @Test func `keeps positions as dimensions in attention`() throws {
    try checkGolden("attention") { model in
      let x = model.input("x", [1, 4, 2, 3])
      model.output("y", x.attention(keys: x, values: x, heads: 2))
    }
  }

  @Test func `pads to a multiple and crops back`() throws {
    try checkGolden("padding") { model in
      let x = model.input("x", [1, 1, 5, 8])
      model.output("y", x.padded(toMultipleOf: 4).relu().cropped(to: x))
    }
  }

  @Test func `has pointwise functions`() throws {
    try checkGolden("functions") { model in
      let x = model.input("x", [2])
      var y = x.abs().sign().floor().ceil().round().square().reciprocal().exp().expm1().log()
      y = y.log1p().log2().sqrt().rsqrt().sin().cos().tan().asin().acos().atan().sinh().cosh()
      y = y.erf().thresholdedReLU(0.5).clamp(-1).maximum(x).minimum(x).power(x).power(3)
      model.output("y", y.remainder(x))
    }
  }

  @Test func `has comparisons and logic`() throws {
    try checkGolden("logic") { model in
      let x = model.input("x", [2, 3])
      let y = model.input("y", [3])
      let all = x.equal(to: y).and(x.notEqual(to: 0)).or(x.less(than: y)).xor(x.lessOrEqual(to: y))
      let any = x.greaterOrEqual(to: 1).and(y.greater(than: x).not()).or(y.less(than: 2))
      let none = x.equal(to: 1).and(x.notEqual(to: y)).or(x.lessOrEqual(to: 2))
      let last = x.greater(than: 3).or(x.greaterOrEqual(to: y)).and(none)
      model.output("a", all.and(any).and(last).cast(to: .u8))
      model.output("b", select(y.equal(to: 0), x, constant(0.5)))
    }
  }

  @Test func `moves elements`() throws {
    try checkGolden("movers") { model in
      let x = model.input("x", [2, 1, 6])
      model.output("reshape", x.reshape([-1, 3]))
      model.output("transpose", x.transpose([2, 0, -2]))
      model.output("swap", x.swapAxes(0, -1))
      model.output("squeeze", x.squeeze().unsqueeze(axis: -1).unsqueeze(axis: 0).squeeze(axis: 0))
      model.output("flatten", x.flatten())
      model.output("cut", x.slice(axis: -1, from: 1, to: -1, step: 2))
      model.output("backward", x.slice(axis: 2, step: -1).slice(axis: 2, from: -2, to: 0, step: -2))
      model.output("empty", x.slice(axis: 2, from: 4, to: 2))
      model.output("range", x.slice(axis: 2, 2..<4))
      model.output(
        "parts", concatenate(x.split(2, axis: 2) + x.split(sizes: [1, 5], axis: 2), axis: 2))
      model.output("take", x.take([-1, 0], axis: 2))
      model.output("crop", x.cropped(by: [1]).padded(by: .cells(1)))
      model.output("center", x.cropped(to: 3, centered: true))
    }
  }

  @Test func `makes elements`() throws {
    try checkGolden("generators") { model in
      model.output("constant", constant([1, 2], [2], .i32))
      model.output("positions", positions([2, 3], axis: -1))
      scope("noise") {
        model.output("uniform", randomUniform([2], -1, 1, name: "u"))
        model.output("normal", randomNormal([2], deviation: 2, name: "n", seed: 7, .f64))
        model.output("bernoulli", randomBernoulli([2], probability: 0.25, name: "b", .u8))
      }
    }
  }

  @Test func `updates parameters`() throws {
    try checkGolden("update") { model in
      let count = parameter("count", [], .i64)
      model.update("count", count + 1)
      model.output("y", model.input("x", [2]).relu())
    }
  }

  @Test func `uses the weights of a sharing scope again`() throws {
    let graph = try Model.trace("shared") { model in
      let x = model.input("x", [1, 1, 5])
      let passes = (0..<2).map { _ in
        scope("net", sharing: true) { scope("a") { x.convolution(1, kernel: 3) } }
      }
      let weight = parameter("weight", [1, 1, 3])
      model.output("y", passes[0] + passes[1])
      model.output("z", x.convolution(weight: weight) + x.convolution(weight: weight))
    }
    #expect(
      graph.parameterNames == ["net.a.convolution.weight", "net.a.convolution.bias", "weight"])
  }

  @Test func `takes the extents of inputs from the command line`() throws {
    let graph = try Model.trace("model", arguments: ["-shape", "x=1x1x9"]) { model in
      model.output("y", model.input("x", [1, 1, 5]).convolution(1, kernel: 3))
    }
    #expect(graph[graph.outputs[0].value].type == TensorType(.f32, [1, 1, 7]))
  }

  @Test func `counts parameters but not running statistics, and twice the products`() throws {
    let graph = try Model.trace("cost") { model in
      let x = model.input("x", [1, 2, 5])
      let y = x.convolution(3, kernel: 3, padding: 1).batchNorm()
      model.output("y", y.transposedConvolution(1, kernel: 2, stride: 2, bias: false))
      model.output("z", y.swapAxes(1, 2).linear(7, bias: false))
    }
    #expect(graph.parameterCount == (2 * 3 * 3 + 3) + (3 + 3) + 3 * 2 + 3 * 7)
    #expect(graph.flops == 2 * (5 * 3 * 6 + 5 * 3 * 2 + 5 * 3 * 7))
  }

  /// Checks the text of a model against `Tests/Golden/Frontend/NAME.gir`; `UPDATE_EXPECT=1` rewrites
  /// the file.
  private func checkGolden(
    _ name: String, sourceLocation: SourceLocation = #_sourceLocation, _ body: (Model) -> Void
  ) throws {
    let text = Printer.text(try Model.trace(name, body))
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Golden/Frontend/\(name).gir")
    if ProcessInfo.processInfo.environment["UPDATE_EXPECT"] == "1" {
      try text.write(to: url, atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: url, encoding: .utf8)
    #expect(text == expected, sourceLocation: sourceLocation)
  }
}

extension Graph {
  /// The names of all parameters in order.
  var parameterNames: [String] { nodes.compactMap { ($0.op as? Parameter)?.name } }
}
