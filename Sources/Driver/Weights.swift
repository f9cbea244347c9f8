import Formats

/// The values of a graph's parameters: from a file, or initial ones.
enum Weights {
  /// Returns the value of every parameter of `graph`, which is all or a part of the model's: what
  /// the file has for the rest of it is no error.
  static func load(for graph: Graph, of model: TracedModel, _ options: CompileOptions)
    throws(Failure)
    -> [String: NDArray]
  {
    let parameters = graph.rawParameters
    let byteCount = parameters.reduce(0) { $0.addingSaturated($1.type.byteCount) }
    try PhysicalMemory.check(byteCount, for: "the parameters of '\(graph.name)'")
    guard let path = options.weights else {
      try NameMap.requireFile(options)
      var values: [String: NDArray] = [:]
      for parameter in parameters {
        values[parameter.name] = try model.value(of: parameter, seed: options.seed ?? 0)
      }
      return values
    }
    let file = try reading { () throws(FormatError) in try SafeTensors.read(path: path) }
    let map = try NameMap(options.map ?? "")
    let renamed = map.apply(file.entries)
    let idle = map.idleRules(file.entries.map(\.name))
    try check(renamed, fit: parameters, known: model.graph.rawParameters, path, idle)
    var values: [String: NDArray] = [:]
    for parameter in parameters {
      // `check` found every parameter.
      let array = renamed.first { $0.name == parameter.name }!.array
      values[parameter.name] = array.converted(to: parameter.type.elementType)
    }
    return values
  }

  /// Throws one failure that lists every missing, extra and misshaped parameter, and rules that fit
  /// no name.
  private static func check(
    _ tensors: [NamedArray], fit parameters: [Parameter], known: [Parameter], _ path: String,
    _ idleRules: [String]
  ) throws(Failure) {
    var problems: [String] = []
    for parameter in parameters {
      guard let tensor = tensors.first(where: { $0.name == parameter.name }) else {
        problems.append("missing '\(parameter.name)', expected \(parameter.type)")
        continue
      }
      if tensor.array.extents != parameter.type.extents {
        problems.append(
          "'\(parameter.name)' has extents \(tensor.array.extents), expected "
            + "\(parameter.type.extents)")
      }
    }
    var seen: Set<String> = []
    for tensor in tensors where !seen.insert(tensor.name).inserted {
      problems.append("'\(tensor.name)' is the name of two tensors")
    }
    for tensor in tensors
    where !tensor.isCounter && !known.contains(where: { $0.name == tensor.name }) {
      problems.append("extra '\(tensor.name)' \(tensor.array.extents), which the model lacks")
    }
    if problems.isEmpty { return }
    problems += idleRules.map { "--map: rule '\($0)' fits no tensor's name" }
    problems.append("'graphc inspect \(path) --match MODEL' compares them and proposes a --map")
    let lines = problems.map { "\(path): error: \($0)" }
    throw Failure(text: lines.joined(separator: "\n"))
  }
}

extension TracedModel {
  /// Returns the value of a parameter: what came with the model, else an initial one.
  fileprivate func value(of parameter: Parameter, seed: Int) throws(Failure) -> NDArray {
    guard let weights else { return Initialization.value(of: parameter, seed: seed) }
    return try failing { () throws(Diagnostic) in try weights.array(parameter.name) }
  }
}

/// Runs `body`; a file's error becomes a failure.
func reading<Result>(_ body: () throws(FormatError) -> Result) throws(Failure) -> Result {
  do throws(FormatError) {
    return try body()
  } catch {
    throw Failure("\(error)")
  }
}

extension NDArray {
  /// Returns the elements rounded or truncated to another type.
  func converted(to type: ElementType) -> NDArray {
    if type == elementType { return self }
    if elementType.isFloatingPoint {
      return NDArray(narrowing: widened(to: Double.self), to: type, extents)
    }
    if elementType == .u64 && type.isFloatingPoint {
      return NDArray(narrowing: asDoubles(), to: type, extents)
    }
    return NDArray(narrowing: widened(to: Int64.self), to: type, extents)
  }
}
