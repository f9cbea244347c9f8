import NDArrays

/// A volume with the head of the file it comes from.
public struct NIfTIVolume: Sendable {
  /// The voxels [i, j, k, …], k (or the last) fastest, slope and intercept applied.
  public var array: NDArray
  /// The head.
  public var header: NIfTIHeader

  /// A volume.
  public init(_ array: NDArray, header: NIfTIHeader = NIfTIHeader()) {
    self.array = array
    self.header = header
  }
}

/// Volumes in NIfTI-1 files of one part (`.nii`), gzipped or not
/// (https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h). Extensions of the head are read over
/// and not written.
public enum NIfTI {
  /// Reads a volume as [i, j, k, …]: i is fastest in the file, and the last dimension in the array.
  ///
  /// Voxels keep their type where slope and intercept change nothing (slope 0, not finite, or 1
  /// with intercept 0); else they become f32, or f64 from types that f32 does not hold. Dimensions
  /// of one element beyond the third are left out at the end.
  public static func read(path: String) throws(FormatError) -> NIfTIVolume {
    try decode(FileBytes(path: path))
  }

  /// Reads a volume from memory.
  public static func read(bytes: [UInt8], name: String = "nifti") throws(FormatError) -> NIfTIVolume
  {
    try decode(FileBytes(bytes, name: name))
  }

  /// Writes an array [i, j, k, …], gzipped where the path ends in `.gz`; bool becomes u8, f16 and
  /// bf16 become f32.
  ///
  /// Position and orientation are those of `header`. Where the extents differ from its own, the new
  /// grid covers the same space: voxels are larger by r = old / new, and the centre of the first
  /// moves by (r − 1) / 2 old voxels.
  public static func write(
    _ array: NDArray, header: NIfTIHeader = NIfTIHeader(), to path: String
  ) throws(FormatError) {
    let array = storable(array)
    let head: NIfTIHeader
    do {
      head = try header.describing(array)
    } catch {
      throw FormatError("cannot write '\(path)': \(error.message)")
    }
    let voxels = array.reversedDimensions()
    try AtomicFile.write(path) { (file) throws(FormatError) in
      let start = head.encoded() + [0, 0, 0, 0]
      guard path.lowercased().hasSuffix(".gz") else {
        try file.write(start)
        return try file.write(voxels)
      }
      let gzip = try GzipWriter(file)
      try gzip.write(start)
      try voxels.withUnsafeBytes { (bytes) throws(FormatError) in try gzip.write(bytes) }
      try gzip.finish()
    }
  }

  /// Returns the array in a type that NIfTI-1 has.
  private static func storable(_ array: NDArray) -> NDArray {
    switch array.elementType {
    case .bool: NDArray(narrowing: array.widened(to: Int64.self), to: .u8, array.extents)
    case .f16, .bf16: NDArray(.f32, array.extents, array.asDoubles())
    default: array
    }
  }
}
