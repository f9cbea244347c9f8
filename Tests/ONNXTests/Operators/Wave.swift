import NDArrays

extension NDArray {
  /// Numbers that differ from their neighbours: (7i mod 11 − 5) / 2, of integers 7i mod 11.
  static func wave(_ extents: [Int], _ type: ElementType = .f32) -> NDArray {
    let count = extents.reduce(1, *)
    return NDArray(
      type, extents,
      (0..<count).map {
        let step = Double($0 * 7 % 11)
        return type.isFloatingPoint ? (step - 5) / 2 : step
      })
  }

  /// The absolute values of `wave`.
  static func positiveWave(_ extents: [Int]) -> NDArray {
    NDArray(.f32, extents, wave(extents).asDoubles().map { abs($0) })
  }
}
