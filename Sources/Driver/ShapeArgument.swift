/// A `--shape` argument: `name=1x1x160x192x160`.
public enum ShapeArgument {
  /// Returns the input's name and extents.
  public static func parse(_ text: String) throws(Failure) -> (name: String, extents: [Int]) {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let extents =
      sides.count == 2
      ? sides[1].split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 } : []
    guard sides.count == 2, !sides[0].isEmpty, !extents.isEmpty, extents.allSatisfy({ $0 > 0 })
    else {
      throw Failure("--shape is '\(text)', expected for example x=1x3x256x256")
    }
    return (String(sides[0]), extents)
  }
}
