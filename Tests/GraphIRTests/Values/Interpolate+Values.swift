import GraphIR

extension ValueCase {
  /// What PyTorch gives for `interpolate`.
  static let interpolate: [ValueCase] = [
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [.pattern([1, 1, 4])],
      [1, 1, 8], [-1.25, -1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 1.25]),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferCeil),
      [.pattern([1, 1, 4])],
      [1, 1, 8], [-1.25, -1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 1.25]),
    ValueCase(
      Resize(extents: [8], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 4])],
      [1, 1, 8], [-1.25, -0.8125, 0.0625, 0.25, -0.25, -0.0625, 0.8125, 1.25]),
    ValueCase(
      Resize(extents: [8], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 4])],
      [1, 1, 8], [-1.25, -0.5, 0.25, 0.2142857143, -0.2142857143, -0.25, 0.5, 1.25]),
    ValueCase(
      Resize(extents: [7], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [.pattern([1, 1, 3])],
      [1, 1, 7], [-1.25, -1.25, -1.25, 0.5, 0.5, -0.5, -0.5]),
    ValueCase(
      Resize(extents: [7], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferCeil),
      [.pattern([1, 1, 3])],
      [1, 1, 7], [-1.25, -1.25, 0.5, 0.5, 0.5, -0.5, -0.5]),
    ValueCase(
      Resize(extents: [7], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 3])],
      [1, 1, 7], [-1.25, -1, -0.25, 0.5, 0.07142857143, -0.3571428571, -0.5]),
    ValueCase(
      Resize(extents: [7], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 3])],
      [1, 1, 7], [-1.25, -0.6666666667, -0.08333333333, 0.5, 0.1666666667, -0.1666666667, -0.5]),
    ValueCase(
      Resize(extents: [4], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [.pattern([1, 1, 9])],
      [1, 1, 4], [-1.25, -0.5, 0.25, 1]),
    ValueCase(
      Resize(extents: [4], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferCeil),
      [.pattern([1, 1, 9])],
      [1, 1, 4], [0.5, 1.25, -0.75, 0]),
    ValueCase(
      Resize(extents: [4], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 9])],
      [1, 1, 4], [-0.15625, 1.03125, -0.53125, -0.375]),
    ValueCase(
      Resize(extents: [4], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 9])],
      [1, 1, 4], [-1.25, 0.6666666667, -0.1666666667, -1]),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [.pattern([1, 1, 1])],
      [1, 1, 3], [-1.25, -1.25, -1.25]),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferCeil),
      [.pattern([1, 1, 1])],
      [1, 1, 3], [-1.25, -1.25, -1.25]),
    ValueCase(
      Resize(extents: [3], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 1])],
      [1, 1, 3], [-1.25, -1.25, -1.25]),
    ValueCase(
      Resize(extents: [3], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 1])],
      [1, 1, 3], [-1.25, -1.25, -1.25]),
    ValueCase(
      Resize(extents: [1], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 5])],
      [1, 1, 1], [-1.25]),
    ValueCase(
      Resize(extents: [1], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 5])],
      [1, 1, 1], [-0.5]),
    ValueCase(
      Resize(extents: [6, 5], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 3, 4])],
      [1, 1, 6, 5],
      [
        -1.25, -0.025, 0, 0.025, 1.25, -0.875, -0.13125, 0.03125, 0.19375, 0.9375, -0.125, -0.34375,
        0.09375, 0.53125, 0.3125, -0.0625, -0.28125, 0.15625, 0.3875, -0.3125, -0.6875, 0.05625,
        0.21875, -0.2375, -0.9375, -1, 0.225, 0.25, -0.55, -1.25,
      ]),
    ValueCase(
      Resize(extents: [6, 5], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 3, 4])],
      [1, 1, 6, 5],
      [
        -1.25, 0.0625, 0, -0.0625, 1.25, -0.65, -0.1625, 0.05, 0.2625, 0.75, -0.05, -0.3875, 0.1,
        0.5875, 0.25, -2.220446049e-16, -0.3375, 0.15, 0.5, -0.25, -0.5, -0.0125, 0.2,
        -1.110223025e-16, -0.75, -1, 0.3125, 0.25, -0.5, -1.25,
      ]),
    ValueCase(
      Resize(extents: [6, 5], mode: .cubic, coordinates: .halfPixel), [.pattern([1, 1, 3, 4])],
      [1, 1, 6, 5],
      [
        -1.532135498, 0.2048918457, -0.01318359375, -0.2312590332, 1.505768311, -0.9288000488,
        -0.09248364258, 0.01486206055, 0.1673088379, 1.07920459, 0.08251196289, -0.5951325684,
        0.05630493164, 0.8430456543, 0.3921391602, 0.1655197754, -0.5121247559, 0.2249145508,
        0.6713024902, -0.4934089355, -0.7266516113, 0.1096647949, 0.4254760742, -0.2509362793,
        -1.077365479, -1.255768311, 0.4812590332, 0.5481872559, -0.8030627441, -1.442585938,
      ]),
    ValueCase(
      Resize(extents: [6, 5], mode: .cubic, coordinates: .alignCorners), [.pattern([1, 1, 3, 4])],
      [1, 1, 6, 5],
      [
        -1.25, 0.208984375, 0, -0.208984375, 1.25, -0.578, -0.2308320313, 0.0209375, 0.3546914063,
        0.855, 0.106, -0.6586484375, 0.06625, 0.9004609375, 0.34, 0.174, -0.5906484375, 0.204375,
        0.7989921875, -0.34, -0.407, -0.05983203125, 0.36828125, 0.09952734375, -0.855, -1,
        0.458984375, 0.5078125, -0.58203125, -1.25,
      ]),
    ValueCase(
      Resize(extents: [3, 4], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 5, 6])],
      [1, 1, 3, 4],
      [
        -0.2916666667, -0.4166666667, 0.8333333333, -0.6666666667, 0.25, 0.8125, 0, 0.5625, -0.125,
        0.4375, -0.375, 0.1875,
      ]),
    ValueCase(
      Resize(extents: [3, 4], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 5, 6])],
      [1, 1, 3, 4],
      [
        -1.25, -0.1666666667, 0.9166666667, -0.75, 0.5, 0.6666666667, -0.08333333333, 1, -0.5,
        0.5833333333, -0.1666666667, 0,
      ]),
    ValueCase(
      Resize(extents: [3, 4], mode: .cubic, coordinates: .halfPixel), [.pattern([1, 1, 5, 6])],
      [1, 1, 3, 4],
      [
        -0.2730215567, -0.6908275463, 1.135018808, -0.8063874421, 0.2119140625, 0.923828125,
        -0.1435546875, 0.568359375, -0.1653103299, 0.5466037326, -0.5207790799, 0.1911349826,
      ]),
    ValueCase(
      Resize(extents: [3, 4], mode: .cubic, coordinates: .alignCorners), [.pattern([1, 1, 5, 6])],
      [1, 1, 3, 4],
      [
        -1.25, -0.2824074074, 1.185185185, -0.75, 0.5, 0.7546296296, -0.2731481481, 1, -0.5,
        0.7731481481, -0.2546296296, 0,
      ]),
    ValueCase(
      Resize(extents: [2, 5], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 1, 3])],
      [1, 1, 2, 5], [-1.25, -0.55, 0.5, -0.1, -0.5, -1.25, -0.55, 0.5, -0.1, -0.5]),
    ValueCase(
      Resize(extents: [2, 5], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 1, 3])],
      [1, 1, 2, 5], [-1.25, -0.375, 0.5, 0, -0.5, -1.25, -0.375, 0.5, 0, -0.5]),
    ValueCase(
      Resize(extents: [2, 5], mode: .cubic, coordinates: .halfPixel), [.pattern([1, 1, 1, 3])],
      [1, 1, 2, 5], [-1.418, -0.499, 0.5, 0.014, -0.596, -1.418, -0.499, 0.5, 0.014, -0.596]),
    ValueCase(
      Resize(extents: [2, 5], mode: .cubic, coordinates: .alignCorners), [.pattern([1, 1, 1, 3])],
      [1, 1, 2, 5], [-1.25, -0.28125, 0.5, 0.1640625, -0.5, -1.25, -0.28125, 0.5, 0.1640625, -0.5]),
    ValueCase(
      Resize(extents: [3, 2, 4], mode: .linear, coordinates: .halfPixel),
      [.pattern([1, 1, 2, 3, 2])],
      [1, 1, 3, 2, 4],
      [
        -1.0625, -0.625, 0.25, 0.6875, 0.0625, -0.015625, -0.171875, -0.25, -0.28125, -0.1015625,
        0.2578125, 0.4375, -0.1875, -0.265625, -0.421875, -0.5, 0.5, 0.421875, 0.265625, 0.1875,
        -0.4375, -0.515625, -0.671875, -0.75,
      ]),
    ValueCase(
      Resize(extents: [3, 2, 4], mode: .linear, coordinates: .alignCorners),
      [.pattern([1, 1, 2, 3, 2])],
      [1, 1, 3, 2, 4],
      [
        -1.25, -0.6666666667, -0.08333333333, 0.5, 0.25, -0.08333333333, -0.4166666667, -0.75,
        -0.125, 0, 0.125, 0.25, 0, -0.3333333333, -0.6666666667, -1, 1, 0.6666666667, 0.3333333333,
        0, -0.25, -0.5833333333, -0.9166666667, -1.25,
      ]),
    ValueCase(
      Resize(extents: [4, 2, 3], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [.pattern([1, 1, 2, 3, 2])],
      [1, 1, 4, 2, 3],
      [
        -1.25, -1.25, 0.5, -0.5, -0.5, 1.25, -1.25, -1.25, 0.5, -0.5, -0.5, 1.25, 1, 1, 0, -1, -1,
        0.75, 1, 1, 0, -1, -1, 0.75,
      ]),
  ]
}
