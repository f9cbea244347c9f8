import Foundation
import Frontend

/// A model file compiled to a program, as the compiler does it.
struct ModelProgram {
  private let folder: URL
  private let program: URL

  /// Compiles a model file; `flags` say how it is optimised.
  init(_ file: URL, flags: [String] = ["-Onone"]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    program = folder.appending(path: "model")
    // The tests' own program lies beside the library.
    let products = try Self.products()
    let status = try Self.run(
      "/usr/bin/env",
      ["swiftc", "-swift-version", "6", "-default-isolation", "MainActor", "-g"] + flags
        + [
          "-I", products.appending(path: "Modules").path, "-L", products.path, "-lFrontend",
          "-Xlinker", "-rpath", "-Xlinker", products.path, file.path, "-o", program.path,
        ])
    if status != 0 { throw Failure("swiftc ended with status \(status)") }
  }

  /// Returns the reply of the program; throws its diagnostics.
  func graph(_ arguments: [String] = []) throws -> Graph {
    let reply = folder.appending(path: "reply")
    // A shell opens the descriptor.
    let status = try Self.run(
      "/bin/sh",
      ["-c", "reply=$1; shift; exec \"$@\" 3>\"$reply\"", "sh", reply.path, program.path]
        + ["-fileno", "3"] + arguments)
    if status != 0 { throw Failure("the model's program ended with status \(status)") }
    return try FrontendReply.parse(Array(Data(contentsOf: reply)))
  }

  /// Deletes the program.
  func remove() { try? FileManager.default.removeItem(at: folder) }

  private static func products() throws -> URL {
    var folder = Bundle.main.bundleURL
    for _ in 0..<4 {
      if FileManager.default.fileExists(atPath: folder.appending(path: "libFrontend.so").path) {
        return folder
      }
      folder.deleteLastPathComponent()
    }
    throw Failure("there is no libFrontend.so near \(Bundle.main.bundlePath)")
  }

  private static func run(_ command: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: command)
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// A program that could not be compiled or run.
  struct Failure: Error, CustomStringConvertible {
    /// What happened.
    let description: String

    init(_ description: String) { self.description = description }
  }
}
