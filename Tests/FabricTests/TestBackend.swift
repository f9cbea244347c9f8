import Fabrics

/// The definitions of the ops, but something else happens before some steps.
struct TestBackend: Backend {
  let name = "test"
  /// Returns what happens before the step of an op on a rank; nil where nothing does.
  let before: @Sendable (_ rank: Int, _ op: any Op) -> (@Sendable () throws(Diagnostic) -> Void)?

  func compile(_ program: Program, threads: Int) throws(Diagnostic) -> Executable {
    Executable(program, threads: 1) { op, signature in
      let plain = Kernel.interpreting(op, signature)
      guard let before = before(program.graph.rank ?? 0, op) else { return plain }
      return Kernel { (invocation) throws(Diagnostic) in
        try before()
        try plain.run(invocation)
      }
    }
  }
}
