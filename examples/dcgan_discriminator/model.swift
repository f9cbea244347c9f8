import Frontend

/// DCGAN's discriminator: how likely an image is real (Radford et al., 2016).
let model = Model("dcgan_discriminator") { model in
  var x = model.input("images", [16, 3, 64, 64])
  for (layer, width) in [64, 128, 256, 512].enumerated() {
    x = x.convolution(
      width, kernel: 4, stride: 2, padding: 1, bias: false, name: "layer\(layer).conv")
    if layer > 0 { x = x.batchNorm(name: "layer\(layer).norm") }
    x = x.leakyReLU(0.2)
  }
  x = x.convolution(1, kernel: 4, bias: false, name: "layer4.conv")
  model.output("probability", x.sigmoid().flatten())
}
