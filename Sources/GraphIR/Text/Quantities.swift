/// Sizes in bytes for people.
public enum ByteCount {
  private static let units: [(name: String, size: Int)] = [
    ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10),
  ]

  /// Returns a size such as `1.25 GiB`.
  public static func text(_ bytes: Int) -> String {
    for unit in units where bytes >= unit.size {
      return "\(Decimals.text(Double(bytes) / Double(unit.size), 2)) \(unit.name)"
    }
    return "\(bytes) B"
  }
}

/// Decimal numbers for people.
public enum Decimals {
  /// Returns the number with a fixed number of decimals.
  public static func text(_ value: Double, _ decimals: Int) -> String {
    if !value.isFinite { return "\(value)" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let rounded = (abs(value) * scale).rounded()
    if rounded >= 0x1p53 { return "\(value)" }
    let digits = String(Int(rounded))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && rounded > 0 ? "-" : ""
    if decimals == 0 { return sign + padded }
    return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// Returns the number with three digits and an exponent: `4.21e-7`.
  public static func scientific(_ value: Double) -> String {
    if value == 0 || !value.isFinite { return "\(value)" }
    var (digits, exponent) = (value, 0)
    while abs(digits) >= 9.995 { (digits, exponent) = (digits / 10, exponent + 1) }
    while abs(digits) < 0.9995 { (digits, exponent) = (digits * 10, exponent - 1) }
    return "\(text(digits, 2))e\(exponent)"
  }

  /// Returns an integer with a comma before each three digits.
  public static func grouped(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value.magnitude).reversed().enumerated() {
      if index > 0 && index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "-" : "") + String(text.reversed())
  }
}

/// Times for people.
public enum Seconds {
  /// Returns a time such as `12.3 ms`.
  public static func text(_ seconds: Double) -> String {
    let units = [(1.0, "s"), (1e-3, "ms")]
    for (size, name) in units where seconds >= size {
      return Decimals.text(seconds / size, seconds < 10 * size ? 2 : 1) + " " + name
    }
    return Decimals.text(seconds * 1e6, 1) + " µs"
  }
}
