extension Tensor {
  /// Returns an image [N, C, S…] with other spatial extents.
  ///
  /// `.nearest` takes cell ⌊i·n/m⌋; `.linear` and `.cubic` (Keys, a = −0.75) interpolate at
  /// half-pixel centres, or between the outermost centres with `alignCorners`. With `antialias`
  /// they take in all cells that a result stands for, and `.cubic` has a = −0.5 (all as PyTorch).
  public func resize(
    to extents: any PerDimension, mode: Resize.Mode = .linear, alignCorners: Bool = false,
    antialias: Bool = false, file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard rank > 2, let target = extents.values(rank - 2) else {
        return failure(
          "resize: \(extents) does not fit \(type), expected a number for each spatial dimension")
      }
      let coordinates: Resize.Coordinates =
        alignCorners ? .alignCorners : mode == .nearest ? .asymmetric : .halfPixel
      let op = Resize(
        extents: target, mode: mode, coordinates: coordinates,
        rounding: mode == .nearest ? .floor : .roundPreferFloor, cubic: antialias ? -0.5 : -0.75,
        antialias: antialias, excludeOutside: antialias)
      return .apply(
        op, [self], presuming: TensorType(elementType, self.extents.prefix(2) + target))
    }
  }

  /// Returns an image [N, C, S…] with spatial extents `factor` times as large.
  ///
  /// Modes as `resize(to:mode:alignCorners:)`.
  public func upsample(
    _ factor: any PerDimension, mode: Resize.Mode = .nearest, alignCorners: Bool = false,
    file: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard rank > 2, let factors = factor.values(rank - 2) else {
        return failure(
          "upsample: \(factor) does not fit \(type), expected a number for each spatial dimension")
      }
      let extents = Swift.zip(extents.dropFirst(2), factors).map { $0 * $1 }
      return resize(to: extents, mode: mode, alignCorners: alignCorners)
    }
  }

  /// Returns an image [N, C·∏r, S…] as [N, C, S·r…]: each r… channels become a block of cells (Shi
  /// et al., 2016).
  ///
  /// `factor` is r, one number or one for each spatial dimension. Errors: channels that ∏r does not
  /// divide.
  public func pixelShuffle(
    _ factor: any PerDimension, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let factors = blockFactors(factor, "pixel_shuffle") else { return poisoned() }
      let spatial = factors.count
      let block = factors.reduce(1, *)
      if extents[1] % block != 0 {
        return failure(
          "pixel_shuffle: \(extents[1]) channels do not divide into blocks of \(block)")
      }
      let channels = extents[1] / block
      let split = [extents[0], channels] + factors + extents.dropFirst(2)
      let order = [0, 1] + (0..<spatial).flatMap { [2 + spatial + $0, 2 + $0] }
      let target = Swift.zip(extents.dropFirst(2), factors).map { $0 * $1 }
      return rearranged(split, order, [extents[0], channels] + target)
    }
  }

  /// Returns an image [N, C, S·r…] as [N, C·∏r, S…]: the inverse of `pixelShuffle`.
  ///
  /// Errors: spatial extents that r does not divide.
  public func pixelUnshuffle(
    _ factor: any PerDimension, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      guard let factors = blockFactors(factor, "pixel_unshuffle") else { return poisoned() }
      let spatial = factors.count
      let image = extents.dropFirst(2)
      if Swift.zip(image, factors).contains(where: { $0 % $1 != 0 }) {
        return failure("pixel_unshuffle: \(type) does not divide into blocks of \(factors)")
      }
      let coarse = Swift.zip(image, factors).map { $0 / $1 }
      let split = extents.prefix(2) + Swift.zip(coarse, factors).flatMap { [$0, $1] }
      let order = [0, 1] + (0..<spatial).map { 3 + 2 * $0 } + (0..<spatial).map { 2 + 2 * $0 }
      return rearranged(
        Array(split), order, [extents[0], extents[1] * factors.reduce(1, *)] + coarse)
    }
  }

  private func blockFactors(_ factor: any PerDimension, _ function: String) -> [Int]? {
    if rank > 2, let factors = factor.values(rank - 2), factors.allSatisfy({ $0 >= 1 }) {
      return factors
    }
    _ = failure(
      "\(function): \(factor) does not fit \(type), expected a positive number for each spatial "
        + "dimension")
    return nil
  }

  /// Returns the elements seen with extents `split`, in another order of dimensions, as `extents`.
  private func rearranged(_ split: [Int], _ order: [Int], _ extents: [Int]) -> Tensor {
    let parts = Tensor.apply(Reshape(extents: split), [self])
    let ordered = Tensor.apply(Transpose(permutation: order), [parts])
    return .apply(
      Reshape(extents: extents), [ordered], presuming: TensorType(elementType, extents))
  }
}
