import Frontend

/// A U-Net for volumes of any size with instance norms (Isensee et al., 2021).
let model = Model("unet3d_instance_norm") { model in
  let volume = model.input("volume", [1, 1, 128, 128, 128])
  let logits = unet(volume, widths: [16, 32, 64, 128], classes: 2)
  model.output("logits", logits)
  model.output("labels", logits.argMax(axis: 1, keepDimensions: true).cast(to: .u8))
}

/// Each level halves the volume; on the way up, each is joined by what the way down kept.
func unet(_ volume: Tensor, widths: [Int], classes: Int) -> Tensor {
  // The poolings divide the extents by 2 each: other sizes are padded and the result is cut.
  var x = volume.padded(toMultipleOf: 1 << (widths.count - 1))
  var skips: [Tensor] = []
  for (level, width) in widths.enumerated() {
    x = scope("encoder.\(level)") { block(level == 0 ? x : x.maxPool(2), width) }
    skips.append(x)
  }
  for (level, skip) in skips.dropLast().enumerated().reversed() {
    x = scope("decoder.\(level)") {
      let up = x.transposedConvolution(widths[level], kernel: 2, stride: 2, name: "up")
      return block(concatenate([up, skip]), widths[level])
    }
  }
  return x.convolution(classes, kernel: 1, name: "head").cropped(to: volume)
}

/// Twice a convolution, its norm and an activation.
func block(_ x: Tensor, _ width: Int) -> Tensor {
  var x = x
  for layer in 1...2 {
    x = x.convolution(width, kernel: 3, padding: .same, bias: false, name: "conv\(layer)")
      .instanceNorm(name: "norm\(layer)").relu()
  }
  return x
}
