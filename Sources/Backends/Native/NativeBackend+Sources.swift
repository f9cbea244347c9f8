extension NativeBackend {
  /// Returns the text of each kernel of a program, and the files that they include, by name.
  package func sources(of program: Program, threads: Int) throws(Diagnostic)
    -> (kernels: [String], includes: [(name: String, text: String)])
  {
    (try lowered(program, threads: threads).codes.map(\.source), KernelBuild.includes)
  }
}
