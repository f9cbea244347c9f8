import FoundationEssentials

/// JSON for programs that read results.
public enum JSONText {
  /// Returns a value as indented text with sorted keys.
  public static func of(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    } catch {
      preconditionFailure("cannot write \(value) as JSON: \(error)")
    }
  }
}
