import NDArrays

/// The head of a NIfTI-1 file: 348 bytes, of which what is not named here is kept as it is.
public struct NIfTIHeader: Hashable, Sendable {
  /// The size of the head.
  static let byteCount = 348
  /// Where the voxels start in a file without extensions.
  static let dataOffset = 352

  /// The bytes, in little-endian order.
  var bytes: [UInt8]

  /// A head of voxels of 1 mm at the origin, without a position in the patient.
  public init() {
    bytes = [UInt8](repeating: 0, count: Self.byteCount)
    self[0] = Int32(Self.byteCount)
    for i in 0..<8 { self[pixelSize: i] = 1 }
    bytes[Field.units] = 2
    bytes.replaceSubrange(344..<348, with: [0x6E, 0x2B, 0x31, 0])
  }

  /// The head in the first 348 bytes of a file in the given order.
  ///
  /// - Requires: so many bytes.
  package init(_ content: some Sequence<UInt8>, order: ByteOrder = .little) {
    bytes = Array(content.prefix(Self.byteCount))
    precondition(bytes.count == Self.byteCount, "a NIfTI-1 head of \(bytes.count) bytes")
    if order == .big { bytes = Self.swapped(bytes) }
  }

  /// The extents along i, j, k, …, without trailing ones beyond the third.
  public var extents: [Int] {
    var extents = (0..<max(0, rank)).map { Int(self[dimension: $0 + 1]) }
    while extents.count > 3, extents.last == 1 { extents.removeLast() }
    return extents
  }

  /// The size of a voxel along i, j and k, in the head's units (as a rule millimetres).
  public var spacing: [Double] {
    (1...3).map { Double(self[pixelSize: $0]) }
  }

  /// The type of a stored voxel; nil for one that is not read.
  public var elementType: ElementType? {
    DataType(rawValue: self[Field.dataType])?.elementType
  }

  /// The value of a voxel is slope · stored + intercept; a slope of 0 means that it is stored as is.
  public var slope: Double { Double(self[Field.slope] as Float) }
  /// What is added to the scaled voxel.
  public var intercept: Double { Double(self[Field.intercept] as Float) }

  /// The free text of the head.
  public var description: String {
    printable(bytes[Field.description..<Field.description + 80].prefix { $0 != 0 })
  }

  /// Returns the bytes of a file's head in the given order.
  package func encoded(_ order: ByteOrder = .little) -> [UInt8] {
    order == .little ? bytes : Self.swapped(bytes)
  }
}

extension NIfTIHeader {
  /// Offsets of the fields, named as in `nifti1.h` where they are not spelled out.
  enum Field {
    static let axisInformation = 39
    static let dimensions = 40
    static let intent = [56, 60, 64, 68]
    static let dataType = 70
    static let bitsPerVoxel = 72
    static let pixelSizes = 76
    static let dataOffset = 108
    static let slope = 112
    static let intercept = 116
    static let units = 123
    static let displayRange = [124, 128]
    static let description = 148
    static let qformCode = 252
    static let sformCode = 254
    static let quaternion = 256
    static let qformOrigin = 268
    static let sform = 280
    static let intentName = 328
    static let magic = 344
  }

  /// Runs of numbers: the first offset, the size of one and how many.
  private static let numbers = [
    (0, 4, 1), (32, 4, 1), (36, 2, 1), (40, 2, 8), (56, 4, 3), (68, 2, 4), (76, 4, 8), (108, 4, 3),
    (120, 2, 1), (124, 4, 6), (252, 2, 2), (256, 4, 18),
  ]

  /// A number of the head.
  subscript<T: BitwiseCopyable & FixedWidthInteger>(offset: Int) -> T {
    get {
      bytes.withUnsafeBytes {
        T(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: T.self))
      }
    }
    set {
      bytes.withUnsafeMutableBytes {
        $0.storeBytes(of: newValue.littleEndian, toByteOffset: offset, as: T.self)
      }
    }
  }

  /// A fraction of the head.
  subscript(offset: Int) -> Float {
    get { Float(bitPattern: self[offset]) }
    set { self[offset] = newValue.bitPattern }
  }

  /// `dim[index]`: the rank at 0, then the extents.
  subscript(dimension index: Int) -> Int16 {
    get { self[Field.dimensions + 2 * index] }
    set { self[Field.dimensions + 2 * index] = newValue }
  }

  /// `pixdim[index]`: the handedness at 0, then the sizes.
  subscript(pixelSize index: Int) -> Float {
    get { self[Field.pixelSizes + 4 * index] }
    set { self[Field.pixelSizes + 4 * index] = newValue }
  }

  /// `dim[0]`.
  var rank: Int { Int(self[dimension: 0]) }

  /// Sets a run of bytes to zero.
  mutating func clear(_ offset: Int, count: Int) {
    for i in offset..<offset + count { bytes[i] = 0 }
  }

  /// Returns the bytes with those of every number reversed.
  private static func swapped(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for (offset, size, count) in numbers {
      for start in stride(from: offset, to: offset + size * count, by: size) {
        result[start..<start + size].reverse()
      }
    }
    return result
  }
}
