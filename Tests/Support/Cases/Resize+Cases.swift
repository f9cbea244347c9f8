import GraphIR

extension OpCases {
  /// Every mode with every coordinate and rounding.
  static let resize: [OpCase] = nearest + mixing + scaled + manyDimensions + wide + cropped

  /// One dimension up and down: by integers, by odd ratios, to and from 1, and not at all.
  private static let sizes = [
    (4, 8), (5, 15), (8, 4), (9, 3), (7, 5), (5, 7), (6, 1), (1, 4), (5, 5),
  ]

  /// The coordinates that need nothing but extents.
  private static let uncropped = Resize.Coordinates.allCases.filter { $0 != .cropAndResize }

  /// Nearest cells of each rounding.
  private static let nearest: [OpCase] = uncropped.flatMap { coordinates in
    Resize.Rounding.allCases.flatMap { rounding in
      sizes.map { from, to in
        let op = Resize(
          extents: [to], mode: .nearest, coordinates: coordinates, rounding: rounding)
        return OpCase(op, [TensorType(.f32, [1, 2, from])])
      }
    }
  }

  /// Mixtures of cells.
  private static let mixing: [OpCase] = uncropped.flatMap { coordinates in
    [Resize.Mode.linear, .cubic].flatMap { mode in
      sizes.map { from, to in
        let op = Resize(extents: [to], mode: mode, coordinates: coordinates)
        return OpCase(op, [TensorType(.f32, [1, 1, from])])
      }
    }
  }

  /// Given scales that the extents do not have.
  private static let scaled: [OpCase] = uncropped.flatMap { coordinates in
    Resize.Mode.allCases.flatMap { mode in
      [(5, 8, 1.7), (7, 3, 0.45), (4, 6, 0.2), (3, 4, 9.5)].map { from, to, scale in
        let op = Resize(
          extents: [to], scales: [Scalar(scale)], mode: mode, coordinates: coordinates)
        return OpCase(op, [TensorType(.f32, [1, 1, from])])
      }
    }
  }

  /// Two and three dimensions, other cubic kernels and no element.
  private static let manyDimensions: [OpCase] = [
    OpCase(Resize(extents: [3], mode: .linear), [TensorType(.f32, [0, 2, 5])]),
    OpCase(Resize(extents: [6, 3], mode: .nearest), [TensorType(.f32, [2, 2, 3, 5])]),
    OpCase(Resize(extents: [6, 7], mode: .linear), [TensorType(.f32, [2, 1, 3, 9])]),
    OpCase(
      Resize(extents: [5, 4], mode: .cubic, coordinates: .alignCorners, cubic: -0.5),
      [TensorType(.f32, [1, 2, 3, 6])]),
    OpCase(
      Resize(extents: [9], mode: .cubic, cubic: 0), [TensorType(.f32, [1, 1, 5])]),
    OpCase(
      Resize(extents: [4, 3, 6], mode: .linear, coordinates: .alignCorners),
      [TensorType(.f32, [1, 2, 2, 5, 3])]),
    OpCase(
      Resize(extents: [4, 2, 6], mode: .nearest, coordinates: .asymmetric, rounding: .floor),
      [TensorType(.f32, [1, 2, 2, 4, 3])]),
  ]

  /// Wide kernels, and those that leave out what is outside.
  private static let wide: [OpCase] = [Resize.Mode.linear, .cubic].flatMap { mode in
    [(true, false), (true, true), (false, true)].flatMap { antialias, excludeOutside in
      sizes.map { from, to in
        let op = Resize(
          extents: [to], mode: mode, antialias: antialias, excludeOutside: excludeOutside)
        return OpCase(op, [TensorType(.f32, [1, 1, from])])
      }
        + [
          OpCase(
            Resize(
              extents: [3], scales: [0.4], mode: mode, antialias: antialias,
              excludeOutside: excludeOutside), [TensorType(.f32, [1, 2, 9])])
        ]
    }
  }

  /// Parts of images, some of which reach outside or run backward. All are loose: of a box only one
  /// side may be inside.
  private static let cropped: [OpCase] = Resize.Mode.allCases.flatMap { mode in
    [(0.2, 0.7), (-0.5, 1.5), (1.1, 0.1), (0.4, 0.4), (3, 4)].flatMap { start, end in
      [(5, 4), (3, 7), (4, 1)].map { from, to in
        let op = Resize(
          extents: [to, 2], mode: mode, coordinates: .cropAndResize,
          cropStart: [Scalar(start), 0], cropEnd: [Scalar(end), 1], extrapolation: 7)
        return OpCase(op, [TensorType(.f32, [1, 2, from, 3])], isLoose: true)
      }
    }
  }
}
