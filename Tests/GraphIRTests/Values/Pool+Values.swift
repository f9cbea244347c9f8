import GraphIR

extension ValueCase {
  /// What PyTorch gives for `max_pool`.
  static let maxPool: [ValueCase] = [
    ValueCase(
      MaxPool(window: [2], stride: [2], dilation: [1], padding: [Edges(0, 0)], ceilMode: false),
      [.pattern([1, 2, 7])],
      [1, 2, 3], [0.5, 1.25, 0.25, 0, 0.75, 0.5]),
    ValueCase(
      MaxPool(window: [3], stride: [2], dilation: [1], padding: [Edges(1, 1)], ceilMode: false),
      [.pattern([1, 1, 8])],
      [1, 1, 4], [0.5, 1.25, 1.25, 1]),
    ValueCase(
      MaxPool(window: [3], stride: [2], dilation: [2], padding: [Edges(1, 1)], ceilMode: false),
      [.pattern([1, 1, 11])],
      [1, 1, 5], [1.25, 1.25, 1.25, 0.75, 0.75]),
    ValueCase(
      MaxPool(
        window: [2, 3], stride: [2, 2], dilation: [1, 1], padding: [Edges(1, 1), Edges(1, 1)],
        ceilMode: false), [.pattern([1, 1, 5, 6])],
      [1, 1, 3, 3], [0.5, 1.25, 1.25, 1, 1.25, 1, 1.25, 1.25, 1]),
    ValueCase(
      MaxPool(window: [2], stride: [3], dilation: [1], padding: [Edges(0, 0)], ceilMode: false),
      [.pattern([1, 1, 10])],
      [1, 1, 3], [0.5, 1.25, 1]),
    ValueCase(
      MaxPool(window: [2], stride: [2], dilation: [1], padding: [Edges(0, 0)], ceilMode: true),
      [.pattern([1, 2, 7])],
      [1, 2, 4], [0.5, 1.25, 0.25, 1, 0, 0.75, 0.5, -0.5]),
    ValueCase(
      MaxPool(window: [3], stride: [2], dilation: [1], padding: [Edges(1, 1)], ceilMode: true),
      [.pattern([1, 1, 8])],
      [1, 1, 5], [0.5, 1.25, 1.25, 1, 0]),
    ValueCase(
      MaxPool(window: [3], stride: [2], dilation: [2], padding: [Edges(1, 1)], ceilMode: true),
      [.pattern([1, 1, 11])],
      [1, 1, 5], [1.25, 1.25, 1.25, 0.75, 0.75]),
    ValueCase(
      MaxPool(
        window: [2, 3], stride: [2, 2], dilation: [1, 1], padding: [Edges(1, 1), Edges(1, 1)],
        ceilMode: true), [.pattern([1, 1, 5, 6])],
      [1, 1, 3, 4], [0.5, 1.25, 1.25, -0.75, 1, 1.25, 1, 1, 1.25, 1.25, 1, 0.5]),
    ValueCase(
      MaxPool(window: [2], stride: [3], dilation: [1], padding: [Edges(0, 0)], ceilMode: true),
      [.pattern([1, 1, 10])],
      [1, 1, 4], [0.5, 1.25, 1, 0.75]),
    ValueCase(
      MaxPool(window: [2], stride: [2], dilation: [1], padding: [Edges(0, 0)], ceilMode: true),
      [.pattern([1, 1, 1])],
      [1, 1, 1], [-1.25]),
    ValueCase(
      MaxPool(
        window: [2, 2, 2], stride: [1, 2, 2], dilation: [1, 1, 1],
        padding: [Edges(1, 1), Edges(0, 0), Edges(1, 1)], ceilMode: true),
      [.pattern([1, 1, 3, 4, 5])],
      [1, 1, 4, 2, 3],
      [
        -0.75, 1, 1.25, 0.25, 1, 1.25, 1.25, 1, 1.25, 0.25, 1.25, 1.25, 1.25, 1.25, 1, 1, 1.25,
        1.25, 0.5, 1.25, 0.25, 1, 0.5, 1.25,
      ]),
  ]

