import Frontend

/// MeshNet: grey and white matter of a head MRI by dilated convolutions at full resolution, in 5
/// channels (Fedorov et al., 2017).
let model = Model("meshnet_gwm5_full256") { model in
  var x = model.input("volume", [1, 1, 48, 64, 56])
  for (layer, dilation) in [1, 2, 4, 8, 16, 8, 4, 2, 1].enumerated() {
    x = x.convolution(
      5, kernel: 3, dilation: dilation, padding: .same, name: "conv_\(21 + 2 * layer)"
    ).relu()
  }
  let logits = x.convolution(3, kernel: 1, name: "output")
  model.output("logits", logits)
  model.output("labels", logits.argMax(axis: 1, keepDimensions: true).cast(to: .u8))
}
