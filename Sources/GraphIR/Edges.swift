/// The cells added before and after the elements of one dimension; negative ones are cut off.
public struct Edges: Hashable, Sendable {
  /// The number of cells before the first element.
  public var low: Int
  /// The number of cells after the last element.
  public var high: Int

  /// The given numbers of cells.
  public init(_ low: Int, _ high: Int) {
    self.low = low
    self.high = high
  }

  /// No cells.
  public static let none = Edges(0, 0)
}

extension Edges: Codable {
  /// Decodes `[low, high]`.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    self.init(try container.decode(Int.self), try container.decode(Int.self))
  }

  /// Encodes `[low, high]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(low)
    try container.encode(high)
  }
}
