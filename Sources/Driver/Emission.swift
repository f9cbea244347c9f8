/// What `compile --emit` writes instead of a plan.
public enum Emission {
  /// Returns the text of a kind: `gir` or `traced`.
  public static func text(_ kind: String, _ traced: Graph)
    throws(Failure) -> String
  {
    switch kind {
    case "traced": return Printer.text(traced)
    case "gir": return Printer.text(try Compilation.optimized(traced))
    default: throw Failure("--emit is '\(kind)', expected gir or traced")
    }
  }

  /// Writes text to a file, or to standard output where no path is given.
  public static func write(_ text: String, to path: String?) throws(Failure) {
    guard let path else { return try StandardStreams.output(text) }
    try failing { () throws(Diagnostic) in try Files.write(text.utf8, to: path) }
  }
}
