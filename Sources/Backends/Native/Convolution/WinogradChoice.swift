/// Which convolutions are computed by Winograd's algorithm, in which tiles.
enum WinogradChoice {
  /// Returns the tile of a convolution; empty for the direct form.
  static func tile(
    _ op: Convolution, _ image: TensorType, _ kernel: TensorType, _ result: TensorType, threads: Int
  ) -> [Int] {
    []
  }
}
