/// A number among the attributes of an op, compared by its bits: −0 is not 0, and NaN equals itself.
public struct Scalar: Hashable, Sendable {
  private let bits: UInt64

  /// The number.
  public var value: Double { Double(bitPattern: bits) }

  /// The attribute with the given value.
  public init(_ value: Double) { bits = value.bitPattern }
}

extension Scalar: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The attribute written as a float.
  public init(floatLiteral value: Double) { self.init(value) }
  /// The attribute written as an integer.
  public init(integerLiteral value: Int) { self.init(Double(value)) }
}

extension Scalar: Codable {
  /// Decodes a number.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(Double.self))
  }

  /// Encodes the number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
}
