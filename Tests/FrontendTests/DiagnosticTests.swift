import Frontend
import Testing

@Suite struct `errors in a model` {
  @Test func `are reported all at once at their calls`() throws {
    let line = #line
    check(
      [
        "\(line + 10): convolution: 3 groups divide neither or only one of 4 input and 6 output "
          + "channels of f32[1, 4, 8, 8]",
        "\(line + 11): concatenate: C2: ",
        "\(line + 14): softmax: axis 7 is not one of f32[1, 4, 8, 8], expected -4 ..< 4",
      ]
    ) { model in
      let x = model.input("x", [1, 4, 8, 8])
      let wrong = x.convolution(6, kernel: 3, groups: 3).relu().maxPool(2)
      let joined = concatenate([x, x.maxPool(2)])
      // Nothing more is said of what is made of wrong tensors.
      let poisoned = concatenate([wrong, joined]).convolution(2, kernel: 99) + x
      model.output("y", x.softmax(axes: [7]) + poisoned)
    }
  }

  @Test func `of layers`() {
    for (message, body) in [
      ("convolution: C4: a kernel that spans 9 does not fit", { $0.convolution(1, kernel: 9) }),
      ("convolution: window [3] does not fit, expected 2", { $0.convolution(1, kernel: [3]) }),
      ("convolution: stride 0 does not fit", { $0.convolution(1, kernel: 1, stride: 0) }),
      ("convolution: padding has another rank", { $0.convolution(1, kernel: 1, padding: [1]) }),
      (
        "max_pool: the image f32[1] has no spatial",
        { $0.reshape([-1]).sum().reshape([1]).maxPool(2) }
      ),
      (
        "broadcast: C",
        { $0.convolution(weight: parameter("w", [2, 4, 1, 1]), bias: parameter("b", [3])) }
      ),
      ("group_norm: 3 groups do not divide the 4", { $0.groupNorm(groups: 3) }),
      ("mean: i32[1, 4, 6, 6] does not have floats", { $0.cast(to: .i32).mean() }),
      ("0.5 is not a value of u8", { $0.cast(to: .u8) + 0.5 }),
      ("add: C2: operands are", { $0 + $0.cast(to: .f64) }),
      (
        "multiply: f32[1, 4, 6, 6] and f32[5] do not broadcast: 6 is not 5",
        { $0 * parameter("p", [5]) }
      ),
      ("pixel_shuffle: 4 channels do not divide into blocks of 9", { $0.pixelShuffle(3) }),
      ("pixel_unshuffle: f32[1, 4, 6, 6] does not divide", { $0.pixelUnshuffle(4) }),
      ("reshape: C1", { $0.reshape([5, -1]) }),
      ("transpose: C1", { $0.transpose([0, 0, 1, 2]) }),
      ("squeeze: dimension 1 of f32[1, 4, 6, 6] has extent 4", { $0.squeeze(axes: [1]) }),
      ("split: 3 parts do not divide extent 4", { $0.split(3, axis: 1)[0] }),
      ("split: [1, 2] do not add up to extent 4", { $0.split(sizes: [1, 2], axis: 1)[1] }),
      ("slice: C3", { $0.slice(axis: 1, 2..<9) }),
      ("slice: step is 0", { $0.slice(axis: 1, step: 0) }),
      ("cropped: f32[1, 4, 6, 6] does not hold 7", { $0.cropped(to: 7) }),
      ("padded: padding does not fit", { $0.padded(by: .same) }),
      (
        "matmul: f32[1, 4, 6, 6] times f32[2, 6, 1]: the matrices",
        { $0.matmul(parameter("p", [2, 6, 1])) }
      ),
      ("einsum: 'ab,cd' does not fit", { einsum("ab,cd", $0, $0) }),
      (
        "attention: keys are f32[1, 3, 6], expected",
        { $0.attention(keys: parameter("k", [1, 3, 6]), values: $0, heads: 2) }
      ),
      ("squeeze_excitation: reduction 16 does not fit", { $0.squeezeExcitation() }),
      ("constant: has 2 elements, expected those of [3]", { $0 + constant([1, 2], [3]).sum() }),
      ("concatenate: has no operands", { _ in concatenate([]) }),
    ] as [(String, (Tensor) -> Tensor)] {
      check([message], isComplete: false) { model in
        model.output("y", body(model.input("x", [1, 4, 6, 6])))
      }
    }
  }

  @Test func `of names`() {
    let line = #line
    check(
      [
        "\(line + 12): parameter 'a.w' exists, expected a new name",
        "\(line + 13): parameter 'a.w' is f32[3] here, expected f32[2]",
        "\(line + 15): input 'x' is given twice, expected distinct names",
        "\(line + 17): output 'y' is given twice, expected distinct names",
        "\(line + 18): update 'b': there is no such parameter",
        "\(line + 19): update 'a.w': is f32[1], expected f32[2]",
      ], notes: ["\(line + 11): first created here", "\(line + 11): first created here"]
    ) { model in
      scope("a") { _ = parameter("w", [2]) }
      scope("a") { _ = parameter("w", [2]) }
      scope("a", sharing: true) { _ = parameter("w", [3]) }
      let x = model.input("x", [1])
      _ = model.input("x", [1])
      model.output("y", x)
      model.output("y", x)
      model.update("b", x)
      model.update("a.w", x)
    }
  }

  @Test func `of a model as a whole`() {
    check(["model 'wrong' has no output"], isComplete: false) { _ in }
    check(["input 'x': is f32[0, 1], expected positive extents"], isComplete: false) { model in
      model.output("y", model.input("x", [0, 1]))
    }
  }

  @Test(arguments: [
    ("x=1x2", "input 'x': -shape gives 2 dimensions, expected 1"),
    ("z=1", "-shape: there is no input 'z', expected one of 'x'"),
    ("x=-3", "input 'x': is f32[-3], expected positive extents"),
    ("x=1y2", "-shape: found 'x=1y2', expected name=1x3x64x64"),
    ("=1", "-shape: found '=1', expected name=1x3x64x64"),
  ])
  func `of the command line`(_ shape: String, _ message: String) {
    check([message], arguments: ["-shape", shape], isComplete: false) { model in
      model.output("y", model.input("x", [1]))
    }
  }

  /// Checks the diagnostics of a model: where complete each begins with a line and what is expected.
  private func check(
    _ expected: [String], notes: [String] = [], arguments: [String] = [], isComplete: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation, _ body: (Model) -> Void
  ) {
    do throws(Diagnostics) {
      let graph = try Model.trace("wrong", arguments: arguments, body)
      Issue.record("expected \(expected), found\n\(graph)", sourceLocation: sourceLocation)
    } catch {
      func texts(_ found: [(String, Site?)]) -> [String] {
        found.map { isComplete ? "\($1.map { "\($0.line)" } ?? "?"): \($0)" : $0 }
      }
      let found = texts(error.all.map { ($0.message, $0.site) })
      let isEqual = zip(found, expected).allSatisfy { $0.hasPrefix($1) }
      #expect(isEqual && found.count == expected.count, "\(found)", sourceLocation: sourceLocation)
      if isComplete {
        let found = texts(error.all.flatMap(\.notes).map { ($0.message, $0.site) })
        #expect(found == notes, sourceLocation: sourceLocation)
        #expect(error.all.allSatisfy { $0.site?.file == #filePath })
      }
    }
  }
}
