import Glibc

/// Where the modules and libraries are that a model file is built against.
public struct FrontendInstallation: Sendable {
  /// The folder with `Frontend.swiftmodule` and what it imports.
  public let modules: String
  /// The folder with `libFrontend.so`.
  public let libraries: String

  /// Finds them beside the running program: in its build folder, or in `../lib/graphc`.
  public static func find() throws(Diagnostic) -> FrontendInstallation {
    let executable = Files.resolved("/proc/self/exe")
    return try find(beside: Files.parent(executable))
  }

  /// Finds them for a program in `folder`.
  static func find(beside folder: String) throws(Diagnostic) -> FrontendInstallation {
    let candidates = [
      FrontendInstallation(modules: "\(folder)/Modules", libraries: folder),
      FrontendInstallation(
        modules: "\(folder)/../lib/graphc/modules", libraries: "\(folder)/../lib/graphc"),
    ]
    for candidate in candidates
    where Files.exists("\(candidate.modules)/Frontend.swiftmodule")
      && Files.exists("\(candidate.libraries)/libFrontend.so")
    {
      return candidate
    }
    throw Diagnostic(
      "the Frontend module is neither in '\(candidates[0].modules)' nor in "
        + "'\(candidates[1].modules)'; build or install it with 'make install'")
  }
}

/// The Swift compiler that builds model files.
public struct SwiftToolchain: Sendable {
  /// The path of `swiftc`.
  public let compiler: String

  /// Finds `swiftc` in the folders of `PATH`.
  public static func find() throws(Diagnostic) -> SwiftToolchain {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    for folder in path.split(separator: ":") where access("\(folder)/swiftc", X_OK) == 0 {
      // Not resolved: the compiler behind the link goes by the name it is called.
      return SwiftToolchain(compiler: "\(folder)/swiftc")
    }
    throw Diagnostic(
      "a model in Swift needs 'swiftc', which is in no folder of PATH; install a Swift toolchain "
        + "(https://www.swift.org/install)")
  }

  /// What tells one installed compiler from another: path, size and time of change.
  var identity: String {
    var status = stat()
    stat(compiler, &status)
    return "\(compiler) \(status.st_size) \(status.st_mtim.tv_sec)"
  }
}
