import Formats
import Foundation
import NDArrays
import Testing

/// A model that all backends run on a small input.
struct SmallRun: Sendable, CustomStringConvertible {
  /// The folder in `examples`.
  let description: String
  /// The name of the input.
  let input: String
  /// Its extents.
  let extents: [Int]
  /// The name of the output.
  let output: String

  /// A run.
  init(_ description: String, _ input: String, _ extents: [Int], _ output: String) {
    self.description = description
    self.input = input
    self.extents = extents
    self.output = output
  }

  /// The path of the model.
  var model: String { "\(Products.package)/examples/\(description)/model.swift" }
  /// The extents as options spell them.
  var shape: String { extents.map { "\($0)" }.joined(separator: "x") }
}

@Suite struct `other backends agree with reference` {
  /// Networks of the examples with their initial weights.
  static let examples = [
    SmallRun("edges", "image", [1, 1, 20, 17], "edges"),
    SmallRun("fsrcnn_x3", "luminance", [1, 1, 9, 11], "luminance"),
    SmallRun("unet2d", "image", [1, 3, 16, 32], "mask"),
    SmallRun("unet2d_attention", "image", [1, 3, 16, 16], "mask"),
    SmallRun("unet3d_instance_norm", "volume", [1, 1, 8, 16, 8], "logits"),
  ]

  /// Trained networks.
  static let cases = [
    SmallRun("cases/fsrcnn_x2", "lr_y", [1, 1, 12, 10], "sr_y"),
    SmallRun("cases/srgan_x4", "lr", [1, 3, 9, 8], "sr"),
    SmallRun("cases/lwnet_retina", "image", [1, 3, 32, 24], "logits"),
    SmallRun("cases/deepbrain_unet3d", "img", [1, 1, 8, 16, 8], "prob"),
    SmallRun("cases/meshnet_gwm5_full256", "volume", [1, 1, 12, 10, 11], "logits"),
  ]

  /// Runs a model on `x.npy` with all backends and compares the results.
  private func check(
    _ run: SmallRun, _ folder: Workspace, model: String? = nil, weights: String? = nil
  ) throws {
    for backend in ["native", "blas", "reference"] {
      var arguments = [
        "run", model ?? run.model, "--backend", backend, "--shape", "\(run.input)=\(run.shape)",
        "--input", "\(run.input)=x.npy", "--output", "\(run.output)=\(backend).npy",
      ]
      if let weights { arguments += ["--weights", weights] }
      let outcome = try folder.graphc(arguments)
      outcome.check(code: 0, [], "\(run) \(backend)")
      if outcome.seconds > 5 { print("\(run), \(backend): \(outcome.seconds) s") }
    }
    for (backend, bound) in [("native", "1e-4"), ("blas", "1e-5")] {
      let comparison = try folder.graphc(
        "compare \(backend).npy reference.npy --rtol-max \(bound)")
      #expect(comparison.code == 0, "\(run) \(backend): \(comparison.output)")
    }
  }

  @Test(arguments: examples)
  func `on examples`(_ run: SmallRun) throws {
    let folder = try Workspace()
    let count = run.extents.reduce(1, *)
    let random = CounterRandom(seed: 1, name: "x")
    try folder.write((0..<count).map { random.uniform($0) }, run.extents, to: "x.npy")
    try check(run, folder)
  }

  @Test(arguments: cases)
  func `on crops of real images and volumes`(_ run: SmallRun) throws {
    guard let cases = Products.cases() else { return }
    let folder = try Workspace()
    let name = URL(filePath: run.description).lastPathComponent
    let whole = try NPY.read(path: "\(cases)/\(name)/input.npy")
    try folder.write(middle(of: whole, run.extents), run.extents, to: "x.npy")
    try check(run, folder, weights: "\(cases)/\(name)/weights.safetensors")
  }

  @Test(arguments: cases)
  func `on crops of real images and volumes, from ONNX files`(_ run: SmallRun) throws {
    guard let cases = Products.cases() else { return }
    let folder = try Workspace()
    let name = URL(filePath: run.description).lastPathComponent
    let whole = try NPY.read(path: "\(cases)/\(name)/input.npy")
    try folder.write(middle(of: whole, run.extents), run.extents, to: "x.npy")
    try check(run, folder, model: "\(cases)/\(name)/model.onnx")
  }

  /// Returns the elements in the middle of an array.
  private func middle(of array: NDArray, _ extents: [Int]) -> [Double] {
    let values = array.asDoubles()
    return (0..<extents.reduce(1, *)).map { position in
      var (rest, offset, stride) = (position, 0, 1)
      for axis in extents.indices.reversed() {
        let start = (array.extents[axis] - extents[axis]) / 2
        offset += (start + rest % extents[axis]) * stride
        rest /= extents[axis]
        stride *= array.extents[axis]
      }
      return values[offset]
    }
  }
}

@Suite struct `real trained networks` {
  @Test(arguments: [
    "deepbrain_unet3d", "fsrcnn_x2", "lwnet_retina", "meshnet_gwm5_full256", "srgan_x4",
  ])
  func `give what their original implementation gave`(_ name: String) throws {
    guard let cases = Products.cases() else { return }
    let folder = try Workspace()
    try folder.graphc([
      "run", "\(Products.package)/examples/cases/\(name)/model.swift",
      "--weights", "\(cases)/\(name)/weights.safetensors", "--input", "\(cases)/\(name)/input.npy",
      "--output", "y.npy",
    ]).check(code: 0, [], name)
    let comparison = try folder.graphc([
      "compare", "y.npy", "\(cases)/\(name)/expected.npy", "--rtol-max", "1e-4",
    ])
    #expect(comparison.code == 0, "\(name): \(comparison.output)")
  }
}
