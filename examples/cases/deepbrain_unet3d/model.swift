import Frontend

/// The 3-D U-Net of DeepBrain's extractor: which voxels of a head MRI are brain.
let model = Model("deepbrain_unet3d") { model in
  let volume = model.input("img", [1, 1, 128, 128, 128])
  let a = volume.block("conv3d", 16).block("conv3d_1", 16)
  let b = a.maxPool(2).block("conv3d_2", 32).block("conv3d_3", 32)
  let c = b.maxPool(2).block("conv3d_4", 64).block("conv3d_5", 64)
  var x = c.maxPool(2)
  x = concatenate([x.up("conv3d_transpose", 64), c]).block("conv3d_6", 64)
  x = concatenate([x.up("conv3d_transpose_1", 32), b]).block("conv3d_7", 32)
  x = concatenate([x.up("conv3d_transpose_2", 16), a]).block("conv3d_8", 16)
  let probability = x.convolution(1, kernel: 1, name: "conv3d_9").sigmoid()
  model.output("prob", probability)
  model.output("mask", probability.greater(than: 0.5).cast(to: .u8))
}

extension Tensor {
  func block(_ name: String, _ channels: Int) -> Tensor {
    convolution(channels, kernel: 3, padding: .same, name: name).relu()
  }

  /// Doubles the extents; `same` adds nothing before and one cell after each dimension.
  func up(_ name: String, _ channels: Int) -> Tensor {
    transposedConvolution(
      channels, kernel: 3, stride: 2, padding: .same, bias: false, name: name)
  }
}
