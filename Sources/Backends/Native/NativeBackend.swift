@_exported public import GraphRuntime

/// The backend that writes each step as a kernel in C, which the toolchain's `clang` builds for this
/// processor.
///
/// Steps without a kernel are interpreted; `Executable.fallbacks` lists them.
public struct NativeBackend: Backend {
  public let name = "native"
  /// How exact sums are.
  public enum Math: String, Sendable, CaseIterable {
    /// Every sum in the order of its definition.
    case exact
    /// Winograd's algorithm where it is faster and its error stays within 1e-4 of the largest result.
    case fast
  }

  /// How exact sums are.
  public var math = Math.fast
  /// The processor that kernels are built for.
  public var cpu = TargetCPU.native
  /// The folder that keeps built kernels.
  public var cache = KernelCache.user()

  /// The backend for this machine.
  public init() {}

  public let isExact = true

  public func specialized(_ graph: Graph, threads: Int) throws(Diagnostic) -> Graph {
    if math == .exact { return graph }
    return try FormChoice.apply(to: graph) { op, image, kernel, result in
      WinogradChoice.tile(op, image, kernel, result, threads: threads)
    }
  }

  public func compile(_ program: Program, threads: Int) throws(Diagnostic) -> Executable {
    let chained = try FuseChains.apply(to: program.graph)
    let lowered = LoweredProgram(
      try Program(chained, bindsParts: program.bindsParts), threads: threads)
    let codes = lowered.codes
    if codes.isEmpty { return try lowered.executable(nil) }
    let build = KernelBuild(compiler: try CCompiler.find(), cpu: cpu, cache: cache)
    return try lowered.executable(try KernelLibrary(try build.sharedObject(codes)))
  }
}
