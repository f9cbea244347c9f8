import Formats
import FoundationEssentials
import NativeBackend

/// A compiled model as a folder: `manifest.json`, `graph.gir`, `weights.safetensors` and, where the
/// backend has built some, `kernels.so`.
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
    /// The fabric of the ranks; nil where the graph is not split.
    public var fabric: String?
    /// A hash of the machine file that chose the mesh; nil where none did.
    public var machineDigest: String?
    /// The seed of initial values and random ops.
    public var seed: Int
    /// A hash of `graph.gir`.
    var graphDigest: String
    /// A hash of `weights.safetensors`.
    var weightsDigest: String
    /// What `kernels.so` is; nil where there is none.
    var kernels: Kernels?
    /// The model in numbers.
    public var summary: Summary
  }

  /// What a manifest says of `kernels.so`.
  struct Kernels: Codable, Sendable {
    /// How exact sums are.
    var math: NativeBackend.Math
    /// The processor that they were built for.
    var cpu: String
    /// What a processor must be able to do to run them.
    var features: [String]
    /// A hash of the file.
    var digest: String
  }

  /// What every version's manifest says.
  private struct Head: Codable {
    /// Always `graphc plan`.
    let format: String
    /// The version of the format.
    let version: Int
  }

  /// The file that makes a folder a plan.
  static let manifestName = "manifest.json"
  /// The file with the graph.
  static let graphName = "graph.gir"
  /// The file with the parameters.
  static let weightsName = "weights.safetensors"
  /// The file with the kernels, where the backend has built some.
  static let kernelsName = "kernels.so"
  /// The file with the machine that chose the mesh, where one did.
  static let machineName = "machine.json"
  /// What tells a plan from other folders.
  static let format = "graphc plan"
  /// The version of the format that this program writes and reads.
  static let version = 4

  /// What it says of itself.
  public let manifest: Manifest
  /// The graph after all passes.
  public let graph: Graph
  /// The parameters that the graph needs.
  public let parameters: [String: NDArray]
  /// The folder.
  public let path: String

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
    try check(weightsName, manifest.weightsDigest, in: path)
    if let kernels = manifest.kernels { try check(kernelsName, kernels.digest, in: path) }
    let graph = try failing { () throws(Diagnostic) in
      try Parser.graph(graphText, file: "\(path)/\(graphName)")
    }
    let file = try reading { () throws(FormatError) in
      try SafeTensors.read(path: "\(path)/\(weightsName)")
    }
    var parameters: [String: NDArray] = [:]
    for tensor in file.entries { parameters[tensor.name] = tensor.array }
    return Plan(manifest: manifest, graph: graph, parameters: parameters, path: path)
  }

  /// Throws where a file of a plan has another hash than its manifest says.
  private static func check(_ name: String, _ expected: String, in path: String) throws(Failure) {
    let found = try failing { () throws(Diagnostic) in try digest(of: name, in: path) }
    if found != expected {
      throw Failure("plan '\(path)' is damaged: '\(name)' is not what was compiled")
    }
  }

  /// Throws where an option was fixed when the plan was compiled, with the command that changes it,
  /// and where one has nothing to act on.
  func refuseFixed(_ options: CompileOptions) throws(Failure) {
    try NameMap.requireFile(options)
    var fixed: [String] = []
    if let backend = options.backend, backend != manifest.backend {
      fixed.append("--backend \(backend)")
    }
    if let math = options.math, math != manifest.kernels?.math {
      fixed.append("--math \(math.rawValue)")
    }
    if let cpu = options.cpu?.name, cpu != manifest.kernels?.cpu { fixed.append("--cpu \(cpu)") }
    if options.isTuned { fixed.append("--tune") }
    for (name, extents) in options.loader.shapes {
      fixed.append("--shape \(name)=\(extents.map(String.init).joined(separator: "x"))")
    }
    for (name, path) in options.values { fixed.append("--value \(name)=\(path)") }
    if let mesh = options.mesh { fixed.append(mesh.spelling) }
    if let seed = options.seed, seed != manifest.seed { fixed.append("--seed \(seed)") }
    if fixed.isEmpty { return }
    throw Failure(
      "plan '\(path)' has fixed what \(fixed.joined(separator: " ")) says; change it with: graphc "
        + "compile MODEL -o \(path) \(fixed.joined(separator: " "))")
  }
}
