import GraphRuntime
import NativeBackend

extension Emission {
  /// Writes a model as a shared object that needs no Swift, and the header of its interface: into the
  /// folder `path`, or, where that ends in `.so`, under the name `libNAME.so` that it has.
  public static func writeLibrary(
    _ model: TracedModel, _ options: CompileOptions, to path: String?
  ) throws(Failure) {
    guard let path else {
      throw Failure("--emit library needs -o FOLDER or -o libNAME.so")
    }
    let (folder, name) = try libraryPlace(path, of: model.graph)
    let compiled = try native(model, options, for: "library")
    try failing { () throws(Diagnostic) in
      let library = try compiled.backend.library(
        try Program(compiled.model.graph), parameters: compiled.model.parameters, named: name,
        threads: compiled.model.threads)
      try library.write(to: folder)
    }
  }

  /// Writes the C of a model's library into a folder.
  public static func writeC(
    _ model: TracedModel, _ options: CompileOptions, to folder: String?
  ) throws(Failure) {
    guard let folder else { throw Failure("--emit c needs -o FOLDER") }
    let compiled = try native(model, options, for: "c")
    try failing { () throws(Diagnostic) in
      let files = try compiled.backend.sources(
        try Program(compiled.model.graph), parameters: compiled.model.parameters,
        named: LibraryName(of: model.graph.name), threads: compiled.model.threads)
      try Files.makeFolder("\(folder)/kernels")
      for file in files { try Files.write(file.text.utf8, to: "\(folder)/\(file.name)") }
    }
  }

  /// Returns the folder and the name of a library.
  private static func libraryPlace(_ path: String, of graph: Graph) throws(Failure)
    -> (folder: String, name: LibraryName)
  {
    guard path.hasSuffix(".so"), !Files.isFolder(path) else {
      return (path, LibraryName(of: graph.name))
    }
    let file = Files.name(path)
    guard file.hasPrefix("lib") else {
      throw Failure("-o is '\(path)', expected a folder or a path that ends in libNAME.so")
    }
    let name = String(file.dropFirst(3).dropLast(3))
    return (
      Files.parent(path), try failing { () throws(Diagnostic) in try LibraryName(name) }
    )
  }

  /// Returns a model for the native backend, on one rank.
  private static func native(
    _ model: TracedModel, _ options: CompileOptions, for kind: String
  ) throws(Failure) -> (backend: NativeBackend, model: CompiledModel) {
    if let mesh = options.mesh {
      throw Failure(
        "--emit \(kind) is for one rank, found \(mesh.spelling); threads share the work: their number "
          + "is chosen when a session is created")
    }
    var options = options
    options.backend = options.backend ?? "native"
    guard try Targets.named(options.backend ?? "") is NativeBackend else {
      throw Failure("--emit \(kind) needs --backend native, found \(options.backend ?? "none")")
    }
    guard let backend = try Targets.native(options) else {
      throw Failure("--emit \(kind): \(CCompiler.missing)")
    }
    var compiled = try Compilation.compile(model, options)
    try compiled.pack()
    return (backend, compiled)
  }
}
