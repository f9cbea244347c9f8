import Formats
import NDArrays
import Testing

extension Workspace {
  /// Writes a volume whose axes point to L, P and S, with voxels of 2, 3 and 4 mm and the first at
  /// (10, 20, 30) mm.
  func writeVolume(_ array: NDArray, to name: String) throws {
    var bytes = NIfTIHeader().encoded()
    func set(_ offset: Int, _ value: Float) {
      for i in 0..<4 { bytes[offset + i] = UInt8(truncatingIfNeeded: value.bitPattern >> (8 * i)) }
    }
    bytes[254] = 1
    for (axis, size) in [-2 as Float, -3, 4].enumerated() {
      set(80 + 4 * axis, abs(size))
      for row in 0..<3 { set(280 + 16 * row + 4 * axis, row == axis ? size : 0) }
      set(280 + 16 * axis + 12, [10, 20, 30][axis])
    }
    try NIfTI.write(array, header: NIfTIHeader(bytes), to: self[name])
  }

  /// Returns a volume.
  func volume(_ name: String) throws -> NIfTIVolume { try NIfTI.read(path: self[name]) }
}
