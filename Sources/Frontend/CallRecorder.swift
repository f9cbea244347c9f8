internal import Runtime

/// Tells from return addresses which line of a model file called an operator.
///
/// The file must be compiled with `-g` and, where optimised, `-Xcc -fno-omit-frame-pointer`.
final class CallRecorder: CallerRecorder {
  /// The most frames that are looked at: a model's own functions and what is generic in between.
  private static let depth = 24
  /// Where this library's own sources are.
  private static let library = folder(folder(#filePath[...]))
  /// Where the model file is, as its user wrote it; empty or with a slash at the end.
  private let modelFolder: Substring
  private let images = ImageMap.capture()
  private var traces: [Backtrace?] = []

  /// A recorder for the model file and those beside it.
  init(modelFile: String) { modelFolder = Self.folder(modelFile[...]) }

  func record() -> Int {
    traces.append(
      try? Backtrace.capture(algorithm: .fast, limit: Self.depth, top: 0, images: images))
    return traces.count - 1
  }

  func sites() -> [Site?] {
    let options: Backtrace.SymbolicationOptions = [
      .showInlineFrames, .showSourceLocations, .useSymbolCache,
    ]
    return traces.map { trace in
      for frame in trace?.symbolicated(with: images, options: options)?.frames ?? [] {
        if let location = frame.symbol?.sourceLocation, let site = site(location) { return site }
      }
      return nil
    }
  }

  /// Returns the place as the user wrote it; nil where it is not in the model's folder.
  ///
  /// Debug information has absolute paths.
  private func site(_ location: SymbolicatedBacktrace.SourceLocation) -> Site? {
    let folder = Self.folder(location.path[...])
    if location.line < 1 || !folder.hasSuffix(modelFolder) || folder.hasPrefix(Self.library) {
      return nil
    }
    return Site(
      file: "\(modelFolder)\(location.path.dropFirst(folder.count))", line: location.line,
      column: location.column > 0 ? location.column : nil)
  }

  /// Returns the path up to the last slash but for one at its end.
  private static func folder(_ path: Substring) -> Substring {
    guard let slash = path.dropLast().lastIndex(of: "/") else { return "" }
    return path[...slash]
  }
}
