@_exported public import GraphRuntime

/// The backend that computes f32 steps by matrix products of the BLAS library and by loops over
/// memory.
///
/// Steps of other element types are interpreted; `Executable.fallbacks` lists them. Sums are rounded
/// to f32 in an order that depends on sizes, so results are near those of the definition, not equal.
public struct BLASBackend: Backend {
  public let name = "blas"

  /// The backend.
  public init() {}

  public func compile(_ program: Program, threads: Int) throws(Diagnostic) -> Executable {
    // Opened here, so that the first run does not wait for it.
    _ = BLASLibrary.report
    return Executable(
      program, threads: threads, kernel: Self.kernel, rimKernel: Self.rimKernel)
  }

  /// Returns code for a step; nil where it is to be interpreted.
  package static func kernel(_ op: any Op, _ signature: Signature) -> Kernel? {
    if signature.result.box.isEmpty { return Kernel { _ in } }
    return (op as? any BLASLowerable)?.kernel(signature)?
      .reporting(interpretedFunctions(op, signature))
  }

  /// Returns code for a step whose result lies inside of larger memory; nil where there is none.
  package static func rimKernel(_ op: any Op, _ signature: Signature) -> Kernel? {
    (op as? any RimLeaving)?.rimKernel(signature)?.reporting(interpretedFunctions(op, signature))
  }

  /// Returns the pointwise functions that an f32 step computes by their definitions, element by
  /// element.
  private static func interpretedFunctions(_ op: any Op, _ signature: Signature) -> [String] {
    if signature.result.type.elementType != .f32 { return [] }
    if let fused = op as? Fused {
      return fused.body.nodes.flatMap { interpretedFunctions($0.op, signature) }
    }
    guard let pointwise = op as? Pointwise, let function = ElementFunction(pointwise),
      function.isInterpreted
    else { return [] }
    return [pointwise.function]
  }
}

/// An op that this backend has code for.
protocol BLASLowerable: Op {
  /// Returns code for a step whose result's box is not empty; nil where there is none for its types.
  ///
  /// The boxes of operands contain what the step reads; what else they hold has no influence.
  func kernel(_ signature: Signature) -> Kernel?
}

/// An op with code that leaves room for a rim around its result.
protocol RimLeaving: BLASLowerable {
  /// Returns code for a step whose result lies inside of larger memory; nil where there is none.
  func rimKernel(_ signature: Signature) -> Kernel?
}
