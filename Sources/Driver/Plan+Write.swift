import Formats
import Glibc

extension Plan {
  /// Writes a plan; the folder appears complete, and replaces a plan that was there.
  ///
  /// `machine` is the path of the machine file that chose the mesh; the plan keeps a copy.
  public static func write(
    _ model: CompiledModel, seed: Int, machine: String? = nil, to path: String
  ) throws(Failure) {
    let target = path.hasSuffix("/") ? String(path.dropLast()) : path
    do throws(Diagnostic) {
      if Files.exists(target) && !Files.exists("\(target)/\(manifestName)") {
        throw Diagnostic("something that is no plan is there")
      }
      try Files.makeFolder(Files.parent(target))
      let temporary = try Interruption.makeFolder("\(target).")
      defer { Interruption.removeFolder(temporary) }
      try fill(temporary, model, seed: seed, machine: machine)
      // A folder for one user only becomes one as `mkdir` makes them.
      let mask = umask(0)
      umask(mask)
      chmod(temporary, 0o777 & ~mask)
      try diagnosing { () throws(FormatError) in try AtomicFile.publish(temporary, as: target) }
    } catch { throw Failure("cannot write plan '\(path)': \(error.message)") }
  }

  /// Writes the files of a plan.
  private static func fill(
    _ folder: String, _ model: CompiledModel, seed: Int, machine: String?
  ) throws(Diagnostic) {
    let machineText = try machine.map { (path) throws(Diagnostic) in try Files.text(path) }
    if let machineText { try Files.write(machineText.utf8, to: "\(folder)/\(machineName)") }
    let machineDigest = machineText.map { Digest($0).text }
    let text = Printer.text(model.graph, .init(sites: true))
    try Files.write(text.utf8, to: "\(folder)/\(graphName)")
    let tensors = model.graph.parameters.compactMap { parameter in
      model.parameters[parameter.name].map { NamedArray(name: parameter.name, array: $0) }
    }
    try diagnosing { () throws(FormatError) in
      try SafeTensors(tensors).write(to: "\(folder)/\(weightsName)")
    }
    let manifest = Manifest(
      format: format, version: version, backend: model.backend, threads: model.threads,
      fabric: model.fabric, machineDigest: machineDigest,
      seed: seed, graphDigest: Digest(text).text, weightsDigest: try digest(ofWeights: folder),
      summary: model.summary)
    try Files.write(JSONText.of(manifest).utf8, to: "\(folder)/\(manifestName)")
  }

  /// Returns the hash of the weights in a plan's folder.
  static func digest(ofWeights folder: String) throws(Diagnostic) -> String {
    let path = "\(folder)/\(weightsName)"
    guard let file = MappedFile(path: path) else { throw Files.failure("read", path) }
    return Digest(file.bytes).text
  }
}
