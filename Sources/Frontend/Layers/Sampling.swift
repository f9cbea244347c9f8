extension Tensor {
  /// Returns an image [N, C, S…] sampled at computed places: with a grid [N, O…, D] of D spatial
  /// dimensions, [N, C, O…].
  ///
  /// The last dimension of the grid has coordinates from −1 to 1, that of the last spatial
  /// dimension first: between the outer borders of the image, or between the centres of its
  /// outermost cells with
  /// `alignCorners`. `.cubic` is that of Keys with a = −0.75 (all as PyTorch's `grid_sample`).
  /// Errors: a grid of other extents, an image that is not of floats but for `.nearest`.
  public func gridSample(
    _ grid: Tensor, mode: Resize.Mode = .linear, padding: SamplePadding = .zeros,
    alignCorners: Bool = false, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [grid]) {
      let fits =
        rank > 2 && grid.rank == rank && grid.extents[0] == extents[0]
        && grid.extents[rank - 1] == rank - 2 && grid.elementType.isFloatingPoint
        && (mode == .nearest || elementType.isFloatingPoint)
      if !fits {
        return failure(
          "grid_sample: grid \(grid.type) does not fit image \(type) and mode \(mode.rawValue), "
            + "expected floats and a coordinate for each spatial dimension")
      }
      return GridSampler(self, grid, mode, padding, alignCorners: alignCorners).samples()
    }
  }

  /// Returns the grid for `gridSample` of the affine maps [N, D, D + 1] from the places of a result
  /// with D spatial extents to those of an image: [N, S…, D] (as PyTorch's `affine_grid`).
  ///
  /// Errors: maps of other extents, elements that are not floats.
  public func affineGrid(
    to extents: any PerDimension, alignCorners: Bool = false, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      let spatial = rank == 3 ? self.extents[1] : 0
      guard spatial > 0, self.extents[2] == spatial + 1, elementType.isFloatingPoint,
        let target = extents.values(spatial), target.allSatisfy({ $0 >= 1 })
      else {
        return failure(
          "affine_grid: \(type) is not a map [N, D, D + 1] for each of extents \(extents)")
      }
      let type = TensorType(elementType == .f64 ? .f64 : .f32, target + [1])
      let axes = (0..<spatial).reversed().map { axis in
        let position = builder.append(Iota(type: type, axis: axis), [])
        let count = Double(alignCorners ? target[axis] - 1 : target[axis])
        return (position * 2 - Double(target[axis] - 1)) / Swift.max(count, 1)
      }
      let places = concatenate(axes + [axes[0].filled(with: 1)], axis: spatial)
      let product = Tensor.apply(
        Contract(batch: [], contracting: [[2, spatial]]), [converted(to: type.elementType), places])
      return product.moved(from: 1, to: spatial + 1).converted(to: elementType)
    }
  }
}

/// What a sample is made of where cells of the image are missing.
public enum SamplePadding: String, CaseIterable, Sendable {
  /// Zeros.
  case zeros
  /// The cell at the border.
  case border
  /// The image reflected at its outer border, or at the centres of its outermost cells.
  case reflection
}
