import Formats

/// The verb `compare`: two arrays against each other.
public struct ArrayComparison {
  /// How far they may be apart.
  public struct Bounds: Sendable {
    /// The part of |b| that |a − b| may reach, element by element.
    public var relative = 0.0
    /// The |a − b| that is always allowed.
    public var absolute = 0.0
    /// The distance in representable values that is always allowed.
    public var ulps: UInt64 = 0
    /// The part of the largest |b| that is always allowed.
    public var relativeToMax = 0.0
    /// The part of the elements that must be within the bounds.
    public var agreement = 1.0
    /// The least Dice coefficient of the elements that are not 0; nil for any.
    public var dice: Double?

    /// No difference is allowed.
    public init() {}

    /// Throws where a bound is negative or no number, or a part is not in 0…1.
    public func check() throws(Failure) {
      for (name, value) in [("rtol", relative), ("atol", absolute), ("rtol-max", relativeToMax)]
      where !(value >= 0) {
        throw Failure("--\(name) is \(value), expected 0 or more")
      }
      for (name, value) in [("agreement", agreement), ("dice", dice ?? 1)]
      where !(0...1).contains(value) {
        throw Failure("--\(name) is \(value), expected 0 to 1")
      }
    }
  }

  /// What was found.
  public let comparison: Comparison
  /// The number of elements beyond the bounds.
  public let beyond: Int
  /// The Dice coefficient 2·|A ∩ B| / (|A| + |B|) of the elements that are not 0; 1 where all are.
  public let dice: Double
  private let bounds: Bounds
  private let count: Int

  /// Compares the arrays of two files; throws where their extents differ.
  public init(_ left: String, _ right: String, _ bounds: Bounds) throws(Failure) {
    let (a, b) = (try Self.array(left), try Self.array(right))
    guard a.extents == b.extents else {
      throw Failure(
        "'\(left)' has extents \(a.extents) but '\(right)' has \(b.extents)", code: .difference)
    }
    comparison = Comparison(a, to: b)
    beyond = Comparison.count(
      a, beyond: b,
      absolute: bounds.absolute + bounds.relativeToMax * comparison.maxReference,
      relative: bounds.relative, ulps: bounds.ulps)
    dice = Comparison.dice(a, b)
    count = a.count
    self.bounds = bounds
  }

  /// The part of the elements that are within the bounds.
  public var agreement: Double { count == 0 ? 1 : 1 - Double(beyond) / Double(count) }

  /// `true` iff enough elements are within the bounds, and the masks overlap enough.
  public var isWithin: Bool {
    (beyond == 0 || agreement >= bounds.agreement && bounds.agreement < 1
      || bounds.dice != nil) && dice >= bounds.dice ?? 0
  }

  /// Returns the only array of a file, as it is there.
  private static func array(_ path: String) throws(Failure) -> NDArray {
    try InputFile(FileBinding(path, options: []), orientation: nil).array
  }
}

extension ArrayComparison: CustomStringConvertible {
  /// The table that `compare` prints.
  public var description: String {
    let place = comparison.worst.map { " at \($0)" } ?? ""
    let rows = [
      ("elements", Decimals.grouped(count)),
      ("differing", Decimals.grouped(comparison.differing)),
      ("max absolute", "\(comparison.maxAbsolute)\(place)"),
      ("max relative", "\(comparison.maxRelative)"),
      ("max ULP", "\(comparison.maxULP)"),
      ("max |b|", "\(comparison.maxReference)"),
      ("beyond the bounds", Decimals.grouped(beyond)),
      ("agreement", "\(agreement)"),
      ("Dice", "\(dice)"),
    ]
    return Table(title: isWithin ? "within the bounds" : "beyond the bounds", rows: rows)
      .description
  }
}

extension ArrayComparison: Encodable {
  /// The keys of `--json`.
  private enum Key: String, CodingKey {
    /// Each is the name of a figure.
    case elements, differing, max_absolute, max_relative, max_ulp, worst, beyond, agreement, dice,
      within
  }

  /// Encodes the figures for `--json`; what is not finite becomes the largest number.
  public func encode(to encoder: any Encoder) throws {
    func number(_ value: Double) -> Double { value.isFinite ? value : .greatestFiniteMagnitude }
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(count, forKey: .elements)
    try container.encode(comparison.differing, forKey: .differing)
    try container.encode(number(comparison.maxAbsolute), forKey: .max_absolute)
    try container.encode(number(comparison.maxRelative), forKey: .max_relative)
    try container.encode(comparison.maxULP, forKey: .max_ulp)
    try container.encode(comparison.worst, forKey: .worst)
    try container.encode(beyond, forKey: .beyond)
    try container.encode(agreement, forKey: .agreement)
    try container.encode(dice, forKey: .dice)
    try container.encode(isWithin, forKey: .within)
  }
}
