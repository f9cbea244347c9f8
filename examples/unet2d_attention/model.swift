import Frontend

/// A U-Net whose coarse levels attend to the whole image.
let model = Model("unet2d_attention") { model in
  let image = model.input("image", [1, 3, 256, 256])
  let widths = [32, 64, 128, 256, 512]
  var x = image.padded(toMultipleOf: 1 << (widths.count - 1))
  var skips: [Tensor] = []
  for (level, width) in widths.enumerated() {
    x = scope("encoder.\(level)") {
      let y = block(level == 0 ? x : x.maxPool(2), width)
      return width < 256 ? y : attended(y, heads: 8)
    }
    skips.append(x)
  }
  for (level, skip) in skips.dropLast().enumerated().reversed() {
    x = scope("decoder.\(level)") {
      let up = x.transposedConvolution(widths[level], kernel: 2, stride: 2, name: "up")
      return block(concatenate([up, skip]), widths[level])
    }
  }
  let logits = x.convolution(1, kernel: 1, name: "head").cropped(to: image)
  model.output("mask", logits.sigmoid())
}

/// The image plus what each position takes from all positions.
func attended(_ x: Tensor, heads: Int) -> Tensor {
  let width = x.extents[1]
  let qkv = x.groupNorm(groups: 1, name: "attention.norm")
    .convolution(3 * width, kernel: 1, name: "attention.qkv").split(3, axis: 1)
  let mixed = qkv[0].attention(keys: qkv[1], values: qkv[2], heads: heads)
  return x + mixed.convolution(width, kernel: 1, name: "attention.out")
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
