extension Op {
  /// The attributes that differ from the plain ones for a first operand of `rank`.
  public func attributes(rank: Int) -> Attribute {
    let all = Self.encoded(self)
    let plain = Self.encoded(Self.plain(rank: rank))
    return .record(all.fields.filter { plain[$0.name] != $0.value })
  }

  /// The op with the given attributes and the plain ones for a first operand of `rank`.
  ///
  /// Throws where an attribute is unknown or of the wrong kind.
  public init(attributes: Attribute, rank: Int) throws(Diagnostic) {
    let plain = Self.encoded(Self.plain(rank: rank))
    let known = Self.encoded(Self.plain(rank: rank)).fields.map(\.name)
    for field in attributes.fields where !known.contains(field.name) {
      let expected = known.isEmpty ? "none" : known.joined(separator: ", ")
      throw Diagnostic(
        "\(Self.mnemonic): unknown attribute '\(field.name)', expected \(expected)")
    }
    let merged = plain.fields.map {
      Attribute.Field(name: $0.name, value: attributes[$0.name] ?? $0.value)
    }
    do {
      self = try AttributeDecoder.decode(Self.self, from: .record(merged))
    } catch let error as AttributeDecoder.Mismatch {
      let path = error.path.joined(separator: ".")
      throw Diagnostic("\(Self.mnemonic): attribute '\(path)' \(error.message)")
    } catch let error as DecodingError {
      throw Diagnostic("\(Self.mnemonic): \(Self.explain(error))")
    } catch {
      throw Diagnostic("\(Self.mnemonic): \(error)")
    }
  }

  /// The attributes that text leaves out for a first operand of `rank`.
  public static func plainAttributes(rank: Int) -> String { encoded(plain(rank: rank)).description }

  private static func encoded(_ op: Self) -> Attribute {
    do {
      return try AttributeEncoder.encode(op)
    } catch {
      preconditionFailure("attributes of \(op) do not encode: \(error)")
    }
  }

  private static func explain(_ error: DecodingError) -> String {
    switch error {
    case .dataCorrupted(let context):
      "attribute '\(context.codingPath.map(\.stringValue).joined(separator: "."))': "
        + context.debugDescription
    // An enumeration with values found no case, or several.
    case .typeMismatch(_, let context):
      "attribute '\(context.codingPath.map(\.stringValue).joined(separator: "."))' is not one of its "
        + "cases"
    default: "\(error)"
    }
  }
}
