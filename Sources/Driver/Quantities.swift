import Glibc

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

  /// Returns the size, rounded up to MiB, as `parse` reads it.
  public static func argument(_ bytes: Int) -> String { "\((bytes + (1 << 20) - 1) >> 20)MiB" }

  /// Returns the bytes of a text such as `8GiB`, `500M` or `1073741824`.
  public static func parse(_ text: String) throws(Failure) -> Int {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
    let factors = [
      "": 1.0, "b": 1, "k": 1e3, "kb": 1e3, "kib": 1024, "m": 1e6, "mb": 1e6, "mib": 1_048_576,
      "g": 1e9, "gb": 1e9, "gib": 1_073_741_824,
    ]
    guard let value = Double(digits), let factor = factors[unit], value * factor < 0x1p62 else {
      throw Failure("'\(text)' is no size in bytes, expected for example 8GiB")
    }
    return Int(value * factor)
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

  /// Returns an integer with a comma before each three digits.
  public static func grouped(_ value: Int) -> String {
    var text = ""
    for (index, digit) in String(value.magnitude).reversed().enumerated() {
      if index > 0 && index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (value < 0 ? "-" : "") + String(text.reversed())
  }

  /// Returns the number that a text such as `0.5`, `1e-3` or `1/255` spells.
  public static func parse(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = Double(parts[0]) else { return nil }
    if parts.count == 1 { return first }
    guard parts.count == 2, let second = Double(parts[1]), second != 0 else { return nil }
    return first / second
  }
}

/// The processors that this process may run on.
public enum Processors {
  /// Their number, at least 1.
  public static var count: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// The memory of this machine.
enum PhysicalMemory {
  /// Throws where `what` needs more bytes than the machine has.
  static func check(_ byteCount: Int, for what: String) throws(Failure) {
    let available = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
    if available > 0 && byteCount > available {
      throw Failure(
        "\(what): needs \(ByteCount.text(byteCount)) but this machine has "
          + ByteCount.text(available), code: .budget)
    }
  }
}
