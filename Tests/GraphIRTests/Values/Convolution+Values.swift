import GraphIR

extension ValueCase {
  /// What PyTorch gives for `conv` of a padded image.
  static let convolution: [ValueCase] = [
    ValueCase(
      Convolution(stride: [1], dilation: [1], padding: [Edges(0, 0)], groups: 1),
      [.pattern([1, 2, 7]), .pattern([2, 2, 3], from: 5)],
      [1, 2, 5], [0.75, 0.625, -1.5625, 1.0625, 0.9375, 0.125, 0.9375, 1.0625, -1.5625, 0.625]),
    ValueCase(
      Convolution(stride: [1], dilation: [1], padding: [Edges(1, 1)], groups: 1),
      [.pattern([2, 1, 6]), .pattern([1, 1, 3], from: 5)],
      [2, 1, 6],
      [1.625, -0.875, 1.4375, -1.0625, -0.8125, 0.75, -1, -0.75, 1.5625, -0.9375, -0.6875, 1.25]),
    ValueCase(
      Convolution(stride: [2], dilation: [1], padding: [Edges(2, 1)], groups: 1),
      [.pattern([1, 2, 9]), .pattern([2, 2, 4], from: 5)],
      [1, 2, 5], [-1.75, -1, 2.75, 1.6875, -1.9375, -1.125, -2.4375, -0.625, 3.9375, -1.8125]),
    ValueCase(
      Convolution(stride: [3], dilation: [1], padding: [Edges(0, 0)], groups: 1),
      [.pattern([1, 1, 8]), .pattern([1, 1, 2], from: 5)],
      [1, 1, 3], [-0.5, -0.25, 0]),
    ValueCase(
      Convolution(stride: [1], dilation: [3], padding: [Edges(0, 3)], groups: 1),
      [.pattern([1, 1, 9]), .pattern([2, 1, 3], from: 5)],
      [1, 2, 6], [-0.5, -0.25, 0, -1, 0, 1, -0.75, -0.4375, 0.5625, -1.5625, -0.0625, 1.4375]),
    ValueCase(
      Convolution(stride: [1], dilation: [1], padding: [Edges(-2, -1)], groups: 1),
      [.pattern([1, 2, 7]), .pattern([1, 2, 2], from: 5)],
      [1, 1, 3], [-0.625, -0.125, -0.3125]),
    ValueCase(
      Convolution(stride: [1], dilation: [1], padding: [Edges(1, 0)], groups: 2),
      [.pattern([1, 4, 4]), .pattern([4, 2, 3], from: 5)],
      [1, 4, 3],
      [0.9375, 0.5, 0.375, -1.1875, 0.1875, 1, -0.4375, 0.125, 0.5, -0.3125, -1.625, 1.0625]),
    ValueCase(
      Convolution(stride: [2], dilation: [1], padding: [Edges(0, 0)], groups: 3),
      [.pattern([1, 3, 5]), .pattern([3, 1, 2], from: 5)],
      [1, 3, 2], [-0.5, -1.25, -0.8125, 0.25, -0.3125, -0.875]),
    ValueCase(
      Convolution(
        stride: [1, 2], dilation: [1, 1], padding: [Edges(1, 1), Edges(0, 1)], groups: 1),
      [.pattern([1, 2, 4, 5]), .pattern([2, 2, 3, 3], from: 5)],
      [1, 2, 4, 2],
      [
        -0.625, 0.8125, -3.1875, 2.375, 2.125, 1.5, 5.875, -1.4375, -3.25, -3.625, -4.9375, -3.125,
        -4.875, 2.4375, -3.75, 4.3125,
      ]),
    ValueCase(
      Convolution(
        stride: [2, 1], dilation: [2, 1], padding: [Edges(1, 2), Edges(1, 1)], groups: 1),
      [.pattern([1, 1, 6, 5]), .pattern([1, 1, 2, 3], from: 5)],
      [1, 1, 4, 5],
      [
        1.4375, -1.0625, -0.75, 1.625, -0.6875, 0.8125, 0.375, -1.8125, 0.8125, 0.5, -2.25, 0.5,
        0.375, -1.8125, 0.75, -1.0625, -0.8125, 1.5, -1, 0,
      ]),
    ValueCase(
      Convolution(
        stride: [2, 1, 2], dilation: [1, 1, 1], padding: [Edges(1, 0), Edges(0, 1), Edges(1, 1)],
        groups: 1), [.pattern([1, 2, 3, 3, 4]), .pattern([1, 2, 2, 2, 3], from: 5)],
      [1, 1, 2, 3, 2],
      [-0.0625, -0.375, -0.625, -0.8125, -1.75, -1.4375, 0.0625, -1, 0.125, 3, -2.125, 6.3125]),
  ]

