import NDArrays

extension NIfTI {
  /// Where the voxels are in a file, and what they are.
  struct Layout {
    /// The head.
    let header: NIfTIHeader
    /// The order of bytes in the file.
    let order: ByteOrder
    /// The type of a stored voxel.
    let type: ElementType
    /// The extents.
    let extents: [Int]
    /// The first voxel's place in the file.
    let offset: Int
    /// The size of all voxels.
    let byteCount: Int
  }

  /// Reads a volume, gzipped or not by its first bytes.
  static func decode(_ file: FileBytes) throws(FormatError) -> NIfTIVolume {
    try withExtendedLifetime(file.owner) { () throws(FormatError) in
      let isCompressed = file.bytes.starts(with: [0x1F, 0x8B])
      return isCompressed ? try decodeCompressed(file) : try decodePlain(file)
    }
  }

  /// Reads a volume from a file that is not compressed.
  private static func decodePlain(_ file: FileBytes) throws(FormatError) -> NIfTIVolume {
    let layout = try layout(file)
    let end = layout.offset + layout.byteCount
    if end > file.count {
      throw file.error(
        "\(file.count) bytes, expected \(end) for \(layout.type.rawValue) \(layout.extents)")
    }
    return try volume(layout, file.slice(layout.offset..<end))
  }

  /// Inflates exactly the head and the voxels that it declares.
  private static func decodeCompressed(_ file: FileBytes) throws(FormatError) -> NIfTIVolume {
    let inflater = try Inflater(file, .gzip)
    let head = ArrayStorage(byteCount: NIfTIHeader.byteCount)
    try inflater.read(into: head.bytes)
    let layout = try layout(
      FileBytes(name: file.name, bytes: UnsafeRawBufferPointer(head.bytes), owner: head))
    try file.checkInflated(layout.offset + layout.byteCount, from: file.count)
    try skip(layout.offset - NIfTIHeader.byteCount, inflater)
    let voxels = ArrayStorage(byteCount: layout.byteCount)
    let bytes = UnsafeMutableRawBufferPointer(rebasing: voxels.bytes[..<layout.byteCount])
    try inflater.read(into: bytes)
    _ = try inflater.verifyEnd()
    return try volume(
      layout, FileBytes(name: file.name, bytes: UnsafeRawBufferPointer(bytes), owner: voxels))
  }

  /// Reads over extensions of the head.
  private static func skip(_ count: Int, _ inflater: Inflater) throws(FormatError) {
    let chunk = ArrayStorage(byteCount: 1 << 16)
    var rest = count
    while rest > 0 {
      let part = min(rest, chunk.bytes.count)
      try inflater.read(into: UnsafeMutableRawBufferPointer(rebasing: chunk.bytes[..<part]))
      rest -= part
    }
  }

  /// Returns stored voxels in array order, slope and intercept applied.
  private static func volume(
    _ layout: Layout, _ voxels: FileBytes
  ) throws(FormatError) -> NIfTIVolume {
    let stored = try voxels.array(
      layout.type, layout.extents, order: layout.order, isFortran: true)
    let (slope, intercept) = (layout.header.slope, layout.header.intercept)
    if slope == 0 || !slope.isFinite || (slope == 1 && intercept == 0) {
      return NIfTIVolume(stored, header: layout.header)
    }
    if !intercept.isFinite {
      throw voxels.error("scl_inter \(intercept), expected a finite number beside a slope")
    }
    try voxels.checkMemory(8 * stored.count)
    return NIfTIVolume(stored.scaled(slope, intercept), header: layout.header)
  }

  /// Checks the head at the start of `file`.
  static func layout(_ file: FileBytes) throws(FormatError) -> Layout {
    let order = try order(file)
    let header = NIfTIHeader(file.bytes, order: order)
    guard header.encoded()[NIfTIHeader.Field.magic...].elementsEqual([0x6E, 0x2B, 0x31, 0]) else {
      let found = printable(header.encoded()[NIfTIHeader.Field.magic...])
      throw file.error(
        "magic '\(found)', expected 'n+1': NIfTI-1 with head and voxels in one file")
    }
    guard (1...7).contains(header.rank) else {
      throw file.error("\(header.rank) dimensions, expected 1 to 7")
    }
    for i in 1...header.rank where header[dimension: i] < 1 {
      throw file.error("dim[\(i)] is \(header[dimension: i]), expected 1 or more")
    }
    let code: Int16 = header[NIfTIHeader.Field.dataType]
    guard let dataType = NIfTIHeader.DataType(rawValue: code) else {
      throw file.error(
        "datatype \(code) (\(NIfTIHeader.DataType.name(code))), expected an integer of 8 to 64 bits, "
          + "float32 or float64")
    }
    let offset: Float = header[NIfTIHeader.Field.dataOffset]
    guard offset >= Float(NIfTIHeader.dataOffset), offset < 0x1p31, offset == offset.rounded()
    else { throw file.error("vox_offset \(offset), expected a whole number of 352 or more") }
    let type = dataType.elementType
    let byteCount = try file.byteCount(header.extents, type)
    if byteCount > Int.max - Int(offset) { throw file.error("\(byteCount) bytes of voxels") }
    return Layout(
      header: header, order: order, type: type, extents: header.extents, offset: Int(offset),
      byteCount: byteCount)
  }

  /// Returns the order in which `sizeof_hdr` is 348.
  private static func order(_ file: FileBytes) throws(FormatError) -> ByteOrder {
    guard file.count >= NIfTIHeader.byteCount else {
      throw file.error("\(file.count) bytes, expected a NIfTI-1 head of 348 bytes")
    }
    for order in ByteOrder.allCases {
      switch file.load(Int32.self, at: 0, order) {
      case 348: return order
      case 540: throw file.error("a NIfTI-2 file, expected NIfTI-1")
      default: continue
      }
    }
    throw file.error("does not start as a NIfTI-1 file, expected a head size of 348")
  }
}

extension NDArray {
  /// Returns slope · x + intercept of every element, computed in f64, in f32 where it holds all
  /// values of the type and else in f64.
  fileprivate func scaled(_ slope: Double, _ intercept: Double) -> NDArray {
    switch elementType {
    case .u8: mapped(UInt8.self) { Float(Double($0) * slope + intercept) }
    case .i8: mapped(Int8.self) { Float(Double($0) * slope + intercept) }
    case .u16: mapped(UInt16.self) { Float(Double($0) * slope + intercept) }
    case .i16: mapped(Int16.self) { Float(Double($0) * slope + intercept) }
    case .f32: mapped(Float.self) { Float(Double($0) * slope + intercept) }
    case .i32: mapped(Int32.self) { Double($0) * slope + intercept }
    case .u32: mapped(UInt32.self) { Double($0) * slope + intercept }
    case .i64: mapped(Int64.self) { Double($0) * slope + intercept }
    case .u64: mapped(UInt64.self) { Double($0) * slope + intercept }
    default: mapped(Double.self) { $0 * slope + intercept }
    }
  }

  /// Returns a function of every element, in f32 or f64.
  private func mapped<T: BitwiseCopyable, Value: BitwiseCopyable>(
    _: T.Type, _ function: (T) -> Value
  ) -> NDArray {
    var result = NDArray(uninitialized: Value.self == Float.self ? .f32 : .f64, extents)
    withUnsafeBytes { bytes in
      let source = bytes.assumingMemoryBound(to: T.self)
      result.withUnsafeMutableBytes { bytes in
        let target = bytes.assumingMemoryBound(to: Value.self)
        for i in source.indices { target[i] = function(source[i]) }
      }
    }
    return result
  }
}
