import Foundation
import Frontend
import Testing

/// An example and what it must come to.
struct Example: Sendable, CustomStringConvertible {
  /// The folder in `examples`.
  let description: String
  /// The number of parameters.
  let parameters: Int
  /// The floating-point operations in 10⁹, as far as they are published.
  var gigaflops: Double?

  /// An example with its counts.
  init(_ description: String, _ parameters: Int, _ gigaflops: Double? = nil) {
    self.description = description
    self.parameters = parameters
    self.gigaflops = gigaflops
  }
}

@Suite struct `examples` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let networks = [
    Example("unet2d", 7_763_041, 24.142),
    Example("unet3d", 1_401_282, 224.949),
    Example("unet3d_instance_norm", 1_401_282, 224.949),
    Example("edsr_x2", 1_369_859, 179.91),
    Example("fsrcnn_x3", 12_809, 1.634),
    Example("srresnet_x4", 1_547_350, 72.685),
    Example("dcgan_generator", 3_576_704, 3.348),
    Example("pix2pix_generator", 54_414_019, 12.096),
    Example("unet2d_attention", 9_078_369, 26.424),
    Example("dcgan_discriminator", 2_765_568),
    Example("patchgan", 2_768_705),
    Example("mesh_unet3d", 5_600_960),
    Example("cases/fsrcnn_x2", 8_497),
    Example("cases/deepbrain_unet3d", 685_073),
    Example("cases/lwnet_retina", 68_482),
    Example("cases/meshnet_gwm5_full256", 5_598),
    Example("cases/srgan_x4", 734_092),
  ]

  @Test(arguments: networks)
  func `have the parameters and the cost of their networks`(_ example: Example) throws {
    let folder = Self.root.appending(path: "examples/\(example)")
    let program = try ModelProgram(folder.appending(path: "model.swift"))
    defer { program.remove() }
    let graph = try program.graph()
    #expect(graph.name == folder.lastPathComponent)
    #expect(graph.parameterCount == example.parameters)
    if let expected = example.gigaflops {
      let found = Double(graph.flops) / 1e9
      #expect(abs(found - expected) <= 0.0005000001 * (expected == 179.91 ? 10 : 1), "\(found)")
    }
    let readme = folder.appending(path: "README.md")
    #expect(FileManager.default.fileExists(atPath: readme.path))
    if example.description.hasPrefix("cases/") {
      try checkWeights(graph, Self.root.appending(path: "../shared/\(example)"))
    }
  }

  /// Checks that a case's file of weights has just the parameters of the model.
  private func checkWeights(_ graph: Graph, _ folder: URL) throws {
    let file = folder.appending(path: "weights.safetensors")
    guard let data = try? Data(contentsOf: file) else {
      print("skipped: no ../shared/cases")
      return
    }
    let count = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: data.dropFirst(8).prefix(count))
    var expected: [String: [Int]] = [:]
    for (name, entry) in try #require(header as? [String: [String: Any]]) {
      if name != "__metadata__" { expected[name] = entry["shape"] as? [Int] }
    }
    var found: [String: [Int]] = [:]
    for case let parameter as Parameter in graph.nodes.map(\.op) {
      found[parameter.name] = parameter.type.extents
    }
    #expect(found == expected)
  }
}
