import Formats

/// The content of a file that is bound to an input.
struct InputFile {
  /// The elements as the file has them.
  let array: NDArray
  /// The header of a NIfTI file, for the outputs.
  let header: NIfTIHeader?
  /// The orientation that the volume was brought from; nil where it was not turned.
  let original: NIfTIHeader?
  private let binding: FileBinding

  /// Reads the file; a NIfTI volume is brought to `orientation` where one is given.
  init(_ binding: FileBinding, orientation: String?) throws(Failure) {
    self.binding = binding
    let path = binding.path
    if path.hasSuffix(".nii") || path.hasSuffix(".nii.gz") {
      let volume = try reading { () throws(FormatError) in try NIfTI.read(path: path) }
      guard let orientation else {
        (array, header, original) = (volume.array, volume.header, nil)
        return
      }
      let turned = try reading { () throws(FormatError) in try volume.reoriented(to: orientation) }
      (array, header, original) = (turned.array, turned.header, volume.header)
      return
    }
    (header, original) = (nil, nil)
    if path.hasSuffix(".npy") {
      array = try reading { () throws(FormatError) in try NPY.read(path: path) }
    } else if path.hasSuffix(".npz") {
      let entries = try reading { () throws(FormatError) in try NPZ.read(path: path) }
      let wanted = binding.name.flatMap { name in entries.first { $0.name == name } }
      guard let entry = wanted ?? (entries.count == 1 ? entries[0] : nil) else {
        throw Failure(
          "'\(path)' holds \(entries.map(\.name).joined(separator: ", ")); name one of them as the "
            + "input")
      }
      array = entry.array
    } else if path.hasSuffix(".png") {
      let image = try reading { () throws(FormatError) in try PNG.read(path: path) }
      array = binding.has("luma") ? try Self.luma(image, path) : image
    } else {
      throw Failure("'\(path)': unknown kind of file, expected .npy, .npz, .nii, .nii.gz or .png")
    }
  }

  /// Returns the extents with leading dimensions of 1 (N, C) up to `rank`.
  func extents(rank: Int) -> [Int] {
    var extents = array.extents
    while extents.count < rank { extents.insert(1, at: 0) }
    return extents
  }

  /// Returns the elements as a tensor of `type`.
  ///
  /// Integer pixels become floats unchanged, but PNG becomes 0…1; `scale` and `offset` say
  /// otherwise: value · scale + offset.
  func tensor(_ type: TensorType, name: String) throws(Failure) -> NDArray {
    let extents = extents(rank: type.rank)
    if extents != type.extents {
      throw Failure(
        "input '\(name)': '\(binding.path)' has extents \(array.extents), expected \(type.extents)")
    }
    let shaped = array.reshaped(extents)
    let isPNG = binding.path.hasSuffix(".png")
    let natural = isPNG ? 1 / (array.elementType == .u16 ? 65535.0 : 255.0) : 1
    let scale = try binding.number("scale") ?? natural
    let offset = try binding.number("offset") ?? 0
    if !type.elementType.isFloatingPoint {
      if array.elementType != type.elementType {
        throw Failure(
          "input '\(name)': '\(binding.path)' has \(array.elementType.rawValue) elements, expected "
            + type.elementType.rawValue)
      }
      return shaped
    }
    if scale == 1 && offset == 0 { return shaped.converted(to: type.elementType) }
    let values = shaped.asDoubles().map { $0 * scale + offset }
    return NDArray(narrowing: values, to: type.elementType, extents)
  }

  /// Returns the luminance of an RGB image [3, H, W] as [1, H, W] (ITU-R BT.601, full range).
  private static func luma(_ image: NDArray, _ path: String) throws(Failure) -> NDArray {
    let pixels = image.count / max(image.extents[0], 1)
    if image.extents[0] < 3 { return image.reshaped(image.extents) }
    let values = image.asDoubles()
    let luma = (0..<pixels).map { pixel in
      0.299 * values[pixel] + 0.587 * values[pixels + pixel] + 0.114 * values[2 * pixels + pixel]
    }
    // The bound file scales these as it would the integers.
    let scale = image.elementType == .u16 ? 1 / 257.0 : 1
    return NDArray(narrowing: luma.map { $0 * scale }, to: .f32, [1] + image.extents.dropFirst())
  }
}
