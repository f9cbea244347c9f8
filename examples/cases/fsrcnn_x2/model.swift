import Frontend

/// FSRCNN ×2: super-resolution of the luminance of an image (Dong et al., 2016).
let model = Model("fsrcnn_x2") { model in
  let image = model.input("lr_y", [1, 1, 252, 252])
  var x = image.convolution(56, kernel: 5, padding: .same, name: "conv1").slope(1)
  x = x.convolution(12, kernel: 1, name: "conv2").slope(2)
  for layer in 3...6 {
    x = x.convolution(12, kernel: 3, padding: .same, name: "conv\(layer)").slope(layer)
  }
  x = x.convolution(56, kernel: 1, name: "conv7").slope(7)
  x = x.convolution(4, kernel: 1, bias: false, name: "conv8").pixelShuffle(2)
  model.output("sr_y", x + parameter("b8", [1]))
}

extension Tensor {
  /// A parametric ReLU with a slope for each channel, named `alphaN.weight`.
  func slope(_ layer: Int) -> Tensor { prelu(name: "alpha\(layer)") }
}
