import Glibc

/// A parameter that a backend computes from another one before the first run: the same numbers in
/// the order in which a kernel reads them, or transformed.
public struct Packing: Sendable {
  /// The name of what is computed.
  public let name: String
  /// Its type.
  public let type: TensorType
  /// The name of the parameter that it is computed from.
  public let source: String
  /// What computes it; its operand is the source.
  let kernel: Kernel

  /// The packing of a parameter.
  package init(name: String, type: TensorType, source: String, kernel: Kernel) {
    (self.name, self.type, self.source, self.kernel) = (name, type, source, kernel)
  }
}

extension Executable {
  /// Adds to the given parameters those that are packed from them, unless they are given, too, and
  /// removes those that nothing reads once they are packed: each as soon as it is, so that no more
  /// than one of them is there twice.
  ///
  /// Throws where the source of one is missing.
  package static func pack(_ parameters: inout [String: NDArray], for executables: [Executable])
    throws(Diagnostic)
  {
    var (needed, uses) = (Set<String>(), [String: Int]())
    for executable in executables {
      needed.formUnion(Binding.parameters(executable.program).slots.map(\.name))
      for packing in executable.packings { uses[packing.source, default: 0] += 1 }
    }
    for executable in executables {
      let pool = ThreadPool(threads: executable.threads)
      for packing in executable.packings {
        if parameters[packing.name] == nil {
          guard let source = parameters[packing.source] else {
            throw Diagnostic("parameter '\(packing.source)' is missing")
          }
          parameters[packing.name] = try packing.array(of: source, pool)
        }
        uses[packing.source, default: 0] -= 1
        if uses[packing.source] == 0 && !needed.contains(packing.source) {
          parameters[packing.source] = nil
        }
      }
    }
  }
}

extension Packing {
  /// Returns the packed elements of an array.
  fileprivate func array(of source: NDArray, _ pool: ThreadPool) throws(Diagnostic) -> NDArray {
    let result = NDArray(uninitialized: type.elementType, type.extents)
    let scratch = try Arena(byteCount: kernel.scratch(threads: pool.threads))
    guard let from = source.base, let to = result.base else { return result }
    // Parts may be narrower than their cache lines.
    memset(to, 0, type.byteCount)
    try withExtendedLifetime((source, result)) { () throws(Diagnostic) in
      var operand = from
      try withUnsafePointer(to: &operand) { (operands) throws(Diagnostic) in
        try kernel.run(
          Invocation(
            operands: operands, result: to, pool: pool, scratch: scratch.base, of: kernel))
      }
    }
    return result
  }
}
