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
  /// Returns the given parameters with those that are packed from them, unless they are given, too,
  /// and without those that nothing reads once they are packed.
  ///
  /// Throws where the source of one is missing.
  package static func packed(_ parameters: [String: NDArray], for executables: [Executable])
    throws(Diagnostic) -> [String: NDArray]
  {
    var (known, needed) = (parameters, Set<String>())
    for executable in executables {
      let pool = ThreadPool(threads: executable.threads)
      for packing in executable.packings where known[packing.name] == nil {
        guard let source = parameters[packing.source] else {
          throw Diagnostic("parameter '\(packing.source)' is missing")
        }
        known[packing.name] = try packing.array(of: source, pool)
      }
      needed.formUnion(Binding.parameters(executable.program).slots.map(\.name))
    }
    for packing in executables.flatMap(\.packings) where !needed.contains(packing.source) {
      known[packing.source] = nil
    }
    return known
  }
}

extension Packing {
  /// Returns the packed elements of an array.
  fileprivate func array(of source: NDArray, _ pool: ThreadPool) throws(Diagnostic) -> NDArray {
    let result = NDArray(uninitialized: type.elementType, type.extents)
    let scratch = try Arena(byteCount: kernel.scratch(threads: pool.threads))
    guard let from = source.base, let to = result.base else { return result }
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
