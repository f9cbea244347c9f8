import Frontend

/// The 3-D U-Net for liver CT whose volume was split over many processors (Hou et al., 2019), in its
/// form for inference: without dropout.
let model = Model("mesh_unet3d") { model in
  let volume = model.input("volume", [1, 1, 128, 128, 128])
  let widths = [32, 64, 128, 256]
  var x = volume.padded(toMultipleOf: 8)
  var skips: [Tensor] = []
  for (level, width) in widths.enumerated() {
    x = scope("encoder.\(level)") { block(level == 0 ? x : x.maxPool(2), width) }
    skips.append(x)
  }
  for (level, skip) in skips.dropLast().enumerated().reversed() {
    x = scope("decoder.\(level)") {
      let up = x.transposedConvolution(
        widths[level], kernel: 2, stride: 2, bias: false, name: "up")
      return block(concatenate([up, skip]), widths[level])
    }
  }
  let logits = x.convolution(3, kernel: 1, bias: false, name: "head").cropped(to: volume)
  model.output("logits", logits)
  model.output("labels", logits.argMax(axis: 1, keepDimensions: true).cast(to: .u8))
}

/// Twice a convolution, its norm and an activation.
func block(_ x: Tensor, _ width: Int) -> Tensor {
  var x = x
  for layer in 1...2 {
    x = x.convolution(width, kernel: 3, padding: .same, bias: false, name: "conv\(layer)")
      .batchNorm(epsilon: 1e-6, name: "norm\(layer)").leakyReLU(0.1)
  }
  return x
}
