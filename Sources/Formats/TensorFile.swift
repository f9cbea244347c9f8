import NDArrays

/// Files with arrays, whose format is told by the end of their name.
public enum TensorFile {
  /// The formats.
  public enum Format: String, CaseIterable, Sendable {
    /// An array of NumPy.
    case npy = ".npy"
    /// An archive of arrays of NumPy.
    case npz = ".npz"
    /// A volume.
    case nifti = ".nii"
    /// A gzipped volume.
    case compressedNIfTI = ".nii.gz"
    /// An image.
    case png = ".png"
    /// Named tensors.
    case safeTensors = ".safetensors"

    /// The format of a path.
    public init(path: String) throws(FormatError) {
      let name = path.lowercased()
      for format in Self.allCases where name.hasSuffix(format.rawValue) {
        self = format
        return
      }
      let known = Self.allCases.map(\.rawValue).joined(separator: " ")
      throw FormatError("'\(path)' does not end in a known format, expected one of \(known)")
    }
  }

  /// One array of a file.
  public struct Item: Sendable {
    /// The name in the file; empty where a file has one array only.
    public let name: String
    /// The elements.
    public let array: NDArray
    /// Where its voxels are; nil unless the file is NIfTI.
    public let geometry: NIfTIHeader?

    /// An array with its name.
    public init(name: String, array: NDArray, geometry: NIfTIHeader? = nil) {
      self.name = name
      self.array = array
      self.geometry = geometry
    }
  }

  /// Reads all arrays of a file, in its order: NIfTI as [i, j, k, …], PNG as [C, H, W].
  public static func read(path: String) throws(FormatError) -> [Item] {
    switch try Format(path: path) {
    case .npy: return [Item(name: "", array: try NPY.read(path: path))]
    case .npz: return try NPZ.read(path: path).map { Item(name: $0.name, array: $0.array) }
    case .png: return [Item(name: "", array: try PNG.read(path: path))]
    case .safeTensors:
      return try SafeTensors.read(path: path).entries.map {
        Item(name: $0.name, array: $0.array)
      }
    case .nifti, .compressedNIfTI:
      let volume = try NIfTI.read(path: path)
      return [Item(name: "", array: volume.array, geometry: volume.header)]
    }
  }

  /// Writes arrays: any number into `.npz` and `.safetensors`, one into the other formats.
  public static func write(_ items: [Item], to path: String) throws(FormatError) {
    let format = try Format(path: path)
    let entries = items.map { NamedArray(name: $0.name, array: $0.array) }
    switch format {
    case .npz: return try NPZ.write(entries, to: path)
    case .safeTensors: return try SafeTensors(entries).write(to: path)
    case .npy, .png, .nifti, .compressedNIfTI: break
    }
    guard let item = items.first, items.count == 1 else {
      throw FormatError(
        "cannot write '\(path)': \(items.count) arrays, expected one in \(format.rawValue)")
    }
    switch format {
    case .npy: try NPY.write(item.array, to: path)
    case .png: try PNG.write(item.array, to: path)
    default: try NIfTI.write(item.array, header: item.geometry ?? NIfTIHeader(), to: path)
    }
  }
}
