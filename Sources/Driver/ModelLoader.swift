import Glibc

/// Builds a model file with `swiftc`, runs it, and reads back the graph that it traced.
public struct ModelLoader {
  /// What a model is built with.
  public struct Options: Sendable {
    /// The seconds after which compiling, or running, the model is given up.
    public var timeLimit = 60.0
    /// Input extents that replace those in the model file.
    public var shapes: [(name: String, extents: [Int])] = []
    /// `true` iff an earlier result for the same files may be used.
    public var usesCache = true

    /// The default options.
    public init() {}
  }

  private let options: Options
  private let cache: ModelCache

  /// A loader with the given options and the user's cache.
  public init(_ options: Options = Options()) { self.init(options, cache: .user()) }

  /// A loader with the given cache.
  init(_ options: Options, cache: ModelCache) {
    self.options = options
    self.cache = cache
  }

  /// Returns the graph of a model file, or of a folder with `model.swift` and others.
  public func graph(of path: String) throws(Failure) -> Graph {
    let sources = try Self.sources(path)
    let toolchain = try failing { () throws(Diagnostic) in try SwiftToolchain.find() }
    let installation = try failing { () throws(Diagnostic) in try FrontendInstallation.find() }
    let key = try key(sources, toolchain, installation)
    if options.usesCache, let text = cache.lookUp(key),
      let graph = try? Parser.graph(text, file: sources[0])
    {
      return graph
    }
    let graph = try trace(sources, toolchain, installation)
    if try self.key(sources, toolchain, installation) != key {
      throw Failure("'\(path)' changed while it was compiled; compile it again")
    }
    cache.store(Printer.text(graph, .init(sites: true)), for: key)
    return graph
  }

  /// Returns the files of a model, `model.swift` first.
  private static func sources(_ path: String) throws(Failure) -> [String] {
    if !Files.isFolder(path) { return [path] }
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    let main = "\(folder)/model.swift"
    guard Files.exists(main) else { throw Failure("folder '\(path)' has no 'model.swift'") }
    let others = Files.names(in: folder).filter { $0.hasSuffix(".swift") && $0 != "model.swift" }
    return [main] + others.map { "\(folder)/\($0)" }
  }

  /// Returns all that a result depends on.
  private func key(
    _ sources: [String], _ toolchain: SwiftToolchain, _ installation: FrontendInstallation
  ) throws(Failure) -> String {
    var library = stat()
    stat("\(installation.libraries)/libFrontend.so", &library)
    var parts = [
      toolchain.identity, Files.resolved(installation.libraries),
      "\(library.st_size) \(library.st_mtim.tv_sec) \(library.st_mtim.tv_nsec)",
      Self.flags.joined(separator: " "), shapeArguments.joined(separator: " "),
    ]
    for source in sources {
      parts += [source, try failing { () throws(Diagnostic) in try Files.text(source) }]
    }
    return parts.joined(separator: "\n")
  }

  private static let flags = [
    "-swift-version", "6", "-default-isolation", "MainActor", "-Onone", "-g",
  ]

  private var shapeArguments: [String] {
    options.shapes.flatMap {
      ["-shape", "\($0.name)=" + $0.extents.map(String.init).joined(separator: "x")]
    }
  }

  /// Returns the graph that the model traces.
  private func trace(
    _ sources: [String], _ toolchain: SwiftToolchain, _ installation: FrontendInstallation
  ) throws(Failure) -> Graph {
    let folder = try failing { () throws(Diagnostic) in
      try Interruption.makeFolder("\(Files.temporaryFolder)/graphc-")
    }
    defer { Interruption.removeFolder(folder) }
    try compile(try Self.staged(sources, in: folder), in: folder, toolchain, installation)
    return try run("\(folder)/model", sources)
  }

  /// Returns the files for the compiler: where there are several, only one named `main.swift` may
  /// have statements, so the model is copied there under its own name.
  private static func staged(_ sources: [String], in folder: String) throws(Failure) -> [String] {
    if sources.count == 1 { return sources }
    return try failing { () throws(Diagnostic) in
      let main = "\(folder)/main.swift"
      // The compiler takes the literal as it is spelled: a quote shows with its backslash.
      let quoted = sources[0].replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
      let text = "#sourceLocation(file: \"\(quoted)\", line: 1)\n" + (try Files.text(sources[0]))
      try Files.write(text.utf8, to: main)
      return [main] + sources.dropFirst()
    }
  }

  /// Builds the program `model` in `folder`.
  private func compile(
    _ sources: [String], in folder: String, _ toolchain: SwiftToolchain,
    _ installation: FrontendInstallation
  ) throws(Failure) {
    // The compiler's own place for modules follows the user's cache, and fails where that does.
    let cached = cache.moduleFolder ?? "\(folder)/modules"
    let arguments =
      [toolchain.compiler] + Self.flags + ["-module-name", "model"]
      + ["-I", installation.modules, "-L", installation.libraries, "-lFrontend"]
      + ["-Xlinker", "-rpath", "-Xlinker", Files.resolved(installation.libraries)]
      + ["-module-cache-path", cached] + sources + ["-o", "\(folder)/model"]
    let outcome = try failing { () throws(Diagnostic) in
      try ChildProcess.run(arguments, timeLimit: options.timeLimit)
    }
    if outcome.ending == .timedOut {
      throw Failure(
        text: "\(sources[0]): error: compiling the model took longer than \(options.timeLimit) s; "
          + "allow more with --time-limit")
    }
    if outcome.ending != .exited(0) {
      throw Failure(text: Self.explained(outcome.errorText, toolchain))
    }
    StandardStreams.error(outcome.errorText)
  }

  /// Returns what the compiler printed, with a note where its version is the reason.
  private static func explained(_ text: String, _ toolchain: SwiftToolchain) -> String {
    // The driver's own line about its parts says nothing that the errors below it do not.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !($0.hasPrefix("error: ") && $0.contains("command failed with exit code"))
    }
    let joined = lines.joined(separator: "\n")
    let trimmed = joined.hasSuffix("\n") ? String(joined.dropLast()) : joined
    if text.contains("module compiled with Swift") || text.contains("cannot be imported by the") {
      return trimmed + "\nnote: the Frontend module was built by another compiler than "
        + "'\(toolchain.compiler)'; rebuild graphc with it, or put its own first in PATH"
    }
    return trimmed
  }

  /// Runs the program and returns the graph that it tells.
  private func run(_ program: String, _ sources: [String]) throws(Failure) -> Graph {
    let outcome = try failing { () throws(Diagnostic) in
      try ChildProcess.run(
        [program, "-fileno", "3"] + shapeArguments, environment: ModelCrash.environment,
        timeLimit: options.timeLimit)
    }
    switch outcome.ending {
    case .timedOut:
      throw Failure(
        text: "\(sources[0]): error: the model ran longer than \(options.timeLimit) s without a "
          + "result; allow more with --time-limit")
    case .signalled(let signal):
      throw ModelCrash.failure(signal: signal, outcome.errorText, sources)
    case .exited(let code):
      StandardStreams.error(outcome.errorText)
      if code != 0 && outcome.reply.isEmpty {
        throw Failure(
          text: "\(sources[0]): error: the model ended with exit code \(code) before its graph was "
            + "complete")
      }
      do throws(Diagnostics) {
        return try FrontendReply.parse(outcome.reply)
      } catch {
        let lines = error.all.map { $0.site == nil ? "\(sources[0]): \($0)" : "\($0)" }
        throw Failure(text: lines.joined(separator: "\n"))
      }
    }
  }
}
