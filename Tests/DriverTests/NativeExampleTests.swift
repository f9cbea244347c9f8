import NDArrays
import Testing

/// The examples at small extents on `native`: what it promises of whole networks.
@Suite struct `an example on native` {
  /// Built models and kernels are kept from test to test: building them is most of the time.
  private static let cache = Products.testCache

  /// Networks of images.
  static let images = [
    SmallRun("edges", "image", [1, 1, 20, 17], "edges"),
    SmallRun("fsrcnn_x3", "luminance", [1, 1, 21, 18], "luminance"),
    SmallRun("unet2d", "image", [1, 3, 32, 48], "mask"),
    SmallRun("unet2d_attention", "image", [1, 3, 32, 32], "mask"),
    SmallRun("edsr_x2", "image", [1, 3, 22, 19], "image"),
    SmallRun("srresnet_x4", "image", [1, 3, 13, 18], "image"),
    SmallRun("dcgan_generator", "noise", [2, 100, 1, 1], "images"),
    SmallRun("dcgan_discriminator", "images", [2, 3, 64, 64], "probability"),
    SmallRun("pix2pix_generator", "image", [1, 3, 256, 256], "image"),
    SmallRun("cases/fsrcnn_x2", "lr_y", [1, 1, 23, 20], "sr_y"),
    SmallRun("cases/srgan_x4", "lr", [1, 3, 11, 13], "sr"),
    SmallRun("cases/lwnet_retina", "image", [1, 3, 32, 24], "logits"),
  ]

  /// Networks of volumes.
  static let volumes = [
    SmallRun("unet3d", "volume", [1, 1, 16, 24, 20], "logits"),
    SmallRun("unet3d_instance_norm", "volume", [1, 1, 16, 24, 20], "logits"),
    SmallRun("mesh_unet3d", "volume", [1, 1, 16, 16, 16], "logits"),
    SmallRun("cases/deepbrain_unet3d", "img", [1, 1, 16, 24, 16], "prob"),
    SmallRun("cases/meshnet_gwm5_full256", "volume", [1, 1, 20, 21, 19], "logits"),
  ]

  @Test(arguments: images + volumes)
  func `is within the bounds of both modes, against Double`(_ run: SmallRun) throws {
    let folder = try Workspace(cache: Self.cache)
    let outcome = try folder.graphc([
      "accuracy", run.model, "--backend", "native", "--shape", "\(run.input)=\(run.shape)",
    ])
    outcome.check(code: 0, [], "\(run)\n\(outcome.output)")
  }

  @Test(arguments: ["patchgan", "phantom", "phantom_segmentation"])
  func `is within the bounds at its own extents`(_ name: String) throws {
    let folder = try Workspace(cache: Self.cache)
    let model = "\(Products.package)/examples/\(name)"
    let outcome = try folder.graphc(["accuracy", model, "--backend", "native"])
    outcome.check(code: 0, [], "\(name)\n\(outcome.output)")
  }

  @Test(arguments: images)
  func `of images has the same bits with any number of threads and ranks`(_ run: SmallRun) throws {
    try expectSameBits(run, meshes: ["2x1", "1x3"])
  }

  @Test(arguments: volumes)
  func `of volumes has the same bits with any number of threads and ranks`(_ run: SmallRun) throws {
    try expectSameBits(run, meshes: ["3x1x1", "1x2x2"])
  }

  private func expectSameBits(_ run: SmallRun, meshes: [String]) throws {
    let folder = try Workspace(cache: Self.cache)
    let random = CounterRandom(seed: 1, name: "x")
    let count = run.extents.reduce(1, *)
    try folder.write((0..<count).map { random.uniform($0) }, run.extents, to: "x.npy")
    let ways =
      [["--threads", "1"], ["--threads", "2"]] + meshes.map { ["--mesh", $0, "--allow-gather"] }
    for math in ["exact", "fast"] {
      for (index, way) in ways.enumerated() {
        let files = [
          "--input", "\(run.input)=x.npy", "--output", "\(run.output)=\(index).npy",
        ]
        let command = ["run", run.model, "--backend", "native", "--math", math]
        try folder.graphc(command + files + way).check(code: 0, [], "\(run) \(math) \(way)")
        let isSame = try folder.array("\(index).npy") == folder.array("0.npy")
        #expect(isSame, "\(run) --math \(math) \(way)")
      }
    }
  }
}
