import GraphIR

extension ValueCase {
  /// What ONNX Runtime gives for Resize-19.
  static let resizeOfONNX: [ValueCase] = [
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferFloor),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -1.25, 0.5, -0.5, -0.5, 1.25, 0.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferFloor),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [0.5, 1.25, 1], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .asymmetric, rounding: .roundPreferFloor),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 0.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .asymmetric, rounding: .roundPreferFloor),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, 1.25, -0.75], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .alignCorners, rounding: .roundPreferFloor),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 1.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .alignCorners, rounding: .roundPreferFloor),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, 1.25, 0], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferFloor),
      [.pattern([1, 1, 4])],
      [1, 1, 8], [-1.25, -1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 1.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferFloor),
      [.pattern([1, 1, 6])],
      [1, 1, 3], [-1.25, -0.5, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferCeil),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -1.25, 0.5, -0.5, -0.5, 1.25, 0.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferCeil),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [0.5, 0.25, 1], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .asymmetric, rounding: .roundPreferCeil),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, 0.5, 0.5, -0.5, 1.25, 1.25, 0.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .asymmetric, rounding: .roundPreferCeil),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, 1.25, -0.75], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .alignCorners, rounding: .roundPreferCeil),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 1.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .alignCorners, rounding: .roundPreferCeil),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, 0.25, 0], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferCeil),
      [.pattern([1, 1, 4])],
      [1, 1, 8], [-1.25, -1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 1.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .roundPreferCeil),
      [.pattern([1, 1, 6])],
      [1, 1, 3], [0.5, 1.25, -0.75], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .floor),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .floor),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, 1.25, 1], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -1.25, 0.5, 0.5, -0.5, 1.25, 1.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, -0.5, -0.75], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .alignCorners, rounding: .floor),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .alignCorners, rounding: .floor),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, 1.25, 0], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .floor),
      [.pattern([1, 1, 4])],
      [1, 1, 8], [-1.25, -1.25, -1.25, 0.5, 0.5, -0.5, -0.5, 1.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .floor),
      [.pattern([1, 1, 6])],
      [1, 1, 3], [-1.25, -0.5, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .ceil),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, 0.5, -0.5, -0.5, 1.25, 1.25, 0.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .ceil),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [0.5, 0.25, 0], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .asymmetric, rounding: .ceil),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, 0.5, -0.5, -0.5, 1.25, 0.25, 0.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .asymmetric, rounding: .ceil),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, 1.25, 1], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .alignCorners, rounding: .ceil),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, 0.5, -0.5, -0.5, 1.25, 1.25, 0.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .alignCorners, rounding: .ceil),
      [.pattern([1, 1, 8])],
      [1, 1, 3], [-1.25, 0.25, 0], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .nearest, coordinates: .halfPixel, rounding: .ceil),
      [.pattern([1, 1, 4])],
      [1, 1, 8], [-1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 1.25, 1.25], within: 2e-6),
    ValueCase(
      Resize(extents: [3], mode: .nearest, coordinates: .halfPixel, rounding: .ceil),
      [.pattern([1, 1, 6])],
      [1, 1, 3], [0.5, 1.25, -0.75], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -0.484375, 0.4375, -0.1875, 0.046875, 1.140625, 0.6875, 0.25], within: 2e-6
    ),
    ValueCase(
      Resize(extents: [8], mode: .linear, coordinates: .alignCorners), [.pattern([1, 1, 5])],
      [1, 1, 8],
      [
        -1.25, -0.25, 0.3571428657, -0.2142857313, 1.788139343e-07, 1.000000119, 0.8214285374, 0.25,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .linear, coordinates: .asymmetric), [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -0.15625, 0.25, -0.375, 0.375, 1.125, 0.5, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .linear, coordinates: .halfPixelSymmetric), [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -0.484375, 0.4375, -0.1875, 0.046875, 1.140625, 0.6875, 0.25], within: 2e-6
    ),
    ValueCase(
      Resize(extents: [8], mode: .linear, coordinates: .pytorchHalfPixel), [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -0.484375, 0.4375, -0.1875, 0.046875, 1.140625, 0.6875, 0.25], within: 2e-6
    ),
    ValueCase(
      Resize(extents: [2, 8], mode: .cubic, coordinates: .halfPixel), [.pattern([1, 1, 3, 5])],
      [1, 1, 2, 8],
      [
        -1.32573247, -0.2720199227, 0.7108824849, -0.1155281663, -0.1773304343, 0.6791841388,
        0.5987221003, 0.3107088804, -0.3107088804, -0.5987221003, -0.6791841388, 0.1773304343,
        0.1155281663, -0.7108824849, 0.2720199227, 1.32573247,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [2, 8], mode: .cubic, coordinates: .alignCorners), [.pattern([1, 1, 3, 5])],
      [1, 1, 2, 8],
      [
        -1.25, -0.129737556, 0.4938047528, -0.3509485424, -0.103862673, 1.103863001, 1.013848305,
        0.25, -0.25, -1.013848305, -1.103862882, 0.1038629413, 0.3509474993, -0.4938051403,
        0.1297376752, 1.25,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [2, 8], mode: .cubic, coordinates: .asymmetric), [.pattern([1, 1, 3, 5])],
      [1, 1, 2, 8],
      [
        -1.25, -0.02075195312, 0.396484375, -0.5031738281, 0.375, 1.271118164, 0.5380859375,
        0.1401367188, -0.453125, -0.2544555664, 0.09060668945, 0.3518180847, -0.4851074219,
        -0.84141922, 0.5477600098, 1.267459869,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [2, 8], mode: .cubic, coordinates: .halfPixelSymmetric),
      [.pattern([1, 1, 3, 5])],
      [1, 1, 2, 8],
      [
        -1.32573247, -0.2720199227, 0.7108824849, -0.1155281663, -0.1773304343, 0.6791841388,
        0.5987221003, 0.3107088804, -0.3107080162, -0.598721683, -0.6791841984, 0.1773307323,
        0.1155280769, -0.7108834982, 0.2720192671, 1.325732231,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [2, 8], mode: .cubic, coordinates: .pytorchHalfPixel),
      [.pattern([1, 1, 3, 5])],
      [1, 1, 2, 8],
      [
        -1.32573247, -0.2720199227, 0.7108824849, -0.1155281663, -0.1773304343, 0.6791841388,
        0.5987221003, 0.3107088804, -0.3107088804, -0.5987221003, -0.6791841388, 0.1773304343,
        0.1155281663, -0.7108824849, 0.2720199227, 1.32573247,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [1], mode: .linear, coordinates: .pytorchHalfPixel), [.pattern([1, 1, 5])],
      [1, 1, 1], [-1.25], within: 2e-6),
    ValueCase(
      Resize(extents: [1], mode: .linear, coordinates: .halfPixel), [.pattern([1, 1, 5])],
      [1, 1, 1], [-0.5], within: 2e-6),
    ValueCase(
      Resize(extents: [8], scales: [1.7], mode: .linear, coordinates: .halfPixel),
      [.pattern([1, 1, 5])],
      [1, 1, 8],
      [
        -1.25, -0.5808824897, 0.4485293627, -0.05882358551, -0.2426472157, 0.7867646813,
        0.9264707565, 0.3382353783,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [8], scales: [1.7], mode: .linear, coordinates: .halfPixelSymmetric),
      [.pattern([1, 1, 5])],
      [1, 1, 8],
      [
        -1.25, -0.3235294223, 0.3823528886, -0.2058823109, 0.01470553875, 1.044117451, 0.7794117928,
        0.25,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [3], scales: [0.4], mode: .linear, coordinates: .halfPixelSymmetric),
      [.pattern([1, 1, 9])],
      [1, 1, 3], [-1.192092896e-07, 0.25, 0.5], within: 2e-6),
    ValueCase(
      Resize(extents: [7], scales: [1.5], mode: .linear, coordinates: .asymmetric),
      [.pattern([1, 1, 5])],
      [1, 1, 7], [-1.25, -0.08333329111, 0.1666666269, -0.5, 0.6666668057, 0.9166667461, 0.25],
      within: 2e-6),
    ValueCase(
      Resize(
        extents: [8], scales: [1.7], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [.pattern([1, 1, 5])],
      [1, 1, 8], [-1.25, -1.25, 0.5, 0.5, -0.5, -0.5, 1.25, 0.25], within: 2e-6),
    ValueCase(
      Resize(extents: [4, 2], scales: [1.5, 0.7], mode: .cubic, coordinates: .halfPixel),
      [.pattern([1, 1, 3, 4])],
      [1, 1, 4, 2],
      [
        -0.9683706164, -0.3059650958, -0.3776429892, 0.1172566861, -0.002887765877, 0.4928660095,
        -0.5307275653, 0.3418262601,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [5, 6], mode: .cubic, coordinates: .halfPixel, cubic: -0.5),
      [.pattern([1, 1, 3, 4])],
      [1, 1, 5, 6],
      [
        -1.457457662, -0.3094998598, 0.5276106, -0.5436108112, 0.2934998274, 1.441457868,
        -0.659796536, -0.3443751037, 0.00349060446, 0.06934262067, 0.4923749864, 0.8814351559,
        0.3078701496, -0.359375, -0.5856481791, 0.8356479406, 0.609375, -0.05787038803,
        -0.4917960763, -0.1763748974, 0.1928796619, 0.344287008, -0.263625145, -0.9055091739,
        -1.191457868, -0.04349993914, 0.8274767399, -0.1082821637, -0.9034998417, -1.387869835,
      ], within: 2e-6),
    ValueCase(
      Resize(extents: [5, 6], mode: .cubic, coordinates: .asymmetric, cubic: -0.5),
      [.pattern([1, 1, 3, 4])],
      [1, 1, 5, 6],
      [
        -1.25, 0.05555540323, 0.2685191631, -0.5, 0.6944447756, 1.37962985, -0.2239998281,
        -0.4071111679, -0.1305923164, 0.5260000229, 0.5837777257, 0.562518537, 0.1560003161,
        -0.4891111255, -0.1677779257, 0.9060000181, 0.1342961639, -0.3571110666, -0.7859998941,
        0.1602222621, 0.4766664505, -0.03600004315, -0.7905930877, -1.15733397, -1.090000153,
        0.3695553839, 0.6843700409, -0.3399998248, -1.088074207, -1.41407454,
      ], within: 2e-6),
  ]
}

