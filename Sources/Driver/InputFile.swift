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
    let item = try Self.item(binding)
    if let header = item.geometry, let orientation {
      let volume = NIfTIVolume(item.array, header: header)
      let turned = try reading { () throws(FormatError) in try volume.reoriented(to: orientation) }
      (array, self.header, original) = (turned.array, turned.header, header)
      return
    }
    let isLuma = binding.has("luma")
    if isLuma && !Self.isPNG(binding.path) {
      throw Failure("'\(binding.path)': luma is for .png files")
    }
    array = isLuma ? try Self.luma(item.array, binding.path) : item.array
    (header, original) = (item.geometry, nil)
  }

  /// Returns the only array of the bound file, or the one that has the name of the input.
  private static func item(_ binding: FileBinding) throws(Failure) -> TensorFile.Item {
    let items = try reading { () throws(FormatError) in try TensorFile.read(path: binding.path) }
    if items.count == 1 { return items[0] }
    if let named = items.first(where: { $0.name == binding.name }) { return named }
    let names = items.map(\.name).joined(separator: ", ")
    throw Failure("'\(binding.path)' holds \(names); name one of them as the input")
  }

  /// `true` iff a path is that of an image.
  private static func isPNG(_ path: String) -> Bool { path.lowercased().hasSuffix(".png") }

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
    if !type.elementType.isFloatingPoint, binding.has("scale") || binding.has("offset") {
      throw Failure(
        "input '\(name)': scale and offset are for floats, but \(type) is expected")
    }
    let natural =
      Self.isPNG(binding.path) ? 1 / (array.elementType == .u16 ? 65535.0 : 255.0) : 1
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
    if image.extents[0] == 1 { return image }
    guard image.extents[0] >= 3 else {
      throw Failure("'\(path)': luma needs red, green and blue, found \(image.extents[0]) channels")
    }
    let values = image.asDoubles()
    let luma = (0..<pixels).map { pixel in
      0.299 * values[pixel] + 0.587 * values[pixels + pixel] + 0.114 * values[2 * pixels + pixel]
    }
    // The bound file scales these as it would the integers.
    let scale = image.elementType == .u16 ? 1 / 257.0 : 1
    return NDArray(narrowing: luma.map { $0 * scale }, to: .f32, [1] + image.extents.dropFirst())
  }
}

extension InputFile {
  /// Reads the files that are bound to inputs of a model.
  static func bound(_ bindings: [FileBinding], to model: ModelInterface) throws(Failure)
    -> [(name: String, file: InputFile)]
  {
    var files: [(name: String, file: InputFile)] = []
    for (name, binding) in try FileBinding.assign(bindings, to: model.inputs.map(\.name), "input") {
      files.append((name, try InputFile(binding, orientation: nil)))
    }
    return files
  }
}
