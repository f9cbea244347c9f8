import GraphRuntime
import ONNX

/// A model that is compiled for the extents of the files it runs on.
final class LoadedModel {
  /// What can be bound.
  let interface: ModelInterface
  private let content: Content
  private let options: CompileOptions
  private var compiled: (model: TracedKey, outputs: [String], session: ReadySession)?

  /// What was loaded.
  private enum Content {
    /// A plan, which is compiled already.
    case plan(Plan)
    /// A traced model, and where it is traced anew for other extents; nil where it cannot be.
    case traced(TracedModel, ModelSource?)
    /// A model that is imported for the extents and values of its inputs.
    case onnx(ONNXModel)
  }

  /// What a compiled model depends on.
  private struct TracedKey: Equatable {
    /// The extents of inputs, by name.
    let extents: [String: [Int]]
    /// The values of inputs that the graph was made for, by name.
    let values: [String: NDArray]
  }

  /// A session with the inputs it needs.
  struct ReadySession {
    /// The inputs that the outputs need.
    let inputs: [Input]
    /// What runs.
    let session: any SessionProtocol
  }

  /// Loads a model; nothing is compiled yet.
  init(_ source: ModelSource, _ options: CompileOptions) throws(Failure) {
    self.options = options
    switch source {
    case .plan(let path):
      let plan = try Plan.read(path)
      content = .plan(plan)
      interface = ModelInterface(plan.graph)
    case .onnx(let path):
      let model = try failing { () throws(Diagnostic) in try ONNXModel(path: path) }
      content = .onnx(model)
      interface = ModelInterface(model)
    case .swift, .text:
      let model = try Compilation.model(source, options)
      if case .swift = source {
        content = .traced(model, source)
      } else {
        content = .traced(model, nil)
      }
      interface = ModelInterface(model.graph)
    }
  }

  /// Returns a session for inputs of the files' extents.
  func session(for files: [(name: String, file: InputFile)], outputs: [String]) throws(Failure)
    -> ReadySession
  {
    let shapes = try shapes(of: files)
    let extents = Dictionary(uniqueKeysWithValues: shapes.map { ($0.name, $0.extents) })
    let known = try values(of: files)
    if let compiled, compiled.outputs == outputs, compiled.model.extents == extents,
      compiled.model.values.allSatisfy({ known[$0.key] == $0.value })
    {
      return compiled.session
    }
    compiled = nil
    var new = try compile(for: files, outputs: outputs)
    let session = try new.model.makeSession()
    let ready = ReadySession(inputs: new.model.graph.inputs, session: session)
    let key = TracedKey(extents: extents, values: known.filter { new.fixedInputs.contains($0.key) })
    compiled = (key, outputs, ready)
    return ready
  }

  /// Returns the model, compiled for inputs of the files' extents; all outputs where none is named.
  func model(for files: [(name: String, file: InputFile)], outputs: [String]) throws(Failure)
    -> CompiledModel
  {
    try compile(for: files, outputs: outputs).model
  }

  /// Returns the compiled model and the inputs whose values it was made for.
  private func compile(for files: [(name: String, file: InputFile)], outputs: [String])
    throws(Failure) -> (model: CompiledModel, fixedInputs: [String])
  {
    var options = options
    options.outputs = outputs
    if case .plan(let plan) = content { return (try Compilation.load(plan, options), []) }
    let traced = try traced(for: files)
    return (try Compilation.compile(traced, options), traced.fixedInputs)
  }

  /// Returns the model before any pass, for inputs of the files' extents; that of a plan is what it
  /// was compiled to.
  func traced(for files: [(name: String, file: InputFile)]) throws(Failure) -> TracedModel {
    var options = options
    let shapes = try shapes(of: files)
    options.loader.shapes = shapes + options.loader.shapes
    switch content {
    case .plan(let plan): return TracedModel(plan.graph)
    case .traced(let model, let source):
      if let source, !shapes.isEmpty { return try Compilation.model(source, options) }
      return model
    case .onnx(let model):
      return try Compilation.imported(model, options, values: try values(of: files))
    }
  }

  /// The most elements of an input whose value a graph may be made for.
  private static let valueLimit = 65_536

  /// Returns the values of the files that are small enough for extents or axes to depend on them.
  private func values(of files: [(name: String, file: InputFile)]) throws(Failure)
    -> [String: NDArray]
  {
    guard case .onnx = content else { return [:] }
    var values: [String: NDArray] = [:]
    for (name, file) in files where file.array.count <= Self.valueLimit {
      guard let input = interface.inputs.first(where: { $0.name == name }),
        let elementType = input.elementType
      else { continue }
      let extents = file.extents(rank: input.extents?.count ?? file.array.extents.count)
      values[name] = try file.tensor(TensorType(elementType, extents), name: name)
    }
    return values
  }

  /// Returns the extents that differ from the model's own: of a model that can be traced anew,
  /// those of the files.
  private func shapes(of files: [(name: String, file: InputFile)]) throws(Failure)
    -> [(name: String, extents: [Int])]
  {
    switch content {
    case .plan, .traced(_, nil): return []
    case .traced, .onnx: break
    }
    var shapes: [(name: String, extents: [Int])] = []
    for (name, file) in files where !options.loader.shapes.contains(where: { $0.name == name }) {
      guard let input = interface.inputs.first(where: { $0.name == name }) else { continue }
      let expected = input.extents ?? file.array.extents
      let extents = file.extents(rank: expected.count)
      if extents == expected { continue }
      if extents.count != expected.count {
        throw Failure(
          "input '\(name)': the file has extents \(file.array.extents), expected \(input)")
      }
      if extents.count > 2, let channels = expected[1], extents[1] != channels {
        throw Failure(
          "input '\(name)': the file has \(extents[1]) channels \(file.array.extents), expected "
            + "\(channels) as in \(input)")
      }
      shapes.append((name, extents))
    }
    return shapes
  }
}

extension ModelInterface.Input: CustomStringConvertible {
  /// The type as text IR spells it, with question marks for open extents.
  var description: String {
    let lengths = extents?.map { $0.map(String.init) ?? "?" }.joined(separator: ", ")
    return "\(elementType?.rawValue ?? "no tensor")[\(lengths ?? "…")]"
  }
}
