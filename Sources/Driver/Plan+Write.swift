import Formats
import Glibc
import NativeBackend

extension Plan {
  /// Writes a plan; the folder appears complete, and replaces a plan that was there.
  ///
  /// `machine` is the path of the machine file that chose the mesh; the plan keeps a copy.
  public static func write(
    _ model: CompiledModel, seed: Int, machine: String? = nil, to path: String
  ) throws(Failure) {
    var packed = model
    try packed.pack()
    let target = path.hasSuffix("/") ? String(path.dropLast()) : path
    do throws(Diagnostic) {
      if Files.exists(target) && !Files.exists("\(target)/\(manifestName)") {
        throw Diagnostic("something that is no plan is there")
      }
      try Files.makeFolder(Files.parent(target))
      let temporary = try Interruption.makeFolder("\(target).")
      defer { Interruption.removeFolder(temporary) }
      try fill(temporary, packed, seed: seed, machine: machine)
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
    let tensors = model.parameters.keys.sorted().compactMap { name in
      model.parameters[name].map { NamedArray(name: name, array: $0) }
    }
    try diagnosing { () throws(FormatError) in
      try SafeTensors(tensors).write(to: "\(folder)/\(weightsName)")
    }
    let manifest = Manifest(
      format: format, version: version, backend: model.backend, threads: model.threads,
      fabric: model.fabric, machineDigest: machineDigest,
      seed: seed, graphDigest: Digest(text).text,
      weightsDigest: try digest(of: weightsName, in: folder),
      kernels: try writeKernels(of: model, to: folder), summary: model.summary)
    try Files.write(JSONText.of(manifest).utf8, to: "\(folder)/\(manifestName)")
  }

  /// Writes the kernels of a model, and returns what the manifest says of them; nil where it has none.
  private static func writeKernels(of model: CompiledModel, to folder: String) throws(Diagnostic)
    -> Kernels?
  {
    guard let native = model.target as? NativeBackend, let code = model.executables[0].objectCode
    else { return nil }
    try Files.write(code.bytes, to: "\(folder)/\(kernelsName)")
    return Kernels(
      math: native.math, cpu: native.cpu.name, features: code.features,
      digest: try digest(of: kernelsName, in: folder))
  }

  /// Returns the hash of a file in a plan's folder.
  static func digest(of name: String, in folder: String) throws(Diagnostic) -> String {
    let path = "\(folder)/\(name)"
    guard let file = MappedFile(path: path) else { throw Files.failure("read", path) }
    return Digest(file.bytes).text
  }
}
