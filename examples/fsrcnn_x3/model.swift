import Frontend

/// FSRCNN ×3: super-resolution of luminance that does its work at low resolution (Dong et al., 2016).
let model = Model("fsrcnn_x3") { model in
  let image = model.input("luminance", [1, 1, 256, 256])
  var x = image.convolution(56, kernel: 5, padding: .same, name: "features").prelu(name: "slope0")
  x = x.convolution(12, kernel: 1, name: "shrink").prelu(name: "slope1")
  for layer in 0..<4 {
    x = x.convolution(12, kernel: 3, padding: .same, name: "map\(layer)")
      .prelu(name: "slope\(layer + 2)")
  }
  x = x.convolution(56, kernel: 1, name: "expand").prelu(name: "slope6")
  x = x.transposedConvolution(
    1, kernel: 9, stride: 3, padding: 4, outputPadding: 2, name: "upsample")
  model.output("luminance", x)
}
