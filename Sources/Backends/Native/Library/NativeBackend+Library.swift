extension NativeBackend {
  /// Returns a network as a library: a program that is not split, with its packed parameters.
  ///
  /// Throws where a step has no native code.
  public func library(
    _ program: Program, parameters: [String: NDArray], named name: LibraryName, threads: Int
  ) throws(Diagnostic) -> Library {
    let source = try source(program, parameters, name, threads)
    return try build().library(source)
  }

  /// Returns the files that a library is built from, by name, without its weights; kernels and what they
  /// include are in a folder of their own.
  ///
  /// Throws where a step has no native code.
  public func sources(
    _ program: Program, parameters: [String: NDArray], named name: LibraryName, threads: Int
  ) throws(Diagnostic) -> [(name: String, text: String)] {
    let source = try source(program, parameters, name, threads)
    let build = try build()
    let kernels =
      source.codes.map { ("\(KernelBuild.symbol($0)).c", build.commented($0)) }
      + KernelBuild.includes.filter { !KernelBuild.isOfRuntime($0.name) }
    return source.files + KernelBuild.includes.filter { KernelBuild.isOfRuntime($0.name) }
      + kernels.map { ("kernels/\($0.0)", $0.1) }
  }

  private func source(
    _ program: Program, _ parameters: [String: NDArray], _ name: LibraryName, _ threads: Int
  ) throws(Diagnostic) -> LibrarySource {
    let tables = try LibraryTables(
      try lowered(program, threads: threads), parameters: parameters)
    return LibrarySource(name: name, tables: tables)
  }
}
