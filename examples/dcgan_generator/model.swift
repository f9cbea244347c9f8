import Frontend

/// DCGAN's generator: images from noise (Radford et al., 2016).
let model = Model("dcgan_generator") { model in
  var x = model.input("noise", [16, 100, 1, 1])
  x = x.transposedConvolution(512, kernel: 4, bias: false, name: "layer0.conv")
    .batchNorm(name: "layer0.norm").relu()
  for (layer, width) in [256, 128, 64].enumerated() {
    x = x.transposedConvolution(
      width, kernel: 4, stride: 2, padding: 1, bias: false, name: "layer\(layer + 1).conv"
    ).batchNorm(name: "layer\(layer + 1).norm").relu()
  }
  x = x.transposedConvolution(
    3, kernel: 4, stride: 2, padding: 1, bias: false, name: "layer4.conv")
  model.output("images", x.tanh())
}
