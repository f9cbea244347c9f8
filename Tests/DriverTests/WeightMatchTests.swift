import Testing

@Suite struct `names of weights that differ from the model's` {
  /// A model with parameters of the given names, each of three elements unless it says otherwise.
  private func model(_ parameters: [(name: String, extents: [Int])]) -> String {
    var text = "graph @net {\n"
    for (index, parameter) in parameters.enumerated() {
      let type = "f32[\(parameter.extents.map(String.init).joined(separator: ", "))]"
      text += "  %p\(index) = parameter @\(parameter.name) : \(type)\n"
      text += "  output @o\(index) = %p\(index)\n"
    }
    return text + "}\n"
  }

  private let parameters: [(name: String, extents: [Int])] = [
    ("encoder.0.conv1.weight", [4, 2, 3, 3]), ("encoder.0.conv1.bias", [4]),
    ("encoder.0.conv2.weight", [4, 4, 3, 3]), ("encoder.0.conv2.bias", [4]),
    ("head.weight", [1, 4, 1, 1]), ("head.bias", [1]),
  ]

  /// Expects that a proposal makes all parameters fit, and that it does what it says.
  private func expectProposal(
    _ names: [String], _ map: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try Workspace(["net.gir": model(parameters)])
    let tensors = zip(names, parameters).map { ($0, $1.extents) }
    try folder.writeTensors(tensors, to: "w.safetensors")
    let outcome = try folder.graphc("inspect --match net.gir w.safetensors")
    outcome.check(code: 1, ["'w.safetensors' does not fit 'net.gir'"])
    #expect(
      outcome.output.contains("proposal: with --map '\(map)' 6 of 6 parameters fit"),
      "\(outcome.output)", sourceLocation: sourceLocation)
    let mapped = try folder.succeed("inspect w.safetensors --match net.gir --map \(map)")
    #expect(mapped.contains("all 6 parameters fit"), sourceLocation: sourceLocation)
  }

  @Test func `a prefix of a wrapper is dropped`() throws {
    try expectProposal(parameters.map { "module.\($0.name)" }, "module.=")
  }

  @Test func `a missing prefix is added to what lacks it`() throws {
    try expectProposal(
      [
        "0.conv1.weight", "0.conv1.bias", "0.conv2.weight", "0.conv2.bias", "head.weight",
        "head.bias",
      ], "0.=encoder.0.")
  }

  @Test func `layers under other names are paired in order`() throws {
    try expectProposal(
      ["net.2.weight", "net.2.bias", "net.10.weight", "net.10.bias", "out.weight", "out.bias"],
      "net.10.=encoder.0.conv2.,net.2.=encoder.0.conv1.,out.=head.")
  }

  @Test func `counters of batch normalizations are no parameters`() throws {
    let folder = try Workspace(["net.gir": model([("norm.weight", [4])])])
    try folder.writeTensors(
      [("norm.weight", [4]), ("norm.num_batches_tracked", [])], to: "w.safetensors")
    let text = try folder.succeed("inspect w.safetensors --match net.gir")
    #expect(text.contains("all 1 parameters fit"))
    try folder.succeed("compile net.gir --weights w.safetensors -o p.graphc")
  }
}
