import Formats
import Glibc

/// How a result becomes a file.
struct OutputFile {
  private let binding: FileBinding
  /// The volume that the results describe, for NIfTI; nil where no input was one.
  private let source: InputFile?

  /// Writes results to the bound path with the geometry of `source`.
  init(_ binding: FileBinding, source: InputFile?) {
    self.binding = binding
    self.source = source
  }

  /// Throws where the path's ending names no kind of file, or no file can be made there: better
  /// before a long run than after it.
  static func check(_ path: String) throws(Failure) {
    if path.hasPrefix("/dev/") { return }
    _ = try reading { () throws(FormatError) in try TensorFile.Format(path: path) }
    if Files.isFolder(path) { throw Failure("cannot write '\(path)': is a folder") }
    let folder = Files.parent(path)
    if !Files.isFolder(folder) {
      throw Failure("cannot write '\(path)': there is no folder '\(folder)'")
    }
    if !Files.exists(path) && access(folder, W_OK) != 0 {
      throw Failure(Files.failure("write", path))
    }
  }

  /// Writes a result; nothing is left under the path where that fails.
  func write(_ result: NDArray, name: String) throws(Failure) {
    let path = binding.path
    var array = result
    if let threshold = try binding.number("threshold") {
      let mask: [Int64] = array.asDoubles().map { $0 > threshold ? 1 : 0 }
      array = NDArray(narrowing: mask, to: .u8, array.extents)
    }
    var geometry: NIfTIHeader?
    switch try? TensorFile.Format(path: path) {
    case .png: array = try image(array, name)
    case .nifti, .compressedNIfTI: (array, geometry) = try volume(array, name)
    case .npy, .npz, .safeTensors: break
    case nil: return try reading { () throws(FormatError) in try NPY.write(array, to: path) }
    }
    let item = TensorFile.Item(name: name, array: array, geometry: geometry)
    try reading { () throws(FormatError) in try TensorFile.write([item], to: path) }
  }

  /// Returns a result [1, C, H, W], [C, H, W] or [H, W] as an image: floats as round(255 · clip to
  /// 0…1), a mask as black and white, integers as they are.
  private func image(_ array: NDArray, _ name: String) throws(Failure) -> NDArray {
    var extents = array.extents
    while extents.count > 3 && extents[0] == 1 { extents.removeFirst() }
    if extents.count == 2 { extents.insert(1, at: 0) }
    guard extents.count == 3, (1...4).contains(extents[0]) else {
      throw Failure(
        "output '\(name)': \(array.extents) is no image, expected [1, C, H, W] with 1 to 4 channels"
      )
    }
    if array.elementType.isFloatingPoint {
      let levels = array.asDoubles().map {
        (255 * min(max($0.isNaN ? 0 : $0, 0), 1)).rounded(.toNearestOrEven)
      }
      return NDArray(narrowing: levels, to: .u8, extents)
    }
    if array.elementType == .bool || binding.has("threshold") {
      return NDArray(narrowing: array.asDoubles().map { $0 * 255 }, to: .u8, extents)
    }
    if array.elementType == .u8 || array.elementType == .u16 { return array.reshaped(extents) }
    let values = array.asDoubles()
    let largest = values.max() ?? 0
    guard largest <= 65535, values.min() ?? 0 >= 0 else {
      throw Failure("output '\(name)': integers outside of 0…65535 are no pixels")
    }
    return NDArray(narrowing: values, to: largest < 256 ? .u8 : .u16, extents)
  }

  /// Returns a result [1, C, i, j, k] as a volume in the orientation of the source's file; channels
  /// become the fourth dimension.
  private func volume(_ array: NDArray, _ name: String) throws(Failure) -> (
    array: NDArray, geometry: NIfTIHeader?
  ) {
    var extents = array.extents
    while extents.count > 3 && extents[0] == 1 { extents.removeFirst() }
    while extents.count < 3 { extents.append(1) }
    if extents.count > 4 {
      throw Failure("output '\(name)': \(array.extents) is no volume, expected [1, C, i, j, k]")
    }
    var volume = array.reshaped(extents)
    if extents.count == 4 { volume = volume.movingFirstDimensionLast() }
    if let turned = source?.header?.orientation, let own = source?.original?.orientation {
      volume = turned.rearranging(volume, to: own)
    }
    return (volume, source?.original ?? source?.header)
  }
}

extension NDArray {
  /// Returns the elements with the first dimension as the last.
  func movingFirstDimensionLast() -> NDArray {
    let (channels, rest) = (extents[0], count / max(extents[0], 1))
    var offsets: [Int] = []
    offsets.reserveCapacity(count)
    for position in 0..<rest {
      for channel in 0..<channels { offsets.append(channel * rest + position) }
    }
    return taking(offsets, extents: Array(extents.dropFirst()) + [channels])
  }
}
