/// What can be said of a model program that died of a signal.
enum ModelCrash {
  /// Asks the Swift run time for a plain backtrace of the thread that crashes.
  static let environment = [
    (
      "SWIFT_BACKTRACE",
      "enable=yes,interactive=no,color=no,threads=crashed,images=none,registers=none,limit=64,"
        + "cache=no,output-to=stderr"
    )
  ]

  /// Returns the failure: the run time's message at the first frame inside the model's files.
  static func failure(signal: Int32, _ errorText: String, _ sources: [String]) -> Failure {
    var lines: [String] = []
    for line in errorText.split(separator: "\n") { lines.append(String(line)) }
    let reason = lines.compactMap(fatalMessage).first ?? "died of signal \(signal)"
    let site = lines.compactMap { place(in: $0, sources) }.first ?? sources[0]
    let printed = lines.prefix { !$0.hasPrefix("***") && fatalMessage($0) == nil }
    let text = (printed + ["\(site): error: the model crashed: \(reason)"]).joined(separator: "\n")
    return Failure(text: text)
  }

  /// Returns the message of a line such as `model/model.swift:3: Fatal error: Index out of range`.
  private static func fatalMessage(_ line: String) -> String? {
    for kind in ["Fatal error", "Precondition failed", "Assertion failed"] {
      guard let start = line.range(of: kind) else { continue }
      return String(line[start.lowerBound...]).lowercasedFirst
    }
    return nil
  }

  /// Returns `file:line:column` of a frame such as `3 [ra] 0x… f() in model at /path/model.swift:3:7`.
  private static func place(in line: String, _ sources: [String]) -> String? {
    guard let at = line.range(of: " at ", options: .last) else { return nil }
    let place = String(line[at.upperBound...])
    for source in sources {
      let full = Files.resolved(source)
      for name in [source, full] where place.hasPrefix(name + ":") {
        return source + place.dropFirst(name.count)
      }
    }
    return nil
  }
}

extension String {
  /// Which occurrence is meant.
  enum Occurrence { case first, last }

  /// Returns where `part` stands in this string.
  func range(of part: String, options occurrence: Occurrence = .first) -> Range<Index>? {
    occurrence == .first ? firstRange(of: part) : ranges(of: part).last
  }
}
