import Frontend

/// EDSR, the baseline: super-resolution ×2 (Lim et al., 2017).
let model = Model("edsr_x2") { model in
  let image = model.input("image", [1, 3, 256, 256])
  let head = image.convolution(64, kernel: 3, padding: .same, name: "head")
  var x = head
  for index in 0..<16 {
    x = scope("body.\(index)") { residual(x, 64) }
  }
  x = head + x.convolution(64, kernel: 3, padding: .same, name: "body.16")
  x = x.convolution(256, kernel: 3, padding: .same, name: "upsample").pixelShuffle(2)
  model.output("image", x.convolution(3, kernel: 3, padding: .same, name: "tail"))
}

func residual(_ x: Tensor, _ width: Int) -> Tensor {
  let y = x.convolution(width, kernel: 3, padding: .same, name: "conv1").relu()
  return x + y.convolution(width, kernel: 3, padding: .same, name: "conv2")
}
