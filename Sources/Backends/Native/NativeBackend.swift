@_exported public import GraphRuntime

/// The backend that writes each step as a kernel in C, which the toolchain's `clang` builds for this
/// processor.
///
/// Steps without a kernel are interpreted; `Executable.fallbacks` lists them.
public struct NativeBackend: Backend {
  public let name = "native"
  /// How exact sums are.
  public enum Math: String, Sendable, CaseIterable, Codable {
    /// Every sum of the products of its definition, in a fixed order.
    case exact
    /// Winograd's algorithm where it is faster and its error stays within 1e-4 of the largest result.
    case fast

    /// The most that outputs differ from those in Double, as a part of the largest of each.
    public var errorBound: Double { self == .exact ? 1e-5 : 1e-4 }
  }

  /// How exact sums are.
  public var math = Math.fast
  /// The processor that kernels are built for.
  public var cpu = TargetCPU.native
  /// When steps become chains, and how much of their values is kept.
  package var limits = ChainLimits.standard
  /// What measures the forms of convolutions; nil where the cost model chooses them.
  public var tuning: FormTuning?
  /// The compiler's effort, which no bit of a result depends on: tests would rather not wait.
  package var optimization = KernelBuild.Optimization.full
  /// The folder that keeps built kernels.
  public var cache = KernelCache.user()
  /// The kernels of a plan; nil where they are built.
  public var planned: PlannedKernels?

  /// The backend for this machine.
  public init() {}

  public let isExact = true
  public var errorBound: Double { math.errorBound }

  public func specialized(_ graph: Graph, threads: Int) throws(Diagnostic) -> Graph {
    if math == .exact { return graph }
    return try FormChoice.apply(to: graph) { (shape) throws(Diagnostic) in
      try tuning?.tile(shape, self, threads: threads)
        ?? WinogradChoice.ranked(shape)[0]
    }
  }

  /// Returns a program with code for its steps, many of which may have become one.
  func lowered(_ program: Program, threads: Int) throws(Diagnostic) -> LoweredProgram {
    var graph = try FuseShuffles.apply(to: program.graph)
    graph = try FuseMoves.apply(to: graph)
    graph = try Rematerialize.apply(to: graph, byteCount: limits.byteCount)
    graph = try FuseElements.apply(to: graph)
    graph = try FusePrologues.apply(to: graph)
    graph = try FuseChains.apply(to: graph, byteCount: limits.byteCount)
    return LoweredProgram(
      try Program(graph, bindsParts: program.bindsParts), threads: threads,
      blockByteCount: limits.blockByteCount)
  }

  public func compile(_ program: Program, threads: Int) throws(Diagnostic) -> Executable {
    try compile(all: [program], threads: threads)[0]
  }

  public func compile(all programs: [Program], threads: Int) throws(Diagnostic) -> [Executable] {
    var lowered: [LoweredProgram] = []
    for program in programs {
      lowered.append(try self.lowered(program, threads: planned?.threads ?? threads))
    }
    var known = Set<NativeCode>()
    let codes = lowered.flatMap(\.codes).filter { known.insert($0).inserted }
    let kernels = codes.isEmpty ? nil : try built(codes)
    var executables: [Executable] = []
    for program in lowered {
      executables.append(try program.executable(kernels, threads: threads))
    }
    return executables
  }

  /// What builds kernels; throws where there is no compiler.
  func build() throws(Diagnostic) -> KernelBuild {
    KernelBuild(
      compiler: try CCompiler.find(), cpu: cpu, cache: cache, optimization: optimization)
  }

  /// Returns kernels that are ready to run: those of the plan, or built here.
  private func built(_ codes: [NativeCode]) throws(Diagnostic) -> BuiltKernels {
    if let planned {
      return BuiltKernels(
        library: try KernelLibrary(path: planned.path, name: "'\(planned.path)'"), code: nil)
    }
    let bytes = try build().sharedObject(codes)
    let library = try KernelLibrary(bytes)
    return BuiltKernels(
      library: library, code: ObjectCode(bytes: bytes, features: library.features))
  }
}

/// Kernels that were built before.
public struct PlannedKernels: Sendable {
  /// The path of the shared object.
  let path: String
  /// The number of threads, of each rank, that they were chosen for.
  let threads: Int

  /// The kernels of a shared object.
  public init(path: String, threads: Int) { (self.path, self.threads) = (path, threads) }
}

/// Kernels in memory.
struct BuiltKernels {
  /// What calls them.
  let library: KernelLibrary
  /// What was built; nil where it was before.
  let code: ObjectCode?
}
