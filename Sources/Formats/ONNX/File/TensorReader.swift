import FoundationEssentials
import NDArrays
import ONNXMessages
import SwiftProtobuf

import struct Formats.FileBytes
import struct Formats.FormatError

/// Finds the elements of a model's tensors: in its message, in its file or in files beside it.
struct TensorReader: Sendable {
  /// The model's file.
  private let file: FileBytes
  /// The path of the model's file.
  var path: String { file.name }
  /// The folder of files with weights.
  private let folder: String

  /// The tensors of the model in `file`; weights in other files are in `folder`.
  init(_ file: FileBytes, folder: String) {
    self.file = file
    self.folder = folder
  }

  /// Returns the type of a tensor; throws where graphs have no such elements or extents.
  func type(_ tensor: TensorProto) throws(FormatError) -> (ElementType, [Int]) {
    guard let type = ElementType(onnx: Int(tensor.dataType)) else {
      throw FormatError(
        "tensor '\(tensor.name)': elements are \(ElementType.onnxName(Int(tensor.dataType))), "
          + "expected floats of 16 bits or more, integers of 8 bits or more, or bool")
    }
    let extents = tensor.dims.map { Int($0) }
    if Extents.byteCount(extents.map { max($0, 1) }, type) == nil
      || extents.contains(where: { $0 < 0 })
    {
      throw FormatError(
        "tensor '\(tensor.name)': extents \(extents), expected 0 or more each and a size below 2^63 "
          + "bytes")
    }
    if tensor.hasSegment {
      throw FormatError("tensor '\(tensor.name)': is one segment of a tensor, expected a whole one")
    }
    return (type, extents)
  }

  /// Returns a tensor's elements, borrowed from a mapped file where they lie in one, aligned.
  func array(_ tensor: TensorProto) throws(FormatError) -> NDArray {
    let (type, extents) = try type(tensor)
    let count = extents.reduce(1, *)
    if tensor.dataLocation == .external || !tensor.externalData.isEmpty {
      return try bytes(tensor, count * type.byteCount).array(type, extents, order: .little)
    }
    // Some files have an empty field beside a list of numbers.
    if tensor.hasRawData && (!tensor.rawData.isEmpty || count == 0) {
      let raw = FileBytes([UInt8](tensor.rawData), name: "tensor '\(tensor.name)'")
      try check(raw.count, count * type.byteCount, "bytes", tensor)
      return try raw.array(type, extents, order: .little)
    }
    switch type {
    case .f32:
      try check(tensor.floatData.count, count, "numbers", tensor)
      return NDArray(narrowing: tensor.floatData.map { Double($0) }, to: type, extents)
    case .f64:
      try check(tensor.doubleData.count, count, "numbers", tensor)
      return NDArray(narrowing: tensor.doubleData, to: type, extents)
    case .i64:
      try check(tensor.int64Data.count, count, "numbers", tensor)
      return NDArray(narrowing: tensor.int64Data, to: type, extents)
    case .u32, .u64:
      try check(tensor.uint64Data.count, count, "numbers", tensor)
      let values = tensor.uint64Data.map { Int64(bitPattern: $0) }
      return NDArray(narrowing: values, to: type, extents)
    case .f16, .bf16:
      try check(tensor.int32Data.count, count, "numbers", tensor)
      let bits = tensor.int32Data.flatMap {
        [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
      }
      return try FileBytes(bits, name: tensor.name).array(type, extents, order: .little)
    case .i8, .i16, .i32, .u8, .u16, .bool:
      try check(tensor.int32Data.count, count, "numbers", tensor)
      return NDArray(narrowing: tensor.int32Data.map(Int64.init), to: type, extents)
    }
  }

  private func check(_ found: Int, _ expected: Int, _ what: String, _ tensor: TensorProto)
    throws(FormatError)
  {
    if found == expected { return }
    throw FormatError(
      "tensor '\(tensor.name)': \(tensor.dims) has \(found) \(what), expected \(expected)")
  }

  /// Returns the bytes of a tensor outside of the message.
  private func bytes(_ tensor: TensorProto, _ byteCount: Int) throws(FormatError) -> FileBytes {
    var entries: [String: String] = [:]
    for entry in tensor.externalData { entries[entry.key] = entry.value }
    let name = "tensor '\(tensor.name)'"
    guard let location = entries["location"] else {
      throw FormatError("\(name): is in another file that is not named")
    }
    let source = location == WeightlessMessage.location ? file : try external(location, name)
    let offset = entries["offset"].map { Int($0) } ?? 0
    let length = entries["length"].map { Int($0) } ?? byteCount
    guard let offset, let length, offset >= 0, length >= 0, offset <= source.count,
      length <= source.count - offset
    else {
      throw FormatError(
        "\(name): bytes \(entries["offset"] ?? "0") + \(entries["length"] ?? "\(byteCount)") are "
          + "outside of '\(source.name)', which has \(source.count)")
    }
    try check(length, byteCount, "bytes", tensor)
    return source.slice(offset..<offset + length, name: name)
  }

  /// Returns a file beside the model; throws where the path leads elsewhere.
  private func external(_ location: String, _ name: String) throws(FormatError) -> FileBytes {
    let parts = location.split(separator: "/", omittingEmptySubsequences: false)
    if location.isEmpty || location.hasPrefix("/") || parts.contains("..")
      || location.utf8.contains(0)
    {
      throw FormatError(
        "\(name): weights are in '\(location)', expected a file below the model's folder")
    }
    do throws(FormatError) {
      return try FileBytes(regular: folder + location)
    } catch {
      throw FormatError("\(name): \(error.message)")
    }
  }
}