extension ValueCase {
  /// What the reference implementation of ONNX gives for wide kernels and parts of images.
  static let resizeOfReference: [ValueCase] = [
    ValueCase(
      Resize(extents: [3], mode: .linear, antialias: true), [.pattern([1, 1, 8])], [1, 1, 3],
      [-0.3081395349, 0.2916666667, 0.2093023256]),
    ValueCase(
      Resize(extents: [4], mode: .cubic, antialias: true), [.pattern([1, 1, 9])], [1, 1, 4],
      [-0.4721163348, 0.5103093401, 0.1735508318, -0.2434443933], within: 2e-6),
    ValueCase(
      Resize(extents: [4], mode: .cubic, cubic: -0.5, antialias: true, excludeOutside: true),
      [.pattern([1, 1, 9])], [1, 1, 4],
      [-0.395935688, 0.4770416295, 0.1105614308, -0.204806361], within: 2e-6),
    ValueCase(
      Resize(extents: [8], mode: .cubic, excludeOutside: true), [.pattern([1, 1, 5])], [1, 1, 8],
      [
        -1.444259962, -0.4954243848, 0.5176086426, -0.3133850098, -0.04879760742, 1.201507568,
        0.7674039259, 0.1389943074,
      ]),
    ValueCase(
      Resize(
        extents: [6], mode: .linear, coordinates: .cropAndResize, cropStart: [0.25],
        cropEnd: [1.5], extrapolation: 9), [.pattern([1, 1, 5])], [1, 1, 6],
      [0.5, -0.5, 1.25, 0.25, 9, 9]),
    ValueCase(
      Resize(
        extents: [2], scales: [0.6000000238418579], mode: .linear, coordinates: .alignCorners),
      [.pattern([1, 1, 4])], [1, 1, 2], [-1.25, -0.2500002554]),
  ]
}
