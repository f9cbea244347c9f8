import GraphRuntime
import NativeBackend
import ReferenceBackend

/// The verb `accuracy`: the outputs of a model on a backend against the same model in Double.
public struct Accuracy {
  /// How far an output is from that in Double.
  public struct Figures: Encodable, Sendable {
    /// The name.
    public let output: String
    /// The type.
    public let type: String
    /// `true` iff the elements are floats.
    public let is_float: Bool
    /// The largest |ŷ − y|.
    public let max_absolute: Double
    /// The largest |y|.
    public let max_reference: Double
    /// The largest |ŷ − y| as a part of the largest |y|.
    public let error: Double
    /// The number of elements.
    public let elements: Int
    /// The number of elements that are not those in Double, rounded to their type.
    public let differing: Int
    /// `true` iff the error is within the bound, plus half a unit in the last place of a type that is
    /// narrower than f32; labels and other integers have none.
    public let within: Bool
  }

  /// The outputs of one way to compute.
  public struct Mode: Encodable, Sendable {
    /// How exact sums are; nil where the backend has no choice.
    public let math: String?
    /// The largest error that is promised.
    public let bound: Double
    /// The outputs in order.
    public let outputs: [Figures]
  }

  /// The results, under the keys of `--json`.
  public struct Results: Encodable, Sendable {
    /// The model.
    public let model: String
    /// The backend.
    public let backend: String
    /// The ways to compute that were asked for.
    public let modes: [Mode]
    /// `true` iff all errors are within the bounds.
    public let holds: Bool
  }

  /// What was found.
  public let results: Results

  /// Runs a model as the options say, in both modes of `native` where they name none, and in Double;
  /// on the files or on random inputs.
  public init(_ source: ModelSource, _ options: CompileOptions, inputs: [FileBinding])
    throws(Failure)
  {
    if case .plan(let path) = source {
      throw Failure("'\(path)' is a plan; accuracy takes the model that it was compiled from")
    }
    let loaded = try LoadedModel(source, options)
    let files = try InputFile.bound(inputs, to: loaded.interface)
    let traced = try loaded.traced(for: files)
    let values = try Benchmark.inputs(of: traced.graph.keeping(outputs: options.outputs), files)
    var expected: [String: NDArray] = [:]
    var modes: [Mode] = []
    for options in try Self.modes(options) {
      var model = try Compilation.compile(traced, options)
      let found = try Self.run(try model.makeSession(), on: values)
      if modes.isEmpty { expected = try traced.inDouble(options, on: values) }
      modes.append(try Mode(try Targets.backend(options), model, found, expected))
    }
    results = Results(
      model: traced.graph.name, backend: try Targets.backend(options).name, modes: modes,
      holds: modes.allSatisfy { $0.outputs.allSatisfy(\.within) })
  }

  /// Returns the options of each way to compute.
  private static func modes(_ options: CompileOptions) throws(Failure) -> [CompileOptions] {
    guard try Targets.backend(options) is NativeBackend, options.math == nil else {
      return [options]
    }
    return NativeBackend.Math.allCases.map { math in
      var options = options
      options.math = math
      // Sums in order have no tiles to choose.
      options.isTuned = options.isTuned && math == .fast
      return options
    }
  }

  /// Returns the outputs of a session that is not used again.
  fileprivate static func run(_ session: any SessionProtocol, on values: [String: NDArray])
    throws(Failure) -> [String: NDArray]
  {
    try failing { () throws(Diagnostic) in try session.run(values) }
  }
}

extension TracedModel {
  /// Returns the outputs in Double: each op by its definition, without any pass.
  fileprivate func inDouble(_ options: CompileOptions, on values: [String: NDArray])
    throws(Failure) -> [String: NDArray]
  {
    let threads = options.threads ?? Processors.count
    let kept = try graph.keeping(outputs: options.outputs)
    let seeded = try failing { () throws(Diagnostic) in try kept.seeded(options.seed ?? 0) }
    let weights = try Weights.load(for: seeded, of: self, options).mapValues(\.widenedFloats)
    let session = try failing { () throws(Diagnostic) in
      let (widened, backend) = (try seeded.widened(), ReferenceBackend())
      let parameters = try prepare(
        widened, parameters: weights, backend: backend, threads: threads)
      return try backend.compile(try Program(widened), threads: threads)
        .makeSession(parameters: parameters)
    }
    let bytes = Executable.peakByteCount([session.executable])
    try PhysicalMemory.check(bytes, for: "'\(graph.name)' in Double")
    return try Accuracy.run(session, on: values.mapValues(\.widenedFloats))
  }
}

extension Accuracy.Mode {
  /// The outputs of a model that a backend has computed against those in Double.
  fileprivate init(
    _ backend: any Backend, _ model: CompiledModel, _ found: [String: NDArray],
    _ expected: [String: NDArray]
  ) throws(Failure) {
    var outputs: [Accuracy.Figures] = []
    for output in model.graph.outputs {
      guard let left = found[output.name], let right = expected[output.name] else {
        throw Failure("output '\(output.name)' was not computed", code: .bug)
      }
      outputs.append(Accuracy.Figures(output.name, left, right, bound: backend.errorBound))
    }
    self.init(
      math: (backend as? NativeBackend)?.math.rawValue, bound: backend.errorBound, outputs: outputs)
  }
}

extension Accuracy.Figures {
  /// The figures of an output against that in Double.
  fileprivate init(_ name: String, _ found: NDArray, _ expected: NDArray, bound: Double) {
    let comparison = Comparison(found, to: expected)
    let isFloat = found.elementType.isFloatingPoint
    let error =
      comparison.maxAbsolute == 0 ? 0 : comparison.maxAbsolute / comparison.maxReference
    func number(_ value: Double) -> Double { value.isFinite ? value : .greatestFiniteMagnitude }
    self.init(
      output: name, type: "\(TensorType(found.elementType, found.extents))",
      is_float: isFloat, max_absolute: number(comparison.maxAbsolute),
      max_reference: comparison.maxReference,
      error: number(error), elements: found.count,
      differing: Comparison(found, to: expected.converted(to: found.elementType)).differing,
      within: !isFloat || error <= bound + found.elementType.narrowing)
  }
}

extension ElementType {
  /// The most that rounding to a type narrower than f32 changes a number, as a part of it.
  fileprivate var narrowing: Double {
    switch self {
    case .f16: 0x1p-11
    case .bf16: 0x1p-8
    default: 0
    }
  }
}

extension Accuracy: CustomStringConvertible {
  /// A table for each way to compute, with a line for each output.
  public var description: String {
    results.modes.map { mode in
      let math = mode.math.map { " --math \($0)" } ?? ""
      return Table(
        title: "\(results.model), \(results.backend)\(math) against Double",
        rows: mode.outputs.map { ($0.output, $0.text(bound: mode.bound)) }
      ).description
    }.joined(separator: "\n")
  }
}

extension Accuracy.Figures {
  /// The error beside the bound, or how many labels differ.
  fileprivate func text(bound: Double) -> String {
    let all = Decimals.grouped(elements)
    if !is_float { return "\(Decimals.grouped(differing)) of \(all) elements differ" }
    return "\(Decimals.scientific(error)) of the largest of \(all) elements, "
      + (within ? "within " : "BEYOND ") + Decimals.scientific(bound)
  }
}
