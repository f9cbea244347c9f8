/// Decodes any `Decodable` value from an `Attribute` tree.
struct AttributeDecoder {
  /// What does not fit, and where in the tree.
  struct Mismatch: Error {
    let path: [String]
    let message: String
  }

  /// Returns the value that `attribute` describes; throws a `Mismatch` that names the property.
  static func decode<T: Decodable>(_ type: T.Type, from attribute: Attribute) throws -> T {
    try T(from: Source(attribute: attribute, codingPath: []))
  }

  private static func mismatch(
    _ path: [any CodingKey], _ expected: String, found: Attribute
  ) -> Mismatch {
    Mismatch(path: path.map(\.stringValue), message: "is \(found), expected \(expected)")
  }

  /// Returns the cases of an enumeration in words; a type that has none by its name.
  private static func spellings<T>(of type: T.Type) -> String {
    guard let type = type as? any CaseIterable.Type else { return "\(type)" }
    /// Returns the raw value of each case.
    func list<Enumeration: CaseIterable>(_: Enumeration.Type) -> [String] {
      Enumeration.allCases.compactMap { ($0 as? any RawRepresentable).map { "\($0.rawValue)" } }
    }
    return list(type).joined(separator: ", ")
  }

  private struct Source: Decoder {
    let attribute: Attribute
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
      guard case .record = attribute else {
        throw mismatch(codingPath, "{…}", found: attribute)
      }
      return KeyedDecodingContainer(Keyed<Key>(record: attribute, codingPath: codingPath))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
      guard case .list(let values) = attribute else {
        throw mismatch(codingPath, "a list", found: attribute)
      }
      return Unkeyed(values: values, codingPath: codingPath)
    }
    func singleValueContainer() -> any SingleValueDecodingContainer {
      Single(attribute: attribute, codingPath: codingPath)
    }
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let record: Attribute
    let codingPath: [any CodingKey]
    var allKeys: [Key] { record.fields.compactMap { Key(stringValue: $0.name) } }

    private func source(_ key: Key) throws -> Source {
      guard let value = record[key.stringValue] else {
        throw Mismatch(
          path: codingPath.map(\.stringValue) + [key.stringValue], message: "is missing")
      }
      return Source(attribute: value, codingPath: codingPath + [key])
    }
    func contains(_ key: Key) -> Bool { record[key.stringValue] != nil }
    func decodeNil(forKey key: Key) -> Bool { !contains(key) }
    func decode<T: Decodable>(_: T.Type, forKey key: Key) throws -> T {
      if case .array(let array) = record[key.stringValue], let value = array as? T { return value }
      let source = try source(key)
      do {
        return try T(from: source)
      } catch DecodingError.dataCorrupted {
        throw mismatch(source.codingPath, spellings(of: T.self), found: source.attribute)
      }
    }
    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) throws
      -> KeyedDecodingContainer<Nested>
    { try source(key).container(keyedBy: keyedBy) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try source(key).unkeyedContainer()
    }
    func superDecoder() -> any Decoder { Source(attribute: record, codingPath: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try source(key) }
  }

  private struct Unkeyed: UnkeyedDecodingContainer {
    let values: [Attribute]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex == values.count }

    init(values: [Attribute], codingPath: [any CodingKey]) {
      self.values = values
      self.codingPath = codingPath
    }
    private mutating func next() throws -> Source {
      guard !isAtEnd else {
        throw Mismatch(
          path: codingPath.map(\.stringValue),
          message: "has \(values.count) elements, expected more")
      }
      defer { currentIndex += 1 }
      return Source(attribute: values[currentIndex], codingPath: codingPath)
    }
    func decodeNil() -> Bool { false }
    mutating func decode<T: Decodable>(_: T.Type) throws -> T { try T(from: try next()) }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) throws
      -> KeyedDecodingContainer<Nested>
    { try next().container(keyedBy: keyedBy) }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      try next().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { try next() }
  }

  private struct Single: SingleValueDecodingContainer {
    let attribute: Attribute
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { false }
    func decode(_: Bool.Type) throws -> Bool {
      guard case .bool(let value) = attribute else {
        throw mismatch(codingPath, "true or false", found: attribute)
      }
      return value
    }
    func decode(_: String.Type) throws -> String {
      switch attribute {
      case .string(let value), .word(let value): return value
      default: throw mismatch(codingPath, "a string", found: attribute)
      }
    }
    func decode(_: Double.Type) throws -> Double {
      switch attribute {
      case .float(let scalar): return scalar.value
      case .int(let value): return Double(value)
      default: throw mismatch(codingPath, "a number", found: attribute)
      }
    }
    func decode(_: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    private func integer<T: FixedWidthInteger>(_: T.Type) throws -> T {
      guard case .int(let value) = attribute else {
        throw mismatch(codingPath, "an integer", found: attribute)
      }
      guard let result = T.bitWidth == 64 ? T(truncatingIfNeeded: value) : T(exactly: value) else {
        throw mismatch(codingPath, "\(T.min)…\(T.max)", found: attribute)
      }
      return result
    }
    func decode(_ type: Int.Type) throws -> Int { try integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type) }
    func decode<T: Decodable>(_: T.Type) throws -> T {
      try T(from: Source(attribute: attribute, codingPath: codingPath))
    }
  }
}
