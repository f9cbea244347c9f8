import Frontend

/// The generator of pix2pix: an image translated by a U-Net of strided convolutions (Isola et al.,
/// 2017).
let model = Model("pix2pix_generator") { model in
  let image = model.input("image", [1, 3, 256, 256])
  model.output("image", level(0, image, widths: [64, 128, 256, 512, 512, 512, 512, 512]).tanh())
}

/// Halves the image, runs the levels below, and doubles it again to 3 channels or to twice those of
/// the level above, which are kept beside the result.
func level(_ index: Int, _ x: Tensor, widths: [Int]) -> Tensor {
  let isFirst = index == 0
  let isLast = index == widths.count - 1
  var y = scope("down.\(index)") {
    (isFirst ? x : x.leakyReLU(0.2)).convolution(
      widths[index], kernel: 4, stride: 2, padding: 1, bias: isFirst, name: "conv")
  }
  if !isFirst && !isLast { y = y.batchNorm(name: "down.\(index).norm") }
  if !isLast { y = level(index + 1, y, widths: widths) }
  let up = scope("up.\(index)") {
    y.relu().transposedConvolution(
      isFirst ? 3 : widths[index - 1], kernel: 4, stride: 2, padding: 1, bias: isFirst, name: "conv"
    )
  }
  return isFirst ? up : concatenate([x, up.batchNorm(name: "up.\(index).norm")])
}
