/// The processor that kernels are built for.
public struct TargetCPU: Hashable, Sendable {
  /// As `--cpu` spells it: `native`, `x86-64-v3`, `x86-64-v4`, or another name that `-march` takes.
  public let name: String

  /// The processor of this machine.
  public static let native = TargetCPU(name: "native")

  /// A processor by name.
  public init(name: String) { self.name = name }

  /// The compiler's options.
  var flags: [String] {
    // Clang splits vectors of 16 floats in two for `x86-64-v4` and Intel's processors unless told.
    #if arch(x86_64)
      ["-march=\(name)", "-mprefer-vector-width=512"]
    #else
      ["-march=\(name)"]
    #endif
  }
}
