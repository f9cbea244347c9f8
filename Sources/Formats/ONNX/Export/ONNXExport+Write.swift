import NDArrays
import ONNXMessages
import SwiftProtobuf

import enum Formats.AtomicFile
import class Formats.FileWriter
import struct Formats.FormatError

extension ONNXExport {
  /// The most bytes of a message (https://protobuf.dev/programming-guides/proto-limits).
  package static let limit = (1 << 31) - 1
  /// The size from which on a tensor goes to another file where the message would be too large.
  private static let threshold = 1024
  /// What offsets in the other file are a multiple of: the size of a page, as the standard advises.
  private static let alignment = 4096

  /// Writes the model; where it would have more than `limit` bytes, the elements of its tensors go
  /// to a file beside it, `path.data`.
  ///
  /// Tensors are written one after the other, so that no second copy of them is in memory.
  public func write(to path: String) throws(FormatError) { try write(to: path, limit: Self.limit) }

  /// Writes the model, with a limit on the bytes of its message.
  package func write(to path: String, limit: Int) throws(FormatError) {
    let inline = try parts(external: nil)
    if inline.byteCount <= limit {
      try AtomicFile.write(path) { (file) throws(FormatError) in try inline.write(to: file) }
      return
    }
    if path.hasPrefix("/dev/") {
      throw FormatError(
        "cannot write '\(path)': the model has \(inline.byteCount) bytes, and from 2 GiB on its "
          + "weights are in a file beside it")
    }
    let dataPath = path + ".data"
    let name = String(dataPath.split(separator: "/").last ?? "")
    let skeleton = try parts(external: name)
    if skeleton.byteCount > limit {
      throw FormatError(
        "cannot write '\(path)': the model has \(skeleton.byteCount) bytes without its weights, "
          + "expected at most \(limit)")
    }
    try AtomicFile.write(dataPath) { (file) throws(FormatError) in
      var position = 0
      for (tensor, start) in placed() {
        try file.write([UInt8](repeating: 0, count: start - position))
        try file.write(tensor.value)
        position = start + tensor.value.byteCount
      }
    }
    try AtomicFile.write(path) { (file) throws(FormatError) in try skeleton.write(to: file) }
  }

  /// Returns the bytes of the model.
  package func bytes() throws(FormatError) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in try parts(external: nil).all {
      switch part {
      case .bytes(let content): bytes += content
      case .elements(let array): array.withUnsafeBytes { bytes += $0 }
      }
    }
    return bytes
  }

  /// The tensors that go to another file, and where in it.
  private func placed() -> [(tensor: (message: TensorProto, value: NDArray), start: Int)] {
    var (result, end) = ([(tensor: (message: TensorProto, value: NDArray), start: Int)](), 0)
    for tensor in tensors where tensor.value.byteCount >= Self.threshold {
      let start = (end + Self.alignment - 1) / Self.alignment * Self.alignment
      result.append((tensor, start))
      end = start + tensor.value.byteCount
    }
    return result
  }

  /// A message in parts.
  private struct Parts {
    /// A piece of a message.
    enum Part {
      /// Encoded fields.
      case bytes([UInt8])
      /// The elements of a tensor.
      case elements(NDArray)
    }

    /// The pieces in order.
    var all: [Part] = []

    /// The size of the message.
    var byteCount: Int {
      all.reduce(0) { sum, part in
        switch part {
        case .bytes(let bytes): sum + bytes.count
        case .elements(let array): sum + array.byteCount
        }
      }
    }

    /// Writes the pieces one after the other.
    func write(to file: FileWriter) throws(FormatError) {
      for part in all {
        switch part {
        case .bytes(let bytes): try file.write(bytes)
        case .elements(let array): try file.write(array)
        }
      }
    }
  }

  /// Returns the message: the model without its graph, then the graph without its tensors, then
  /// these; large ones refer to a file where one is named.
  private func parts(external name: String?) throws(FormatError) -> Parts {
    var model = message
    model.clearGraph()
    var graph = Parts()
    graph.all.append(.bytes(try encoded(message.graph)))
    let places = name == nil ? [] : placed()
    var next = places.makeIterator()
    for tensor in tensors {
      var head = tensor.message
      if let name, tensor.value.byteCount >= Self.threshold, let place = next.next() {
        head.dataLocation = .external
        head.externalData = [
          .pair("location", name), .pair("offset", "\(place.start)"),
          .pair("length", "\(tensor.value.byteCount)"),
        ]
        graph.all.append(.bytes(WireWriter.field(5, try encoded(head))))
        continue
      }
      let bytes = try encoded(head)
      let data = WireWriter.head(9, count: tensor.value.byteCount)
      let count = bytes.count + data.count + tensor.value.byteCount
      graph.all.append(.bytes(WireWriter.head(5, count: count) + bytes + data))
      graph.all.append(.elements(tensor.value))
    }
    let head = try encoded(model) + WireWriter.head(7, count: graph.byteCount)
    return Parts(all: [.bytes(head)] + graph.all)
  }

  private func encoded(_ message: some SwiftProtobuf.Message) throws(FormatError) -> [UInt8] {
    do {
      return try message.serializedBytes()
    } catch {
      throw FormatError("cannot encode an ONNX message: \(error)")
    }
  }
}
