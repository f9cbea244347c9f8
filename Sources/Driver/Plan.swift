import Formats
import FoundationEssentials
import Glibc
import GraphRuntime

/// A compiled model as a folder: `manifest.json`, `graph.gir` and `weights.safetensors`.
public struct Plan: Sendable {
  /// What a plan says of itself.
  public struct Manifest: Codable, Sendable {
    /// Always `graphc plan`.
    var format: String
    /// The version of the format.
    var version: Int
    /// The backend that runs it.
    public var backend: String
    /// The number of threads.
    public var threads: Int
    /// The seed of initial values and random ops.
    public var seed: Int
    /// A hash of `graph.gir`.
    var graphDigest: String
    /// A hash of `weights.safetensors`.
    var weightsDigest: String
    /// The model in numbers.
    public var summary: Summary
  }

  /// What every version's manifest says.
  private struct Head: Codable {
    let format: String
    let version: Int
  }

  /// The file that makes a folder a plan.
  static let manifestName = "manifest.json"
  private static let graphName = "graph.gir"
  private static let weightsName = "weights.safetensors"
  private static let format = "graphc plan"
  private static let version = 2

  /// What it says of itself.
  public let manifest: Manifest
  /// The graph after all passes.
  public let graph: Graph
  /// The parameters that the graph needs.
  public let parameters: [String: NDArray]
  /// The folder.
  public let path: String

  /// Writes a plan; the folder appears complete, and replaces a plan that was there.
  public static func write(_ model: CompiledModel, seed: Int, to path: String) throws(Failure) {
    let target = path.hasSuffix("/") ? String(path.dropLast()) : path
    if Files.exists(target) && !Files.exists("\(target)/\(manifestName)") {
      throw Failure("cannot write plan '\(path)': something that is no plan is there")
    }
    let temporary = try failing { () throws(Diagnostic) in
      try Files.makeFolder(Files.parent(target))
      return try Interruption.makeFolder("\(target).")
    }
    defer { Interruption.removeFolder(temporary) }
    let text = Printer.text(model.graph, .init(sites: true))
    try failing { () throws(Diagnostic) in
      try Files.write(text.utf8, to: "\(temporary)/\(graphName)")
    }
    let tensors = model.graph.parameters.compactMap { parameter in
      model.parameters[parameter.name].map { NamedArray(name: parameter.name, array: $0) }
    }
    try reading { () throws(FormatError) in
      try SafeTensors(tensors).write(to: "\(temporary)/\(weightsName)")
    }
    let manifest = Manifest(
      format: format, version: version, backend: model.backend, threads: model.threads, seed: seed,
      graphDigest: Digest(text).text,
      weightsDigest: try digest(ofWeights: temporary), summary: model.summary)
    let json = try JSONText.of(manifest)
    try failing { () throws(Diagnostic) in
      try Files.write(json.utf8, to: "\(temporary)/\(manifestName)")
    }
    // A folder for one user only becomes one as `mkdir` makes them.
    let mask = umask(0)
    umask(mask)
    chmod(temporary, 0o777 & ~mask)
    try reading { () throws(FormatError) in try AtomicFile.publish(temporary, as: target) }
  }

  /// Reads a plan; throws where it is damaged or not one.
  public static func read(_ path: String) throws(Failure) -> Plan {
    func text(_ name: String) throws(Failure) -> String {
      try failing { () throws(Diagnostic) in try Files.text("\(path)/\(name)") }
    }
    let json = try text(manifestName)
    let data = Data(json.utf8)
    guard let head = try? JSONDecoder().decode(Head.self, from: data), head.format == format else {
      throw Failure("'\(path)/\(manifestName)' is not the manifest of a plan")
    }
    guard head.version == version else {
      throw Failure(
        "plan '\(path)' has format version \(head.version), expected \(version); compile the "
          + "model again")
    }
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: data) else {
      throw Failure("plan '\(path)' is damaged: '\(manifestName)' is not what was compiled")
    }
    let graphText = try text(graphName)
    guard Digest(graphText).text == manifest.graphDigest else {
      throw Failure("plan '\(path)' is damaged: '\(graphName)' is not what was compiled")
    }
    let graph = try failing { () throws(Diagnostic) in
      try Parser.graph(graphText, file: "\(path)/\(graphName)")
    }
    guard try digest(ofWeights: path) == manifest.weightsDigest else {
      throw Failure("plan '\(path)' is damaged: '\(weightsName)' is not what was compiled")
    }
    let file = try reading { () throws(FormatError) in
      try SafeTensors.read(path: "\(path)/\(weightsName)")
    }
    var parameters: [String: NDArray] = [:]
    for tensor in file.entries { parameters[tensor.name] = tensor.array }
    return Plan(manifest: manifest, graph: graph, parameters: parameters, path: path)
  }

  /// Throws where an option was fixed when the plan was compiled, with the command that changes it.
  func refuseFixed(_ options: CompileOptions) throws(Failure) {
    var fixed: [String] = []
    if let backend = options.backend, backend != manifest.backend {
      fixed.append("--backend \(backend)")
    }
    for (name, extents) in options.loader.shapes {
      fixed.append("--shape \(name)=\(extents.map(String.init).joined(separator: "x"))")
    }
    if let seed = options.seed, seed != manifest.seed { fixed.append("--seed \(seed)") }
    if fixed.isEmpty { return }
    throw Failure(
      "plan '\(path)' was compiled without \(fixed.joined(separator: " ")); change it with: graphc "
        + "compile MODEL -o \(path) \(fixed.joined(separator: " "))")
  }

  /// Returns the hash of the weights in a plan's folder.
  private static func digest(ofWeights folder: String) throws(Failure) -> String {
    let path = "\(folder)/\(weightsName)"
    guard let file = MappedFile(path: path) else { throw Failure(Files.failure("read", path)) }
    return Digest(file.bytes).text
  }
}

/// JSON for programs that read results.
public enum JSONText {
  /// Returns a value as indented text with sorted keys.
  public static func of(_ value: some Encodable) throws(Failure) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    } catch {
      throw Failure("cannot write as JSON: \(error)", code: .bug)
    }
  }
}
