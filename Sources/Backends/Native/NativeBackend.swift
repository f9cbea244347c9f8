@_exported public import GraphRuntime

/// The backend that writes each step as a kernel in C, which the toolchain's `clang` builds for this
/// processor.
///
/// Steps without a kernel are interpreted; `Executable.fallbacks` lists them.
public struct NativeBackend: Backend {
  public let name = "native"
  /// The processor that kernels are built for.
  public var cpu = TargetCPU.native
  /// The folder that keeps built kernels.
  public var cache = KernelCache.user()

  /// The backend for this machine.
  public init() {}

  public func compile(_ program: Program, threads: Int) throws(Diagnostic) -> Executable {
    let lowered = LoweredProgram(program, threads: threads)
    let build = KernelBuild(compiler: try CCompiler.find(), cpu: cpu, cache: cache)
    return try lowered.executable(try KernelLibrary(try build.sharedObject(lowered.codes)))
  }
}
