import Foundation
import Synchronization
import Testing

/// What a program left behind.
struct Outcome: Sendable {
  /// The exit code; of a program that a signal killed, 128 and the signal.
  let code: Int32
  /// What it wrote to standard output.
  let output: String
  /// What it wrote to standard error.
  let error: String
  /// How long it ran.
  let seconds: Double

  /// Checks the exit code, and that standard error mentions all of `words`.
  func check(
    code expected: Int32, _ words: [String], _ context: String = "",
    at location: SourceLocation = #_sourceLocation
  ) {
    #expect(code == expected, "\(context): \(error)", sourceLocation: location)
    for word in words {
      #expect(
        error.contains(word), "\(context): no '\(word)' in: \(error)", sourceLocation: location)
    }
  }
}

/// A program that runs beside the test.
final class StartedProgram {
  private let process = Process()
  private let ended = DispatchSemaphore(value: 0)
  private let capture: String
  private let start = ContinuousClock().now

  /// Starts a program in `folder`; its outputs go to files whose names start with `capture`.
  init(
    _ program: String, _ arguments: [String], _ environment: [String: String], folder: String,
    capture: String
  ) throws {
    self.capture = capture
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = URL(filePath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try Self.file("\(capture).out")
    process.standardError = try Self.file("\(capture).err")
    let ended = ended
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
  }

  /// Returns a new file to write to.
  private static func file(_ path: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    return try FileHandle(forWritingTo: URL(filePath: path))
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// `true` iff it has not ended.
  var isRunning: Bool { process.isRunning }

  /// What it wrote to standard error so far.
  var errorText: String { text("err") }

  /// Waits for the end; kills it after `timeLimit` seconds, which is an issue.
  func outcome(timeLimit: Double = 120) -> Outcome {
    if ended.wait(timeout: .now() + timeLimit) == .timedOut {
      Issue.record("\(process.arguments ?? []) ran for more than \(timeLimit) s: \(errorText)")
      send(SIGKILL)
      ended.wait()
    }
    let seconds = (ContinuousClock().now - start) / .seconds(1)
    let isKilled = process.terminationReason == .uncaughtSignal
    return Outcome(
      code: process.terminationStatus + (isKilled ? 128 : 0), output: text("out"),
      error: errorText, seconds: seconds)
  }

  /// Returns what was written to a stream so far.
  private func text(_ stream: String) -> String {
    let data = try? Data(contentsOf: URL(filePath: "\(capture).\(stream)"))
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}

/// Waits until a condition holds; returns `false` where it does not within `seconds`.
func wait(_ seconds: Double = 20, until condition: () -> Bool) -> Bool {
  let end = ContinuousClock().now + .seconds(seconds)
  while ContinuousClock().now < end {
    if condition() { return true }
    usleep(5000)
  }
  return condition()
}
