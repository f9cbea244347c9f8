/// Encodes any `Encodable` value into an `Attribute` tree.
struct AttributeEncoder {
  /// Returns the tree for `value`.
  static func encode(_ value: some Encodable) throws -> Attribute {
    let box = Box()
    try value.encode(to: Target(box: box, codingPath: []))
    return box.attribute
  }

  /// A node of the tree while it grows.
  private final class Box {
    enum Content {
      case leaf(Attribute)
      case list([Box])
      case record([(String, Box)])
    }
    var content = Content.record([])

    var attribute: Attribute {
      switch content {
      case .leaf(let leaf): leaf
      case .list(let boxes): .list(boxes.map(\.attribute))
      case .record(let fields): .record(fields.map { .init(name: $0.0, value: $0.1.attribute) })
      }
    }
  }

  private struct Target: Encoder {
    let box: Box
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
      KeyedEncodingContainer(Keyed<Key>(box: box, codingPath: codingPath))
    }
    func unkeyedContainer() -> any UnkeyedEncodingContainer {
      box.content = .list([])
      return Unkeyed(box: box, codingPath: codingPath)
    }
    func singleValueContainer() -> any SingleValueEncodingContainer {
      Single(box: box, codingPath: codingPath)
    }
  }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let box: Box
    let codingPath: [any CodingKey]

    private func child(_ key: Key) -> Box {
      let child = Box()
      if case .record(let fields) = box.content {
        box.content = .record(fields + [(key.stringValue, child)])
      }
      return child
    }
    func encodeNil(forKey key: Key) {}
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
      if let array = value as? NDArray {
        child(key).content = .leaf(.array(array))
        return
      }
      try value.encode(to: Target(box: child(key), codingPath: codingPath + [key]))
    }
    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key)
      -> KeyedEncodingContainer<Nested>
    {
      Target(box: child(key), codingPath: codingPath + [key]).container(keyedBy: keyedBy)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      Target(box: child(key), codingPath: codingPath + [key]).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { Target(box: box, codingPath: codingPath) }
    func superEncoder(forKey key: Key) -> any Encoder {
      Target(box: child(key), codingPath: codingPath + [key])
    }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let box: Box
    let codingPath: [any CodingKey]
    var count: Int {
      if case .list(let boxes) = box.content { return boxes.count }
      return 0
    }

    private func child() -> Box {
      let child = Box()
      if case .list(let boxes) = box.content { box.content = .list(boxes + [child]) }
      return child
    }
    func encodeNil() {}
    func encode<T: Encodable>(_ value: T) throws {
      try value.encode(to: Target(box: child(), codingPath: codingPath))
    }
    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested>
    {
      Target(box: child(), codingPath: codingPath).container(keyedBy: keyedBy)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      Target(box: child(), codingPath: codingPath).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { Target(box: child(), codingPath: codingPath) }
  }

  private struct Single: SingleValueEncodingContainer {
    let box: Box
    let codingPath: [any CodingKey]

    func encodeNil() {}
    func encode(_ value: Bool) { box.content = .leaf(.bool(value)) }
    func encode(_ value: String) {
      box.content = .leaf(Attribute.isWord(value) ? .word(value) : .string(value))
    }
    func encode(_ value: Double) { box.content = .leaf(.float(Scalar(value))) }
    func encode(_ value: Float) { encode(Double(value)) }
    func encode(_ value: Int) { box.content = .leaf(.int(value)) }
    func encode(_ value: Int8) { encode(Int(value)) }
    func encode(_ value: Int16) { encode(Int(value)) }
    func encode(_ value: Int32) { encode(Int(value)) }
    func encode(_ value: Int64) { encode(Int(value)) }
    func encode(_ value: UInt) { encode(Int(bitPattern: value)) }
    func encode(_ value: UInt8) { encode(Int(value)) }
    func encode(_ value: UInt16) { encode(Int(value)) }
    func encode(_ value: UInt32) { encode(Int(value)) }
    func encode(_ value: UInt64) { encode(Int(truncatingIfNeeded: value)) }
    func encode<T: Encodable>(_ value: T) throws {
      try value.encode(to: Target(box: box, codingPath: codingPath))
    }
  }
}
