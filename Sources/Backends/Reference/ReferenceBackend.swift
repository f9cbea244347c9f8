@_exported public import GraphRuntime

/// The backend that interprets the definition of each op: slow, and right by definition.
public struct ReferenceBackend: Backend {
  public let name = "reference"
  public let isExact = true

  /// The backend.
  public init() {}

  public func compile(_ program: Program, threads: Int) throws(Diagnostic) -> Executable {
    Executable(program, threads: threads) { op, signature in .interpreting(op, signature) }
  }
}
