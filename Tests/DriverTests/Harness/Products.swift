import Foundation

/// What the build made, and where the sources are.
enum Products {
  /// The folder of the package.
  static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The program under test, which lies beside the tests' own.
  static let graphc: String = {
    var folder = Bundle.main.bundleURL
    for _ in 0..<4 {
      let candidate = folder.appending(path: "graphc").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder.deleteLastPathComponent()
    }
    return "\(package)/.build/release/graphc"
  }()

  /// Returns a program of the toolchain's, `clang` unless named: it lies beside `swiftc`.
  static func clang(named name: String = "clang") -> String {
    let paths = ProcessInfo.processInfo.environment["PATH"] ?? ""
    for folder in paths.split(separator: ":") {
      let compiler = URL(filePath: "\(folder)/swiftc").resolvingSymlinksInPath()
      let program = compiler.deletingLastPathComponent().appending(path: name).path
      if FileManager.default.isExecutableFile(atPath: program) { return program }
    }
    return name
  }

  /// The folder of what tests keep from run to run.
  static let testCache = "\(package)/.build/tests-cache"

  /// The path of a C compiler that tries little, on which no bit of a result depends.
  static let quickCompiler = Result {
    let path = "\(testCache)/cc"
    let text = Data("#!/bin/sh\nexec '\(clang())' \"$@\" -O1\n".utf8)
    // Kernels are kept by the compiler's time of change.
    if FileManager.default.contents(atPath: path) != text {
      try FileManager.default.createDirectory(
        atPath: testCache, withIntermediateDirectories: true)
      try text.write(to: URL(filePath: path), options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    return path
  }

  /// The folder of real trained networks; nil, with a message, where it is not at hand.
  static func cases() -> String? {
    let folder = URL(filePath: "\(package)/../shared/cases").standardizedFileURL.path
    if FileManager.default.fileExists(atPath: folder) { return folder }
    print("skipped: no ../shared/cases")
    return nil
  }
}
