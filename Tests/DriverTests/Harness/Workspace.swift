import Formats
import Foundation
import NDArrays
import Testing

/// A temporary folder for one test, in which it runs the program; deleted with it.
final class Workspace: Sendable {
  /// The path of the folder, which holds the test's files only.
  let path: String
  /// The path of the user's cache.
  let cache: String
  private let root: String
  /// `true` iff kernels are those of all such tests, which are built in little time.
  private let sharesKernels: Bool

  /// A new folder with text files; `cache` is a folder of its own unless one is given, with the kernels
  /// of other tests unless there are to be none.
  init(
    _ files: [String: String] = [:], cache: String? = nil, hasKernels: Bool = true
  ) throws {
    root =
      FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
      + "/graphc-test-\(UUID().uuidString)"
    path = "\(root)/files"
    self.cache = cache ?? "\(root)/cache"
    sharesKernels = cache == nil && hasKernels
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: "\(root)/temporary", withIntermediateDirectories: true)
    if sharesKernels { try linkKernels() }
    for name in files.keys.sorted() { try write(files[name] ?? "", to: name) }
  }

  /// Makes the cache's folder of kernels that of other tests.
  private func linkKernels() throws {
    let kernels = "\(Products.testCache)/graphc/kernels"
    try FileManager.default.createDirectory(atPath: kernels, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: "\(cache)/graphc", withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: "\(cache)/graphc/kernels", withDestinationPath: kernels)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// The path of a file in the folder.
  subscript(_ name: String) -> String { "\(path)/\(name)" }

  /// The names of all files in the folder and below, in ascending order.
  var names: [String] { Self.files(path) }

  /// The names of what the program left in the folder for temporary files.
  var temporaries: [String] { Self.files("\(root)/temporary") }

  /// Returns the paths of all that is below a folder.
  private static func files(_ folder: String) -> [String] {
    (try? FileManager.default.subpathsOfDirectory(atPath: folder))?.sorted() ?? []
  }

  /// Writes a text file, with the folders above it.
  func write(_ text: String, to name: String) throws {
    let folder = (self[name] as NSString).deletingLastPathComponent
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: self[name]))
  }

  /// Returns a text file.
  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: self[name])), as: UTF8.self)
  }

  /// Deletes a file.
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self[name]) }

  /// Writes an f32 array, or one of another type.
  func write(
    _ values: [Double], _ extents: [Int], _ type: ElementType = .f32, to name: String
  ) throws {
    let item = TensorFile.Item(name: "x", array: NDArray(type, extents, values))
    try TensorFile.write([item], to: self[name])
  }

  /// Writes f32 arrays of counted elements under names.
  func writeTensors(_ tensors: [(name: String, extents: [Int])], to name: String) throws {
    let entries = tensors.map { name, extents in
      let count = extents.reduce(1, *)
      return NamedArray(
        name: name, array: NDArray(.f32, extents, (0..<count).map { Double($0) }))
    }
    try SafeTensors(entries).write(to: self[name])
  }

  /// Returns the only array of a file.
  func array(_ name: String) throws -> NDArray {
    let items = try TensorFile.read(path: self[name])
    return try #require(items.first).array
  }
}

extension Workspace {
  /// Runs `graphc` in the folder with arguments that are separated by spaces.
  @discardableResult
  func graphc(
    _ arguments: String, environment: [String: String] = [:], timeLimit: Double = 120
  ) throws -> Outcome {
    try graphc(
      arguments.split(separator: " ").map(String.init), environment: environment,
      timeLimit: timeLimit)
  }

  /// Runs `graphc` in the folder.
  @discardableResult
  func graphc(
    _ arguments: [String], environment: [String: String] = [:], timeLimit: Double = 120
  ) throws -> Outcome {
    try started(Products.graphc, arguments, environment).outcome(timeLimit: timeLimit)
  }

  /// Runs a line of the shell in the folder, in which `$graphc` is the program.
  @discardableResult
  func shell(
    _ line: String, environment: [String: String] = [:], timeLimit: Double = 120
  ) throws -> Outcome {
    try started("/bin/sh", ["-c", line], environment).outcome(timeLimit: timeLimit)
  }

  /// Starts a program in the folder.
  func started(
    _ program: String, _ arguments: [String], _ environment: [String: String] = [:]
  ) throws -> StartedProgram {
    var variables = ProcessInfo.processInfo.environment
    variables["XDG_CACHE_HOME"] = cache
    variables["TMPDIR"] = "\(root)/temporary"
    variables["graphc"] = Products.graphc
    variables["OPENBLAS_NUM_THREADS"] = nil
    if sharesKernels { variables["GRAPHC_CC"] = try Products.quickCompiler.get() }
    variables.merge(environment) { _, new in new }
    return try StartedProgram(
      program, arguments, variables, folder: path, capture: "\(root)/capture-\(UUID().uuidString)")
  }

  /// Runs `graphc` and checks that it succeeds; returns its standard output.
  @discardableResult
  func succeed(
    _ arguments: String, at location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try graphc(arguments)
    #expect(outcome.code == 0, "\(arguments): \(outcome.error)", sourceLocation: location)
    return outcome.output
  }

  /// Runs `graphc` and checks that it fails with a code and a message that mentions all of `words`,
  /// and leaves no new file.
  func fail(
    _ arguments: String, code: Int32 = 1, _ words: [String],
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let before = names
    let outcome = try graphc(arguments)
    outcome.check(code: code, words, "\(arguments)", at: location)
    #expect(names == before, "\(arguments)", sourceLocation: location)
    #expect(temporaries == [], "\(arguments)", sourceLocation: location)
  }
}
