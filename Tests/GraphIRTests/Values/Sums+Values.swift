import GraphIR

extension ValueCase {
  /// What ONNX Runtime gives for CumSum-14.
  static let cumulativeSum: [ValueCase] = [
    ValueCase(
      CumulativeSum(axis: 0, exclusive: false, reverse: false), [.pattern([5])],
      [5], [-1.25, -0.75, -1.25, 0, 0.25]),
    ValueCase(
      CumulativeSum(axis: 1, exclusive: false, reverse: false), [.pattern([2, 3, 2])],
      [2, 3, 2], [-1.25, 0.5, -1.75, 1.75, -1.5, 1, 1, 0, 0, 0.75, -0.25, -0.5]),
    ValueCase(
      CumulativeSum(axis: 0, exclusive: false, reverse: true), [.pattern([5])],
      [5], [0.25, 1.5, 1, 1.5, 0.25]),
    ValueCase(
      CumulativeSum(axis: 1, exclusive: false, reverse: true), [.pattern([2, 3, 2])],
      [2, 3, 2], [-1.5, 1, -0.25, 0.5, 0.25, -0.75, -0.25, -0.5, -1.25, -0.5, -0.25, -1.25]),
    ValueCase(
      CumulativeSum(axis: 0, exclusive: true, reverse: false), [.pattern([5])],
      [5], [0, -1.25, -0.75, -1.25, 0]),
    ValueCase(
      CumulativeSum(axis: 1, exclusive: true, reverse: false), [.pattern([2, 3, 2])],
      [2, 3, 2], [0, 0, -1.25, 0.5, -1.75, 1.75, 0, 0, 1, 0, 0, 0.75]),
    ValueCase(
      CumulativeSum(axis: 0, exclusive: true, reverse: true), [.pattern([5])],
      [5], [1.5, 1, 1.5, 0.25, 0]),
    ValueCase(
      CumulativeSum(axis: 1, exclusive: true, reverse: true), [.pattern([2, 3, 2])],
      [2, 3, 2], [-0.25, 0.5, 0.25, -0.75, 0, 0, -1.25, -0.5, -0.25, -1.25, 0, 0]),
  ]

  /// What PyTorch gives for `softmax` and `log_softmax` of flattened axes.
  static let softmax: [ValueCase] = [
    ValueCase(
      Softmax(axes: [0]), [.pattern([5])],
      [5], [0.03916072961, 0.2253544394, 0.08290326523, 0.4770753519, 0.1755062139]),
    ValueCase(
      Softmax(axes: [0]), [.pattern([2, 3])],
      [2, 3], [0.07585818002, 0.5621765009, 0.5621765009, 0.92414182, 0.4378234991, 0.4378234991]),
    ValueCase(
      Softmax(axes: [1]), [.pattern([2, 3, 2])],
      [2, 3, 2],
      [
        0.1316016471, 0.2938147747, 0.2786006892, 0.6220058829, 0.5897976637, 0.08417934234,
        0.703313976, 0.2938147747, 0.09518319615, 0.6220058829, 0.2015028278, 0.08417934234,
      ]),
    ValueCase(
      Softmax(axes: [1, 2]), [.pattern([2, 2, 3])],
      [2, 2, 3],
      [
        0.03678565884, 0.2116868508, 0.07787524037, 0.4481410666, 0.1648618852, 0.06064929818,
        0.3739828328, 0.1375805955, 0.0506130726, 0.291258123, 0.1071478755, 0.03941750057,
      ]),
    ValueCase(
      Softmax(axes: [0, 2]), [.pattern([2, 3, 2])],
      [2, 3, 2],
      [
        0.05067734973, 0.2916280124, 0.09215335987, 0.5303059713, 0.4550542339, 0.1674050973,
        0.4808133071, 0.1768813307, 0.05589383816, 0.3216468306, 0.2760043447, 0.1015363241,
      ]),
    ValueCase(
      LogSoftmax(axes: [0]), [.pattern([5])],
      [5], [-3.24008083, -1.49008083, -2.49008083, -0.7400808301, -1.74008083]),
    ValueCase(
      LogSoftmax(axes: [0]), [.pattern([2, 3])],
      [2, 3],
      [-2.578889734, -0.5759394199, -0.5759394199, -0.07888973429, -0.8259394199, -0.8259394199]),
    ValueCase(
      LogSoftmax(axes: [1]), [.pattern([2, 3, 2])],
      [2, 3, 2],
      [
        -2.027975744, -1.224805728, -1.277975744, -0.4748057282, -0.5279757439, -2.474805728,
        -0.3519518638, -1.224805728, -2.351951864, -0.4748057282, -1.601951864, -2.474805728,
      ]),
    ValueCase(
      LogSoftmax(axes: [1, 2]), [.pattern([2, 2, 3])],
      [2, 2, 3],
      [
        -3.302647215, -1.552647215, -2.552647215, -0.8026472152, -1.802647215, -2.802647215,
        -0.9835453843, -1.983545384, -2.983545384, -1.233545384, -2.233545384, -3.233545384,
      ]),
    ValueCase(
      LogSoftmax(axes: [0, 2]), [.pattern([2, 3, 2])],
      [2, 3, 2],
      [
        -2.982276219, -1.232276219, -2.384301135, -0.6343011346, -0.7873386717, -1.787338672,
        -0.7322762191, -1.732276219, -2.884301135, -1.134301135, -1.287338672, -2.287338672,
      ]),
  ]
}
