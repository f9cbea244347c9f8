import ArgumentParser
import Driver
import NativeBackend

/// The options that every verb on a model has.
struct ModelOptions: ParsableArguments {
  @Option(
    help: "How steps compute: native (the default where there is a C compiler), blas or reference.")
  var backend: String?

  @Option(help: "How exact sums of native are: exact or fast (Winograd), by default fast.")
  var math: String?

  @Option(help: "The processor that native builds for: native, x86-64-v3, x86-64-v4, …")
  var cpu: String?

  @Flag(help: "Measures the forms of each convolution for native, once for this machine.")
  var tune = false

  @Option(help: "The number of threads in all; by default one per processor.")
  var threads: Int?

  @Option(help: "A safetensors file with the parameters, by name.")
  var weights: String?

  @Option(help: "Rewrites names in the weights file: from=to rules on prefixes, by commas.")
  var map: String?

  @Option(help: "An input's extents, such as x=1x1x160x192x160; may be repeated.")
  var shape: [String] = []

  @Option(
    help: "The value of an ONNX model's input that extents or axes depend on: NAME=FILE.npy.")
  var value: [String] = []

  @Option(help: "The seed of initial values and of random ops.")
  var seed: Int?

  @Option(help: "The memory budget, such as 8GiB: met, or refused with exit code 3.")
  var memory: String?

  @Option(
    help: """
      The ranks along the spatial dimensions, [FABRIC:]2x2x1 or n=2,d=2, or auto; FABRIC is threads \
      or lockstep.
      """)
  var mesh: String?

  @Option(help: "The number of ranks of --mesh auto.") var ranks: Int?

  @Option(
    help: "Cuts of the largest spatial value, h=100,155, or of another, VALUE:h=100,155.")
  var cuts: [String] = []

  @Option(help: "The machine file of the cost model; 'calibrate' writes one.")
  var machine: String?

  @Flag(help: "Lets an op that could be split read the whole of its operand.")
  var allowGather = false

  @Option(help: "The seconds after which compiling or running a model file is given up.")
  var timeLimit = 60.0

  @Flag(name: .customLong("no-cache"), help: "Builds the model file even where it is unchanged.")
  var ignoresCache = false

  /// The options as Driver takes them; `takesMachine` lets a machine file stand without a mesh.
  func compileOptions(takesMachine: Bool = false) throws -> CompileOptions {
    var options = CompileOptions()
    options.backend = backend
    if let threads, !(1...CompileOptions.maxThreads).contains(threads) {
      throw Failure("--threads is \(threads), expected 1 to \(CompileOptions.maxThreads)")
    }
    options.threads = threads
    options.math = try math.map { text in
      guard let math = NativeBackend.Math(rawValue: text) else {
        throw Failure("--math is '\(text)', expected exact or fast")
      }
      return math
    }
    options.cpu = cpu.map { TargetCPU(name: $0) }
    options.isTuned = tune
    options.mesh = try meshArgument(takesMachine: takesMachine)
    options.weights = weights
    options.map = map
    options.seed = seed
    options.memory = try memory.map { try ByteCount.parse($0) }
    if !(timeLimit > 0) { throw Failure("--time-limit is \(timeLimit), expected seconds above 0") }
    options.loader.timeLimit = timeLimit
    options.loader.usesCache = !ignoresCache
    options.loader.shapes = try shape.map { try ShapeArgument.parse($0) }
    options.values = try value.map { text in
      let binding = try FileBinding(text, options: [])
      guard let name = binding.name else {
        throw Failure("--value is '\(text)', expected NAME=FILE")
      }
      return (name, binding.path)
    }
    return options
  }

  /// What the options say of a mesh; nil where there is none.
  private func meshArgument(takesMachine: Bool) throws -> MeshArgument? {
    if let mesh {
      return try MeshArgument(
        mesh, ranks: ranks, cuts: cuts, machine: machine, allowGather: allowGather)
    }
    for (name, isGiven) in [
      ("ranks", ranks != nil), ("cuts", !cuts.isEmpty), ("allow-gather", allowGather),
      ("machine", machine != nil && !takesMachine),
    ] where isGiven {
      throw Failure("--\(name) needs --mesh")
    }
    return nil
  }
}
