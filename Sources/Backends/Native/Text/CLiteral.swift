/// Numbers as C spells them.
enum CLiteral {
  /// Returns a constant of type `float` with the nearest value.
  static func float(_ value: Double) -> String {
    let single = Float(value)
    if single.isNaN { return "__builtin_nanf(\"\")" }
    if single.isInfinite { return single < 0 ? "-__builtin_inff()" : "__builtin_inff()" }
    return decimal("\(single)") + "f"
  }

  /// Returns a constant of type `double`.
  static func double(_ value: Double) -> String {
    if value.isNaN { return "__builtin_nan(\"\")" }
    if value.isInfinite { return value < 0 ? "-__builtin_inf()" : "__builtin_inf()" }
    return decimal("\(value)")
  }

  /// Returns a constant of type `int64_t`.
  static func integer(_ value: Int64) -> String {
    value == .min ? "INT64_MIN" : "INT64_C(\(value))"
  }

  /// Returns a constant of type `const char *`, whose bytes are spelled in octal where they are not
  /// plain letters.
  static func string(_ text: String) -> String {
    let plain = text.utf8.map { byte in
      (35...91).contains(byte) && byte != 63 || (93...126).contains(byte) || byte == 32
        ? String(UnicodeScalar(byte)) : "\\" + octal(byte)
    }
    return "\"\(plain.joined())\""
  }

  private static func octal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 8)
    return String(repeating: "0", count: 3 - digits.count) + digits
  }

  private static func decimal(_ text: String) -> String {
    text.contains { $0 == "." || $0 == "e" } ? text : text + ".0"
  }
}
