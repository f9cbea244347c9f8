import GraphIR

extension OpCases {
  /// Every mode with every coordinate and rounding.
  static let resize: [OpCase] = nearest + mixing + scaled + manyDimensions

  /// One dimension up and down: by integers, by odd ratios, to and from 1, and not at all.
  private static let sizes = [
    (4, 8), (5, 15), (8, 4), (9, 3), (7, 5), (5, 7), (6, 1), (1, 4), (5, 5),
  ]

  /// Nearest cells of each rounding.
  private static let nearest: [OpCase] = Resize.Coordinates.allCases.flatMap { coordinates in
    Resize.Rounding.allCases.flatMap { rounding in
      sizes.map { from, to in
        let op = Resize(
          extents: [to], mode: .nearest, coordinates: coordinates, rounding: rounding)
        return OpCase(op, [TensorType(.f32, [1, 2, from])])
      }
    }
  }

  /// Mixtures of cells.
  private static let mixing: [OpCase] = Resize.Coordinates.allCases.flatMap { coordinates in
    [Resize.Mode.linear, .cubic].flatMap { mode in
      sizes.map { from, to in
        let op = Resize(extents: [to], mode: mode, coordinates: coordinates)
        return OpCase(op, [TensorType(.f32, [1, 1, from])])
      }
    }
  }

  /// Given scales that the extents do not have.
  private static let scaled: [OpCase] = Resize.Coordinates.allCases.flatMap { coordinates in
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
}
