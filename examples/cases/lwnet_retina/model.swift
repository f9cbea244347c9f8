import Frontend

/// Little W-Net: the vessels of a retina by two small U-Nets, the second of which sees the first
/// one's answer (Galdran et al., 2022).
let model = Model("lwnet_retina") { model in
  let image = model.input("image", [1, 3, 512, 512])
  let first = scope("unet1") { unet(image) }
  let second = scope("unet2") { unet(concatenate([image, first])) }
  model.output("logits", second)
}

let widths = [8, 16, 32]

func unet(_ image: Tensor) -> Tensor {
  var x = scope("first") { block(image, widths[0]) }
  var skips: [Tensor] = []
  for (level, width) in widths.dropFirst().enumerated() {
    skips.append(x)
    x = scope("down_path.\(level)") { block(x.maxPool(2), width) }
  }
  for (level, skip) in skips.reversed().enumerated() {
    x = scope("up_path.\(level)") { merged(x, skip) }
  }
  return x.convolution(1, kernel: 1, name: "final")
}

/// Two convolutions beside a 1×1 one; the norms stand behind the activations.
func block(_ x: Tensor, _ width: Int) -> Tensor {
  let main = x.convolution(width, kernel: 3, padding: .same, name: "block.0").relu()
    .batchNorm(name: "block.2")
    .convolution(width, kernel: 3, padding: .same, name: "block.3").relu()
    .batchNorm(name: "block.5")
  let shortcut = x.convolution(width, kernel: 1, bias: false, name: "shortcut.0")
    .batchNorm(name: "shortcut.1")
  return main + shortcut
}

/// The next finer level: what comes from below, enlarged, beside what was kept on the way down.
func merged(_ x: Tensor, _ skip: Tensor) -> Tensor {
  let width = skip.extents[1]
  let up = x.transposedConvolution(width, kernel: 2, stride: 2, name: "up_layer.block.0")
  let bridge = skip.convolution(width, kernel: 3, padding: .same, name: "conv_bridge_layer.block.0")
    .relu().batchNorm(name: "conv_bridge_layer.block.2")
  return scope("conv_layer") { block(concatenate([up, bridge]), width) }
}
