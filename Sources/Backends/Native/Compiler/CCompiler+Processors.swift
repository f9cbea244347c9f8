import HostSystem

extension CCompiler {
  /// Throws where the compiler does not know a processor; this one it does.
  func check(_ cpu: TargetCPU) throws(Diagnostic) {
    if cpu == .native { return }
    let outcome = try ChildProcess.run(
      [path] + cpu.flags + ["-x", "c", "-fsyntax-only", "/dev/null"], timeLimit: 60)
    if outcome.ending == .exited(0) { return }
    throw Diagnostic(
      "--cpu is '\(cpu.name)', expected native, x86-64-v3, x86-64-v4 or another name that '\(path)' "
        + "takes for -march:\n\(outcome.errorText)")
  }
}
