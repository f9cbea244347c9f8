import BLASBackend
import NativeBackend
import Support

/// A backend whose kernels the suites call by themselves.
enum KernelSource: CaseIterable {
  case blas, native

  /// Returns the code of a step; nil where there is none.
  func kernel(_ op: any Op, _ signature: Signature) throws -> Kernel? {
    switch self {
    case .native: try NativeSteps.kernels.get().kernel(op, signature)
    case .blas:
      signature.result.memory == signature.result.box
        ? BLASBackend.kernel(op, signature) : BLASBackend.rimKernel(op, signature)
    }
  }

  /// The number of threads of each run of an op, and whether channels lie together.
  func runs(_ types: [TensorType]) -> [(threads: Int, isChannelsLast: Bool)] {
    let plain = [(threads: 1, isChannelsLast: false), (threads: 2, isChannelsLast: false)]
    let hasImage = types.contains { $0.rank >= 3 }
    return self == .native && hasImage ? plain + [(threads: 2, isChannelsLast: true)] : plain
  }
}

/// The code of `native` for every step of the suites, built in one go.
enum NativeSteps {
  /// The kernels.
  static let kernels = Result { try NativeKernels(all, for: .testing) }

  /// All steps.
  private static var all: [(op: any Op, signature: Signature)] {
    OpCases.all.flatMap { opCase in
      opCase.variants.flatMap { _, types in steps(opCase.op, types) }
    }
      + `a fused step`.ops.flatMap { op in
        steps(op, op.inputs.map { op.body[$0].type })
      }
  }

  private static func steps(_ op: any Op, _ types: [TensorType]) -> [(op: any Op, Signature)] {
    guard let result = try? op.resultType(types) else { return [] }
    var steps: [(op: any Op, Signature)] = []
    for (threads, isChannelsLast) in KernelSource.native.runs(types) {
      func add(_ held: [Region], _ box: Region, in memory: Region? = nil) {
        let signature = Signature(
          op, zip(types, held), over: box, memory: memory, threads: threads,
          isChannelsLast: isChannelsLast)
        if let signature { steps.append((op, signature)) }
      }
      add(types.map(\.whole), result.whole)
      for (seed, box) in BoxCases.boxes(of: result).enumerated() {
        for held in HeldBoxes.allCases {
          add(held.boxes(types, op, over: box, seed: seed), box)
        }
      }
      for box in BoxCases.rimmedBoxes(of: result) {
        add(types.map(\.whole), box, in: BoxCases.rim(around: box, in: result))
        add(types.map(\.whole), box)
      }
    }
    return steps
  }
}

/// The boxes of results that suites compute.
enum BoxCases {
  /// Boxes of any result.
  static func boxes(of type: TensorType) -> [Region] {
    sampleBoxes(of: type.extents, count: 4, seed: 12)
  }

  /// Boxes of a result that lie in larger memory.
  static func rimmedBoxes(of type: TensorType) -> [Region] {
    type.rank < 3 ? [] : sampleBoxes(of: type.extents, count: 6, seed: 16)
  }

  /// Returns the larger memory.
  static func rim(around box: Region, in type: TensorType) -> Region {
    var memory = box
    memory[2] = max(box[2].lowerBound - 2, 0)..<min(box[2].upperBound + 1, type.extents[2])
    return memory
  }
}

/// The kernels that the suites share as a backend for their programs.
struct SharedNativeBackend: Backend {
  let name = "native"
  let isExact = true

  func compile(_ program: Program, threads: Int) throws(Diagnostic) -> Executable {
    let kernels = try NativeSteps.kernels.mapError { $0 as! Diagnostic }.get()
    var codes: [Kernel?] = []
    for step in program.steps {
      codes.append(
        try kernels.kernel(
          program.graph[step.node].op, Signature(step, in: program, threads: threads)))
    }
    return Executable(program, threads: threads, kernels: codes)
  }
}
