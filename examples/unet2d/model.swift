import Frontend

/// A U-Net for images of any size (Ronneberger et al., 2015).
let model = Model("unet2d") { model in
  let image = model.input("image", [1, 3, 256, 256])
  let logits = unet(image, widths: [32, 64, 128, 256, 512], classes: 1)
  model.output("mask", logits.sigmoid())
}

/// Each level halves the image; on the way up, each is joined by what the way down kept.
func unet(_ image: Tensor, widths: [Int], classes: Int) -> Tensor {
  // The poolings divide the extents by 2 each: other sizes are padded and the result is cut.
  var x = image.padded(toMultipleOf: 1 << (widths.count - 1))
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
  return x.convolution(classes, kernel: 1, name: "head").cropped(to: image)
}

/// Twice a convolution, its norm and an activation.
func block(_ x: Tensor, _ width: Int) -> Tensor {
  var x = x
  for layer in 1...2 {
    x = x.convolution(width, kernel: 3, padding: .same, bias: false, name: "conv\(layer)")
      .batchNorm(name: "norm\(layer)").relu()
  }
  return x
}
