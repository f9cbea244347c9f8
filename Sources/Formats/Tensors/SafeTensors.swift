import NDArrays

/// Named tensors with text about them (https://github.com/huggingface/safetensors).
public struct SafeTensors: Sendable {
  /// The tensors in the order of the file's head.
  public let entries: [NamedArray]
  /// Text under `__metadata__`: pairs of key and value.
  public let metadata: [(key: String, value: String)]
  /// Where each name is in `entries`.
  private let positions: [String: Int]

  /// Tensors to be written.
  ///
  /// - Requires: distinct names; of two equal ones the last is found.
  public init(_ entries: [NamedArray], metadata: [(key: String, value: String)] = []) {
    self.entries = entries
    self.metadata = metadata
    positions = Dictionary(
      entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { $1 })
  }

  /// The tensor of a name; nil where there is none.
  public subscript(name: String) -> NDArray? { positions[name].map { entries[$0].array } }

  /// Maps a file; its tensors borrow the mapping where they are aligned to their elements.
  public static func read(path: String) throws(FormatError) -> SafeTensors {
    try SafeTensorsHead(FileBytes(path: path)).tensors()
  }

  /// Reads tensors from memory.
  public static func read(
    bytes: [UInt8], name: String = "safetensors"
  ) throws(FormatError) -> SafeTensors {
    try SafeTensorsHead(FileBytes(bytes, name: name)).tensors()
  }

  /// Writes the tensors: the head in their order, their data by the largest power of two that divides
  /// their sizes, up to 64, so that all are aligned to their elements, and most to a cache line.
  public func write(to path: String) throws(FormatError) {
    let reserved = entries.contains { $0.name == SafeTensorsHead.metadataKey }
    if reserved || NamedArray.duplicate(in: entries.map(\.name)) != nil {
      throw FormatError(
        "cannot write '\(path)': tensor names must be distinct and not "
          + "'\(SafeTensorsHead.metadataKey)'")
    }
    let order = entries.indices.sorted { left, right in
      let (a, b) = (alignment(left), alignment(right))
      return a != b ? a > b : left < right
    }
    var members: [JSON.Member] = []
    if !metadata.isEmpty {
      let texts = metadata.map { JSON.Member($0.key, .string($0.value)) }
      members.append(JSON.Member(SafeTensorsHead.metadataKey, .object(texts)))
    }
    var (starts, end) = ([Int](repeating: 0, count: entries.count), 0)
    for index in order {
      starts[index] = end
      end += entries[index].array.byteCount
    }
    for (entry, start) in zip(entries, starts) {
      members.append(JSON.Member(entry.name, SafeTensorsHead.description(entry.array, at: start)))
    }
    var head = Array(JSON.object(members).description.utf8)
    head += [UInt8](repeating: 32, count: (64 - (8 + head.count) % 64) % 64)
    let length = withUnsafeBytes(of: UInt64(head.count).littleEndian) { Array($0) }
    try AtomicFile.write(path) { (file) throws(FormatError) in
      try file.write(length + head)
      for index in order { try file.write(entries[index].array) }
    }
  }

  /// The largest power of two, up to 64, that divides the size of a tensor.
  private func alignment(_ index: Int) -> Int {
    1 << min(entries[index].array.byteCount.trailingZeroBitCount, 6)
  }
}
