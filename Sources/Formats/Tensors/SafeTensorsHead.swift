import NDArrays

/// The head of a safetensors file: its size (u64), then JSON that names each tensor.
struct SafeTensorsHead {
  /// The member that holds text.
  static let metadataKey = "__metadata__"
  /// The largest head: room for 100,000 tensors, and parsed in about a second.
  private static let sizeLimit = 1 << 24
  /// The spelling of each type.
  private static let types: [(name: String, type: ElementType)] = [
    ("F16", .f16), ("BF16", .bf16), ("F32", .f32), ("F64", .f64), ("I8", .i8), ("I16", .i16),
    ("I32", .i32), ("I64", .i64), ("U8", .u8), ("U16", .u16), ("U32", .u32), ("U64", .u64),
    ("BOOL", .bool),
  ]

  /// The file.
  private let file: FileBytes
  /// What follows the head.
  private let data: FileBytes
  /// The tensors and the metadata.
  private let members: [JSON.Member]

  /// Parses the head of a file.
  init(_ file: FileBytes) throws(FormatError) {
    self.file = file
    guard let length = file.load(UInt64.self, at: 0) else {
      throw file.error("\(file.count) bytes, expected a safetensors head size of 8 bytes")
    }
    guard length <= Self.sizeLimit, length <= file.count - 8 else {
      throw file.error("a safetensors head of \(length) bytes in a file of \(file.count) bytes")
    }
    let start = 8 + Int(length)
    guard let members = try JSONParser.parse(file.slice(8..<start)).members else {
      throw file.error("a safetensors head that is no object of tensors")
    }
    self.members = members
    data = file.slice(start..<file.count)
  }

  /// Returns the tensors, whose data fill the file without gaps or overlaps.
  func tensors() throws(FormatError) -> SafeTensors {
    var metadata: [(key: String, value: String)] = []
    var places: [(name: String, type: ElementType, extents: [Int], range: Range<Int>)] = []
    if let name = NamedArray.duplicate(in: members.map(\.key)) {
      throw file.error("'\(name)' twice in the head")
    }
    for member in members {
      if member.key == Self.metadataKey {
        metadata = try texts(member.value)
      } else {
        let (type, extents, range) = try place(member)
        places.append((member.key, type, extents, range))
      }
    }
    var end = 0
    for place in places.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      if place.range.lowerBound != end {
        throw file.error(
          "tensor '\(place.name)' starts at \(place.range.lowerBound), expected \(end): data "
            + "without gaps or overlaps")
      }
      end = place.range.upperBound
    }
    if end != data.count {
      throw file.error("\(data.count) bytes of data, expected \(end)")
    }
    var entries: [NamedArray] = []
    for place in places {
      let part = data.slice(place.range, name: "\(file.name)(\(place.name))")
      entries.append(
        NamedArray(
          name: place.name, array: try part.array(place.type, place.extents, order: .little)))
    }
    return SafeTensors(entries, metadata: metadata)
  }

  /// Returns how a head describes an array whose data are at `start`.
  static func description(_ array: NDArray, at start: Int) -> JSON {
    let name = types.first { $0.type == array.elementType }?.name ?? ""
    return .object([
      JSON.Member("dtype", .string(name)),
      JSON.Member("shape", .array(array.extents.map(JSON.integer))),
      JSON.Member("data_offsets", .array([.integer(start), .integer(start + array.byteCount)])),
    ])
  }

  /// Returns type, extents and data range of a tensor.
  private func place(
    _ member: JSON.Member
  ) throws(FormatError) -> (ElementType, [Int], Range<Int>) {
    let name = member.key
    guard let dtype = member.value["dtype"]?.text, let shape = member.value["shape"]?.elements,
      let offsets = member.value["data_offsets"]?.elements
    else { throw file.error("tensor '\(name)' without dtype, shape and data_offsets") }
    guard let type = Self.types.first(where: { $0.name == dtype })?.type else {
      let known = Self.types.map(\.name).joined(separator: ", ")
      throw file.error("tensor '\(name)' of \(dtype), expected one of \(known)")
    }
    let extents = shape.compactMap(\.integer)
    guard extents.count == shape.count else {
      throw file.error("tensor '\(name)' with a shape that is no list of whole numbers below 2^63")
    }
    let byteCount = try file.byteCount(extents, type)
    let bounds = offsets.compactMap(\.integer)
    guard offsets.count == 2, bounds.count == 2, bounds[0] >= 0, bounds[0] <= bounds[1],
      bounds[1] <= data.count
    else {
      throw file.error(
        "tensor '\(name)' at \(JSON.array(offsets)), expected a range in \(data.count) bytes of data"
      )
    }
    guard bounds[1] - bounds[0] == byteCount else {
      throw file.error(
        "tensor '\(name)' in \(bounds[1] - bounds[0]) bytes, expected \(byteCount) for \(type.rawValue) "
          + "\(extents)")
    }
    return (type, extents, bounds[0]..<bounds[1])
  }

  /// Returns the metadata.
  private func texts(_ value: JSON) throws(FormatError) -> [(key: String, value: String)] {
    var texts: [(key: String, value: String)] = []
    guard let members = value.members else {
      throw file.error("\(Self.metadataKey) is \(value), expected an object of strings")
    }
    for member in members {
      guard let text = member.value.text else {
        throw file.error("metadata '\(member.key)' is \(member.value), expected a string")
      }
      texts.append((member.key, text))
    }
    return texts
  }
}
