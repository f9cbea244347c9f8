/// Code for many steps that is built together, so that what they share is built once.
package final class NativeKernels: Sendable {
  private let library: KernelLibrary?

  /// Builds the code of some steps for a backend.
  package init(_ steps: [(op: any Op, signature: Signature)], for backend: NativeBackend)
    throws(Diagnostic)
  {
    var (known, codes) = (Set<NativeCode>(), [NativeCode]())
    for step in steps {
      for call in Self.code(step.op, step.signature)?.calls ?? []
      where known.insert(call.code).inserted {
        codes.append(call.code)
      }
    }
    library = codes.isEmpty ? nil : try KernelLibrary(try backend.build().sharedObject(codes))
  }

  /// Returns the kernel of a step that was built; nil where the step has no code.
  package func kernel(_ op: any Op, _ signature: Signature) throws(Diagnostic) -> Kernel? {
    guard let library, let code = Self.code(op, signature) else { return nil }
    return try Kernel(code, operandCount: signature.operands.count, library)
  }

  private static func code(_ op: any Op, _ signature: Signature) -> NativeStep? {
    if signature.result.box.isEmpty { return nil }
    return (op as? any NativeLowerable)?.lower(StepViews(signature) { _ in false })
  }
}
