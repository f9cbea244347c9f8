import Formats
import Foundation
import GraphIR
import ONNX
import Support
import Testing

@Suite struct `compile --emit onnx` {
  /// The folders of all examples.
  static let examples: [String] = ["examples", "examples/cases"].flatMap { parent in
    let folder = "\(Products.package)/\(parent)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { "\(parent)/\($0)" }.filter {
      FileManager.default.fileExists(atPath: "\(Products.package)/\($0)/model.swift")
    }
  }

  @Test(arguments: examples)
  func `writes what is imported as the model`(_ example: String) throws {
    let folder = try Workspace()
    let source = "\(Products.package)/\(example)/model.swift"
    try folder.succeed("compile \(source) --emit traced -o model.gir")
    try folder.succeed("compile \(source) --emit onnx -o model.onnx")
    let traced = try Parser.graph(try folder.text("model.gir"))
    let imported = try ONNXModel(path: folder["model.onnx"]).imported()
    let difference = GraphComparison.difference(traced, imported.graph)
    #expect(difference == nil, "\(difference ?? "")")
  }

  @Test func `writes the weights of a file`() throws {
    let folder = try Workspace()
    let example = "\(Products.package)/examples/phantom_segmentation"
    let weights = "\(example)/weights.safetensors"
    try folder.succeed(
      "compile \(example)/model.swift --weights \(weights) --emit onnx -o model.onnx")
    let imported = try ONNXModel(path: folder["model.onnx"]).imported()
    for entry in try SafeTensors.read(path: weights).entries {
      #expect(try imported.weights.array(entry.name) == entry.array, "\(entry.name)")
    }
  }

  @Test(arguments: ["", " --mesh h=2"])
  func `after all passes writes what gives the same`(_ mesh: String) throws {
    let folder = try Workspace(["edges.swift": Models.edges])
    try folder.succeed("compile edges.swift --emit onnx:compiled -o edges.onnx\(mesh)")
    try folder.write((0..<64).map { Double($0 % 7) }, [1, 1, 8, 8], to: "x.npy")
    for (model, result) in [("edges.swift", "a.npy"), ("edges.onnx", "b.npy")] {
      try folder.succeed("run \(model) --input x=x.npy --output y=\(result)")
    }
    try folder.succeed("compare a.npy b.npy")
  }

  @Test func `after all passes tells how values are split`() throws {
    let folder = try Workspace()
    let model = "\(Products.package)/examples/unet2d/model.swift"
    try folder.succeed("compile \(model) --mesh 2x2 --emit onnx:compiled -o unet.onnx")
    let message = try ONNXModel(path: folder["unet.onnx"]).message
    let keys = message.metadataProps.map(\.key)
    #expect(keys == ["passes", "mesh", "fabric"])
    let exchange = try #require(message.graph.node.first { $0.opType == "exchange" })
    #expect(
      exchange.metadataProps.map(\.key) == ["site", "owned", "held", "origin", "bytes", "peers"])
    #expect(exchange.docString.contains("model.swift:"))
  }

  @Test func `needs a file`() throws {
    let folder = try Workspace(["pair.gir": Models.pair])
    try folder.fail("compile pair.gir --emit onnx", code: 1, ["--emit onnx needs -o FILE.onnx"])
  }
}