  /// What PyTorch gives for `avg_pool`.
  static let averagePool: [ValueCase] = [
    ValueCase(
      AveragePool(
        window: [3], stride: [2], dilation: [1], padding: [Edges(1, 1)], ceilMode: false,
        countIncludePad: false), [.pattern([1, 1, 8])],
      [1, 1, 4], [-0.375, 0.4166666667, 0.25, 0.08333333333]),
    ValueCase(
      AveragePool(
        window: [4], stride: [3], dilation: [1], padding: [Edges(2, 2)], ceilMode: false,
        countIncludePad: false), [.pattern([1, 1, 7])],
      [1, 1, 3], [-0.375, 0.375, 0.1666666667]),
    ValueCase(
      AveragePool(
        window: [3, 2], stride: [2, 3], dilation: [1, 1], padding: [Edges(1, 1), Edges(1, 1)],
        ceilMode: false, countIncludePad: false), [.pattern([1, 1, 4, 5])],
      [1, 1, 2, 2], [-1, -0.0625, -0.25, 0]),
    ValueCase(
      AveragePool(
        window: [3], stride: [2], dilation: [1], padding: [Edges(1, 1)], ceilMode: false,
        countIncludePad: true), [.pattern([1, 1, 8])],
      [1, 1, 4], [-0.25, 0.4166666667, 0.25, 0.08333333333]),
    ValueCase(
      AveragePool(
        window: [4], stride: [3], dilation: [1], padding: [Edges(2, 2)], ceilMode: false,
        countIncludePad: true), [.pattern([1, 1, 7])],
      [1, 1, 3], [-0.1875, 0.375, 0.125]),
    ValueCase(
      AveragePool(
        window: [3, 2], stride: [2, 3], dilation: [1, 1], padding: [Edges(1, 1), Edges(1, 1)],
        ceilMode: false, countIncludePad: true), [.pattern([1, 1, 4, 5])],
      [1, 1, 2, 2], [-0.3333333333, -0.04166666667, -0.125, 0]),
    ValueCase(
      AveragePool(
        window: [3], stride: [2], dilation: [1], padding: [Edges(1, 1)], ceilMode: true,
        countIncludePad: false), [.pattern([1, 1, 8])],
      [1, 1, 5], [-0.375, 0.4166666667, 0.25, 0.08333333333, 0]),
    ValueCase(
      AveragePool(
        window: [4], stride: [3], dilation: [1], padding: [Edges(2, 2)], ceilMode: true,
        countIncludePad: false), [.pattern([1, 1, 7])],
      [1, 1, 3], [-0.375, 0.375, 0.1666666667]),
    ValueCase(
      AveragePool(
        window: [3, 2], stride: [2, 3], dilation: [1, 1], padding: [Edges(1, 1), Edges(1, 1)],
        ceilMode: true, countIncludePad: false), [.pattern([1, 1, 4, 5])],
      [1, 1, 3, 2], [-1, -0.0625, -0.25, 0, 0.25, 0.5]),
    ValueCase(
      AveragePool(
        window: [3], stride: [2], dilation: [1], padding: [Edges(1, 1)], ceilMode: true,
        countIncludePad: true), [.pattern([1, 1, 8])],
      [1, 1, 5], [-0.25, 0.4166666667, 0.25, 0.08333333333, 0]),
    ValueCase(
      AveragePool(
        window: [4], stride: [3], dilation: [1], padding: [Edges(2, 2)], ceilMode: true,
        countIncludePad: true), [.pattern([1, 1, 7])],
      [1, 1, 3], [-0.1875, 0.375, 0.125]),
    ValueCase(
      AveragePool(
        window: [3, 2], stride: [2, 3], dilation: [1, 1], padding: [Edges(1, 1), Edges(1, 1)],
        ceilMode: true, countIncludePad: true), [.pattern([1, 1, 4, 5])],
      [1, 1, 3, 2], [-0.3333333333, -0.04166666667, -0.125, 0, 0.0625, 0.25]),
    ValueCase(
      AveragePool(
        window: [2], stride: [2], dilation: [1], padding: [Edges(0, 0)], ceilMode: true,
        countIncludePad: false), [.pattern([1, 1, 1])],
      [1, 1, 1], [-1.25]),
    ValueCase(
      AveragePool(
        window: [2], stride: [2], dilation: [1], padding: [Edges(0, 0)], ceilMode: true,
        countIncludePad: true), [.pattern([1, 1, 1])],
      [1, 1, 1], [-1.25]),
    ValueCase(
      AveragePool(
        window: [2, 2, 3], stride: [2, 1, 2], dilation: [1, 1, 1],
        padding: [Edges(1, 1), Edges(0, 0), Edges(1, 1)], ceilMode: true, countIncludePad: true),
      [.pattern([1, 1, 3, 3, 4])],
      [1, 1, 2, 2, 3],
      [
        -0.1041666667, 0.125, 0.15625, -0.0625, -0.04166666667, -0.15625, 0.1666666667, 0.125,
        -0.09375, 0.02083333333, -0.2083333333, -0.03125,
      ]),
    ValueCase(
      AveragePool(
        window: [3, 3], stride: [3, 3], dilation: [1, 1], padding: [Edges(0, 0), Edges(0, 0)],
        ceilMode: false, countIncludePad: false), [.pattern([1, 2, 3, 3])],
      [1, 2, 1, 1], [-0.05555555556, 0.1111111111]),
  ]

  /// What ONNX Runtime gives for AveragePool-19, with dilation and uneven padding.
  static let averagePoolOfONNX: [ValueCase] = [
    ValueCase(
      AveragePool(
        window: [3], stride: [2], dilation: [2], padding: [Edges(2, 1)], ceilMode: false,
        countIncludePad: false), [.pattern([1, 1, 9])],
      [1, 1, 4], [-0.875, -0.5, 0.25, 0.08333333582], within: 1e-6),
    ValueCase(
      AveragePool(
        window: [3], stride: [2], dilation: [2], padding: [Edges(2, 1)], ceilMode: false,
        countIncludePad: true), [.pattern([1, 1, 9])],
      [1, 1, 4], [-0.5833333135, -0.5, 0.25, 0.08333333582], within: 1e-6),
    ValueCase(
      AveragePool(
        window: [3], stride: [1], dilation: [3], padding: [Edges(1, 2)], ceilMode: false,
        countIncludePad: false), [.pattern([1, 1, 9])],
      [1, 1, 6], [-0.625, 0.3333333433, 0.25, -0.75, 1.125, 0.125], within: 1e-6),
    ValueCase(
      AveragePool(
        window: [3], stride: [1], dilation: [3], padding: [Edges(1, 2)], ceilMode: false,
        countIncludePad: true), [.pattern([1, 1, 9])],
      [1, 1, 6], [-0.4166666567, 0.3333333433, 0.25, -0.75, 0.75, 0.08333333582], within: 1e-6),
  ]
}
