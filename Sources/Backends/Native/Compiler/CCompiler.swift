import Glibc
import HostSystem

/// The C compiler that builds kernels.
public struct CCompiler: Sendable {
  /// The path of `clang`.
  public let path: String
  /// What tells one compiler from another: path, size and time of change.
  let identity: String

  /// Finds the compiler: `$GRAPHC_CC`, else `clang` beside `swiftc`, else in `PATH`; nil where there is
  /// none.
  ///
  /// Throws where `$GRAPHC_CC` is none.
  public static func findIfAny() throws(Diagnostic) -> CCompiler? {
    if let named = variable("GRAPHC_CC") {
      guard access(named, X_OK) == 0 else {
        throw Diagnostic("GRAPHC_CC is '\(named)', expected the path of a C compiler")
      }
      return CCompiler(path: named)
    }
    let folders = (variable("PATH") ?? "").split(separator: ":").map(String.init)
    for folder in folders where access("\(folder)/swiftc", X_OK) == 0 {
      let clang = Files.parent(Files.resolved("\(folder)/swiftc")) + "/clang"
      if access(clang, X_OK) == 0 { return CCompiler(path: clang) }
    }
    for folder in folders where access("\(folder)/clang", X_OK) == 0 {
      return CCompiler(path: "\(folder)/clang")
    }
    return nil
  }

  /// What is missing where there is no compiler, and where it was looked for.
  public static let missing =
    "no C compiler: 'clang' is neither beside 'swiftc' nor in a folder of PATH; install a Swift "
    + "toolchain (https://www.swift.org/install) or clang"

  /// Finds the compiler; throws where there is none.
  public static func find() throws(Diagnostic) -> CCompiler {
    guard let compiler = try findIfAny() else { throw Diagnostic(missing) }
    return compiler
  }

  private init(path: String) {
    self.path = path
    var status = stat()
    stat(path, &status)
    identity = "\(path) \(status.st_size) \(status.st_mtim.tv_sec)"
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The seconds after which a compiler that still runs is given up.
  private static let timeLimit = 300.0

  /// Runs the compiler; throws with what it wrote where it fails, is killed or takes too long.
  func run(_ arguments: [String], for purpose: String) throws(Diagnostic) {
    let outcome = try ChildProcess.run([path] + arguments, timeLimit: Self.timeLimit)
    switch outcome.ending {
    case .exited(0): return
    case .exited(let code):
      throw Diagnostic(
        "'\(path)' failed with exit code \(code) for \(purpose):\n\(outcome.errorText)")
    case .signalled(let signal):
      throw Diagnostic("'\(path)' was killed by signal \(signal) for \(purpose); run it again")
    case .timedOut:
      throw Diagnostic("'\(path)' took more than \(Int(Self.timeLimit)) s for \(purpose)")
    }
  }
}
