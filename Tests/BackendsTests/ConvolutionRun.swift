import Fabrics
import NativeBackend
import Passes
import Support
import Testing

/// A random convolution with random numbers, as `native` computes it in several ways.
struct ConvolutionRun {
  /// What is computed.
  let convolution: ConvolutionCase
  /// The processor.
  var cpu = TargetCPU.native
  private let bindings: Bindings

  /// A case with the numbers of its seed.
  init(_ convolution: ConvolutionCase, cpu: TargetCPU = .native) throws {
    self.convolution = convolution
    self.cpu = cpu
    bindings = Bindings(for: try convolution.graph(), seed: UInt64(convolution.seed))
  }

  private var backend: NativeBackend {
    var backend = NativeBackend()
    backend.math = .exact
    backend.cpu = cpu
    return backend
  }

  /// Returns the graph whose pointwise ops have joined the convolution.
  private func fused(_ layout: ConvolutionCase.Layout) throws -> Graph {
    try Pipeline([.fuseEpilogues, .eliminateDeadCode]).run(convolution.graph(.f32, layout)).graph
  }

  /// Returns the result of one rank, where memory that nobody wrote is NaN.
  func result(_ layout: ConvolutionCase.Layout = .init(), threads: Int = 2) throws -> NDArray {
    let executable = try backend.compile(Program(fused(layout)), threads: threads)
    #expect(!executable.fallbacks.contains { $0.op.contains("convolution") }, "\(convolution)")
    var options = SessionOptions()
    options.poisonsMemory = true
    let session = try executable.makeSession(parameters: bindings.parameters, options: options)
    return try #require(try session.run(bindings.inputs)["y"])
  }

  /// Returns the result of the ranks of a mesh.
  func result(_ layout: ConvolutionCase.Layout, on mesh: MeshRequest) throws -> NDArray {
    let seed = UInt64(convolution.seed)
    let split = try distribution(mesh, seed: seed).run(fused(layout)).graph
    let executable = try MeshExecutable(
      (0..<(split.mesh?.count ?? 1)).map { try split.localized(rank: $0) }, backend: backend,
      threadsPerRank: 1)
    var options = SessionOptions()
    options.poisonsMemory = true
    let session = try executable.makeSession(
      on: LockstepFabric(), parameters: bindings.parameters, options: options)
    return try #require(try session.run(bindings.inputs)["y"])
  }

  /// Returns a mesh of a few ranks with cuts anywhere in the first image.
  func mesh(_ draw: inout Draw) -> MeshRequest {
    let extents = convolution.image[2...]
    let names = ["d", "h", "w"].suffix(extents.count)
    var (axes, cuts) = ([MeshRequest.Axis](), [MeshRequest.Cuts]())
    for (name, extent) in zip(names, extents) {
      let count = draw(1...(axes.count == 2 ? 2 : 3))
      axes.append(.init(name, count))
      cuts.append(.init(name, (1..<count).map { _ in draw(0...extent) }.sorted()))
    }
    return MeshRequest(axes, cuts: cuts.filter { !$0.positions.isEmpty }, anchor: "x0")
  }

  /// Returns an element that is beyond its bound; nil where all are within.
  func excess(_ result: NDArray) throws -> String? {
    let factor = (Double(convolution.terms).squareRoot() + 4) * 0x1p-24
    let (expected, magnitudes) = try inDouble()
    for (index, (x, y)) in zip(result.asDoubles(), expected).enumerated() {
      let bound = factor * magnitudes[index] + 0x1p-149
      if !(abs(x - y) <= bound) { return "[\(index)] is \(x), expected \(y) ± \(bound)" }
    }
    return nil
  }

  /// Returns the largest error as a part of the largest sum of magnitudes.
  func error(_ result: NDArray) throws -> Double {
    let (expected, magnitudes) = try inDouble()
    let error = zip(result.asDoubles(), expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
    return error / max(magnitudes.max() ?? 0, 0x1p-100)
  }

  /// Returns the result in Double, and what it is where no term has a sign.
  private func inDouble() throws -> (result: [Double], magnitudes: [Double]) {
    let graph = try convolution.graph(.f64)
    func values(_ change: (Double) -> Double) throws -> [Double] {
      func changed(_ arrays: [String: NDArray]) -> [String: NDArray] {
        arrays.mapValues { NDArray(.f64, $0.extents, $0.asDoubles().map(change)) }
      }
      let results = graph.evaluated(
        Bindings(
          inputs: changed(bindings.inputs), parameters: changed(bindings.parameters)))
      return try #require(results["y"]).asDoubles()
    }
    return (try values { $0 }, try values { abs($0) })
  }
}
