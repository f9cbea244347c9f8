import Frontend

/// PatchGAN, the discriminator of pix2pix: for each patch of 70 × 70 pixels, whether a translation
/// of an image is real (Isola et al., 2017).
let model = Model("patchgan") { model in
  let source = model.input("source", [1, 3, 256, 256])
  let target = model.input("target", [1, 3, 256, 256])
  var x = concatenate([source, target])
  x = x.convolution(64, kernel: 4, stride: 2, padding: 1, name: "layer0.conv").leakyReLU(0.2)
  for (layer, width) in [128, 256, 512].enumerated() {
    x = x.convolution(
      width, kernel: 4, stride: width < 512 ? 2 : 1, padding: 1, bias: false,
      name: "layer\(layer + 1).conv"
    ).batchNorm(name: "layer\(layer + 1).norm").leakyReLU(0.2)
  }
  model.output("logits", x.convolution(1, kernel: 4, padding: 1, name: "layer4.conv"))
}
