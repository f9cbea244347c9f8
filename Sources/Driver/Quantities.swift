import Glibc
public import GraphIR

extension ByteCount {
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

extension Decimals {
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
  /// Its size in bytes; 0 where the system does not say.
  static var byteCount: Int {
    max(Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE))), 0)
  }

  /// Throws where `what` needs more bytes than the machine has.
  static func check(_ byteCount: Int, for what: String) throws(Failure) {
    let available = self.byteCount
    if available > 0 && byteCount > available {
      throw Failure(
        "\(what): needs \(ByteCount.text(byteCount)) but this machine has "
          + ByteCount.text(available), code: .budget)
    }
  }
}
