import Frontend

/// SRResNet: super-resolution ×4, the generator of SRGAN (Ledig et al., 2017).
let model = Model("srresnet_x4") { model in
  let image = model.input("image", [1, 3, 128, 128])
  let head = image.convolution(64, kernel: 9, padding: .same, name: "head")
    .prelu(perChannel: false, name: "head_slope")
  var x = head
  for index in 0..<16 {
    x = scope("body.\(index)") { residual(x, 64) }
  }
  x =
    head
    + x.convolution(64, kernel: 3, padding: .same, bias: false, name: "body.16.conv")
    .batchNorm(name: "body.16.norm")
  for index in 0..<2 {
    x = scope("upsample.\(index)") {
      x.convolution(256, kernel: 3, padding: .same, name: "conv").pixelShuffle(2)
        .prelu(perChannel: false, name: "slope")
    }
  }
  model.output("image", x.convolution(3, kernel: 9, padding: .same, name: "tail"))
}

func residual(_ x: Tensor, _ width: Int) -> Tensor {
  let y = x.convolution(width, kernel: 3, padding: .same, bias: false, name: "conv1")
    .batchNorm(name: "norm1").prelu(perChannel: false, name: "slope")
  return x
    + y.convolution(width, kernel: 3, padding: .same, bias: false, name: "conv2")
    .batchNorm(name: "norm2")
}
