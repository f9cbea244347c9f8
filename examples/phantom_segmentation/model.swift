import Frontend

// A small 3-D U-Net that labels the head phantom: 0 outside, 1 skull, 2 brain, 3 ventricle. Its
// weights, `weights.safetensors`, were made by `train.py`.

func block(_ x: Tensor, _ channels: Int, name: String) -> Tensor {
  scope(name) {
    let y = x.convolution(channels, kernel: 3, padding: .same, bias: false, name: "conv1")
      .instanceNorm(name: "norm1").relu()
    return y.convolution(channels, kernel: 3, padding: .same, bias: false, name: "conv2")
      .instanceNorm(name: "norm2").relu()
  }
}

func decode(_ x: Tensor, skip: Tensor, _ channels: Int, level: Int) -> Tensor {
  let up = x.transposedConvolution(channels, kernel: 2, stride: 2, name: "up\(level)")
  return block(concatenate([up, skip], axis: 1), channels, name: "merge\(level)")
}

let model = Model("phantom_segmentation") { model in
  let volume = model.input("volume", [1, 1, 64, 64, 64])
  // Any size will do: the network sees the volume padded to a multiple of its two poolings.
  let padded = volume.padded(toMultipleOf: 4)
  let fine = block(padded, 8, name: "down0")
  let middle = block(fine.maxPool(2), 16, name: "down1")
  let coarse = block(middle.maxPool(2), 32, name: "down2")
  let merged = decode(
    decode(coarse, skip: middle, 16, level: 1), skip: fine, 8, level: 0)
  let logits = merged.convolution(4, kernel: 1, name: "head")
    .cropped(to: Array(volume.extents.dropFirst(2)))
  let labels = logits.argMax(axis: 1, keepDimensions: true)
  model.output("labels", labels.cast(to: .u8))

  // The middle slice beside its labels, as an image.
  let middleSlice = volume.extents[2] / 2
  let views = [volume, labels.cast(to: .f32) / 3]
  let view = concatenate(views, axis: 4).slice(axis: 2, middleSlice..<middleSlice + 1)
  model.output("view", view.squeeze(axes: [2]))
}
