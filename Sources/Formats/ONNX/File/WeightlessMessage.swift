/// A model's message whose large tensors are named by their place in the file instead.
///
/// Decoding the whole message would copy every weight. So each `raw_data` (and packed `float_data`,
/// `double_data`, which have the same layout) of some size is replaced by what the standard has for
/// weights in another file: `external_data` with offset and length, here with the location `self`.
struct WeightlessMessage {
  /// The location that means the file itself; no file can have that name.
  static let location = "\0"
  /// The size from which on data stays in the file.
  private static let threshold = 1024
  /// The most messages inside of each other: what SwiftProtobuf allows.
  private static let maxDepth = 100

  /// A kind of message on the way to tensors.
  private enum Kind {
    case model, graph, node, attribute, function, tensor, sparseTensor, training

    /// Returns what the field of a number holds; nil where there are no tensors in it.
    func field(_ number: Int) -> Kind? {
      switch (self, number) {
      case (.model, 7): .graph
      case (.model, 20): .training
      case (.model, 25): .function
      case (.training, 1), (.training, 2): .graph
      case (.graph, 1), (.function, 7): .node
      case (.graph, 5): .tensor
      case (.graph, 15): .sparseTensor
      case (.node, 5), (.function, 11): .attribute
      case (.attribute, 5), (.attribute, 10): .tensor
      case (.attribute, 6), (.attribute, 11): .graph
      case (.attribute, 22), (.attribute, 23): .sparseTensor
      case (.sparseTensor, 1), (.sparseTensor, 2): .tensor
      default: nil
      }
    }
  }

  private let source: UnsafeRawBufferPointer

  /// Returns the bytes of the model's message in `source` without its weights; nil where they are
  /// no message.
  static func bytes(of source: UnsafeRawBufferPointer) -> [UInt8]? {
    WeightlessMessage(source: source).rewritten(0..<source.count, .model, depth: 0)
  }

  /// Returns the bytes of a tensor's message in `source` without its data; nil where they are none.
  static func bytes(ofTensor source: UnsafeRawBufferPointer) -> [UInt8]? {
    WeightlessMessage(source: source).rewritten(0..<source.count, .tensor, depth: 0)
  }

  private func rewritten(_ part: Range<Int>, _ kind: Kind, depth: Int) -> [UInt8]? {
    if depth > Self.maxDepth { return nil }
    if kind == .tensor { return tensor(part) }
    var reader = WireReader(source, part)
    var result: [UInt8] = []
    while reader.hasMore {
      guard let field = reader.next() else { return nil }
      if let content = field.content, let inner = kind.field(field.number) {
        guard let message = rewritten(content, inner, depth: depth + 1) else { return nil }
        result += WireWriter.field(field.number, message)
      } else {
        result += source[field.start..<field.end]
      }
    }
    return result
  }

  /// Returns a tensor with a reference to its data where that is large and in one piece.
  private func tensor(_ part: Range<Int>) -> [UInt8]? {
    var reader = WireReader(source, part)
    var fields: [WireReader.Field] = []
    while reader.hasMore {
      guard let field = reader.next() else { return nil }
      fields.append(field)
    }
    var result: [UInt8] = []
    for field in fields {
      if let content = field.content, content.count >= Self.threshold,
        isData(field.number, of: part), fields.filter({ $0.number == field.number }).count == 1
      {
        for (key, value) in [
          ("location", Self.location), ("offset", "\(content.lowerBound)"),
          ("length", "\(content.count)"),
        ] {
          result += WireWriter.field(
            13, WireWriter.field(1, key.utf8) + WireWriter.field(2, value.utf8))
        }
        // data_location = EXTERNAL
        result += WireWriter.varint(14 << 3) + [1]
      } else {
        result += source[field.start..<field.end]
      }
    }
    return result
  }

  /// `true` iff a field of a tensor has the layout of its elements: `raw_data`, or packed floats of
  /// the tensor's own type.
  private func isData(_ number: Int, of tensor: Range<Int>) -> Bool {
    switch number {
    case 9: true
    case 4: dataType(tensor) == 1
    case 10: dataType(tensor) == 11
    default: false
    }
  }

  /// Returns the number of a tensor's element type; nil where it is not given.
  private func dataType(_ tensor: Range<Int>) -> UInt64? {
    var reader = WireReader(source, tensor)
    var type: UInt64?
    while reader.hasMore, let field = reader.next() {
      if field.number == 2, field.content == nil {
        var number = WireReader(source, field.start..<field.end)
        _ = number.varint()
        type = number.varint()
      }
    }
    return type
  }
}