  /// What PyTorch gives for `conv_transpose`, cropped and padded.
  static let transposedConvolution: [ValueCase] = [
    ValueCase(
      TransposedConvolution(
        stride: [1], dilation: [1], padding: [Edges(0, 0)], outputPadding: [0], groups: 1),
      [.pattern([1, 2, 4]), .pattern([2, 2, 3], from: 5)],
      [1, 2, 6],
      [
        -0.125, 1.9375, -2.8125, 1.9375, -1.375, 0.9375, 0.125, 2.25, -2.625, 1.5625, -1.8125,
        0.625,
      ]),
    ValueCase(
      TransposedConvolution(
        stride: [2], dilation: [1], padding: [Edges(0, 0)], outputPadding: [0], groups: 1),
      [.pattern([1, 2, 4]), .pattern([2, 1, 2], from: 5)],
      [1, 1, 8], [0.1875, 1.1875, -0.5625, -0.3125, 0.75, 0.25, 0, -1.25]),
    ValueCase(
      TransposedConvolution(
        stride: [2], dilation: [1], padding: [Edges(1, 1)], outputPadding: [0], groups: 1),
      [.pattern([1, 1, 4]), .pattern([1, 2, 4], from: 5)],
      [1, 2, 8],
      [
        1.25, -0.9375, -0.1875, 0.375, 0.375, -0.375, -1.125, 0.9375, -0.625, 0, -1.3125, 0.375,
        0.375, -1.3125, 0, -0.625,
      ]),
    ValueCase(
      TransposedConvolution(
        stride: [2], dilation: [1], padding: [Edges(1, 1)], outputPadding: [1], groups: 1),
      [.pattern([2, 1, 4]), .pattern([1, 1, 3], from: 5)],
      [2, 1, 8],
      [
        1.25, -0.9375, -0.5, 0.375, 0.5, -0.375, -1.25, 0.9375, -0.25, 0.1875, 0.75, -0.5625, -1,
        0.75, 0, 0,
      ]),
    ValueCase(
      TransposedConvolution(
        stride: [1], dilation: [2], padding: [Edges(1, 1)], outputPadding: [0], groups: 1),
      [.pattern([1, 1, 5]), .pattern([1, 1, 3], from: 5)],
      [1, 1, 7], [0, 1.25, -0.5, -0.4375, -0.875, -0.625, 0.9375]),
    ValueCase(
      TransposedConvolution(
        stride: [2], dilation: [3], padding: [Edges(2, 2)], outputPadding: [2], groups: 1),
      [.pattern([1, 1, 4]), .pattern([1, 1, 3], from: 5)],
      [1, 1, 11], [0, 1.25, 0, -0.5, -0.9375, 0.5, 0.375, -1.25, -0.375, 0, 0.9375]),
    ValueCase(
      TransposedConvolution(
        stride: [3], dilation: [1], padding: [Edges(0, 0)], outputPadding: [2], groups: 1),
      [.pattern([1, 2, 3]), .pattern([2, 1, 1], from: 5)],
      [1, 1, 9], [-1.25, 0, 0, -0.25, 0, 0, 0.75, 0, 0]),
    ValueCase(
      TransposedConvolution(
        stride: [2], dilation: [1], padding: [Edges(0, 2)], outputPadding: [0], groups: 1),
      [.pattern([1, 1, 4]), .pattern([1, 1, 3], from: 5)],
      [1, 1, 7], [0, 1.25, -0.9375, -0.5, 0.375, 0.5, -0.375]),
    ValueCase(
      TransposedConvolution(
        stride: [2], dilation: [1], padding: [Edges(-1, -2)], outputPadding: [0], groups: 1),
      [.pattern([1, 1, 3]), .pattern([1, 1, 2], from: 5)],
      [1, 1, 9], [0, 0, 1.25, 0, -0.5, 0, 0.5, 0, 0]),
    ValueCase(
      TransposedConvolution(
        stride: [2], dilation: [1], padding: [Edges(0, 0)], outputPadding: [0], groups: 2),
      [.pattern([1, 4, 3]), .pattern([4, 2, 2], from: 5)],
      [1, 4, 6],
      [
        -1.5625, 1.875, -0.3125, -0.375, 0.9375, 0.125, -1.5625, 1.875, 0.25, 0.1875, 0, -0.8125,
        -0.5, -0.1875, 0.25, -0.1875, 1, -0.1875, 0.8125, -0.9375, 0.0625, 0.3125, -0.6875, 1.5625,
      ]),
    ValueCase(
      TransposedConvolution(
        stride: [2, 3], dilation: [1, 1], padding: [Edges(1, 1), Edges(0, 0)],
        outputPadding: [1, 2], groups: 1),
      [.pattern([1, 2, 2, 3]), .pattern([2, 1, 3, 2], from: 5)],
      [1, 1, 4, 10],
      [
        -0.6875, -0.4375, 0, 0.375, -0.125, 0, -0.625, 0.875, 0, 0, 2.1875, -0.9375, 0, -0.5,
        -0.3125, 0, 0.25, -1.0625, 0, 0, 1.125, -0.875, 0, 0.125, 0.125, 0, -0.875, 1.125, 0, 0,
        -0.8125, 0.625, 0, -0.5625, 0.125, 0, -0.3125, -0.375, 0, 0,
      ]),
    ValueCase(
      TransposedConvolution(
        stride: [2, 1, 1], dilation: [1, 1, 1], padding: [Edges(0, 1), Edges(1, 1), Edges(0, 0)],
        outputPadding: [0, 0, 0], groups: 1),
      [.pattern([1, 1, 2, 2, 2]), .pattern([1, 1, 2, 3, 2], from: 5)],
      [1, 1, 3, 2, 3],
      [
        -0.9375, 1.1875, -1.375, 1.1875, -0.1875, -0.0625, -0.0625, -0.1875, 1.1875, -1.375, 1.1875,
        -0.9375, 0.1875, -1.625, 0.1875, 0.4375, 0.8125, -0.375,
      ]),
  ]
}
