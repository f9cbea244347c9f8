import Frontend

/// SRGAN's generator: super-resolution ×4 (Ledig et al., 2017).
let model = Model("srgan_x4") { model in
  let image = model.input("lr", [1, 3, 126, 126])
  let head = image.convolution(64, kernel: 9, padding: .same, name: "block1.0")
    .prelu(perChannel: false, name: "block1.1")
  var x = head
  for block in 2...6 {
    x = scope("block\(block)") { residual(x) }
  }
  x = x.convolution(64, kernel: 3, padding: .same, name: "block7.0")
    .prelu(perChannel: false, name: "block7.1")
  x = head + x
  for block in 0...1 {
    x = scope("block8.\(block)") { doubled(x) }
  }
  x = x.convolution(3, kernel: 9, padding: .same, name: "block8.2")
  model.output("sr", (x.tanh() + 1) / 2)
}

func residual(_ x: Tensor) -> Tensor {
  let y = x.convolution(64, kernel: 3, padding: .same, name: "conv1").batchNorm(name: "bn1")
    .prelu(perChannel: false, name: "prelu")
  return x + y.convolution(64, kernel: 3, padding: .same, name: "conv2").batchNorm(name: "bn2")
}

func doubled(_ x: Tensor) -> Tensor {
  x.convolution(256, kernel: 3, padding: .same, name: "conv").pixelShuffle(2)
    .prelu(perChannel: false, name: "prelu")
}
