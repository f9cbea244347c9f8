import ONNX

/// The verb `onnx-test`: the backend tests of the onnx package, each a folder with a model, inputs
/// and expected outputs.
public struct Conformance {
  /// How a test ended.
  public enum Outcome: Equatable, Sendable {
    /// All outputs are as expected.
    case passed
    /// An output is not, or the test could not be read.
    case failed(String)
    /// The model has what cannot be imported.
    case refused(String)
  }

  /// What came of a test.
  public struct Result: Sendable {
    /// The test's folder below the given one.
    public let name: String
    /// The operator of a model of one node; the kind of test of any other.
    public let group: String
    /// How it ended.
    public let outcome: Outcome
  }

  private let folder: String
  private let options: CompileOptions

  /// The tests below `folder`, compiled with the given options.
  public init(_ folder: String, _ options: CompileOptions) {
    self.folder = folder
    self.options = options
  }

  /// Runs the tests whose names contain `filter`; `report` sees each result.
  public func run(filter: String, report: (Result) throws(Failure) -> Void) throws(Failure)
    -> [Result]
  {
    let names = Self.cases(below: folder).filter { filter.isEmpty || $0.contains(filter) }
    if names.isEmpty {
      throw Failure("no folder below '\(folder)' has a 'model.onnx' and is named '\(filter)'")
    }
    var results: [Result] = []
    for name in names {
      let result = run(name)
      try report(result)
      results.append(result)
    }
    return results
  }

  /// Returns the folders that hold a model, in order, by their paths below `folder`.
  private static func cases(below folder: String) -> [String] {
    let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    var (found, open) = ([String](), [""])
    while let next = open.popLast() {
      let here = next.isEmpty ? path : "\(path)/\(next)"
      if Files.exists("\(here)/model.onnx") {
        found.append(next)
        continue
      }
      for name in Files.names(in: here) where Files.isFolder("\(here)/\(name)") {
        open.append(next.isEmpty ? name : "\(next)/\(name)")
      }
    }
    return found.sorted()
  }

  private func run(_ name: String) -> Result {
    let path = name.isEmpty ? folder : "\(folder)/\(name)"
    do throws(Diagnostic) {
      let model = try ONNXModel(path: "\(path)/model.onnx")
      let counts = model.operatorCounts
      let isOne = counts.count == 1 && counts[0].count == 1
      let kind = name.split(separator: "/").dropLast().last.map(String.init) ?? "model"
      let group = isOne ? counts[0].name : "\(kind), several nodes"
      return Result(name: name, group: group, outcome: outcome(of: model, path))
    } catch {
      return Result(name: name, group: "unreadable", outcome: .refused(error.message))
    }
  }

  private func outcome(of model: ONNXModel, _ path: String) -> Outcome {
    let tolerance = Tolerance(path: "\(path)/data.json")
    let sets = Files.names(in: path).filter { $0.hasPrefix("test_data_set_") }.sorted()
    if sets.isEmpty { return .failed("no 'test_data_set_0'") }
    for set in sets {
      do throws(Stop) {
        try run(model, "\(path)/\(set)", tolerance)
      } catch {
        return error.outcome
      }
    }
    return .passed
  }

  /// Why a test ended early.
  private struct Stop: Error {
    let outcome: Outcome
  }

  /// Runs one set of inputs; throws where the outputs are not as expected.
  private func run(_ model: ONNXModel, _ path: String, _ tolerance: Tolerance) throws(Stop) {
    var inputs: [String: NDArray] = [:]
    let traced: TracedModel
    do throws(Failure) {
      for (position, input) in model.inputs.enumerated() {
        let file = "\(path)/input_\(position).pb"
        if input.elementType == nil || !Files.exists(file) { continue }
        inputs[input.name] = try failing { () throws(Diagnostic) in
          try ONNXTensorFile.read(path: file)
        }
      }
      traced = try Compilation.imported(model, options, values: inputs)
    } catch {
      throw Stop(outcome: .refused(error.description))
    }
    do throws(Failure) {
      let bound = inputs.filter { input in traced.graph.inputs.contains { $0.name == input.key } }
      var compiled = try Compilation.compile(traced, options)
      let session = try compiled.makeSession()
      let results = try failing { () throws(Diagnostic) in try session.run(bound) }
      for (position, name) in model.outputs.enumerated() {
        let file = "\(path)/output_\(position).pb"
        if !Files.exists(file) { continue }
        let expected = try failing { () throws(Diagnostic) in
          try ONNXTensorFile.read(path: file)
        }
        guard let found = results[name] else { throw Failure("output '\(name)' is not computed") }
        // Nobody draws the numbers of another generator.
        let isRandom = traced.graph.nodes.contains { $0.op is Random }
        if let difference = tolerance.difference(found, expected, typesOnly: isRandom) {
          throw Failure("output '\(name)': \(difference)")
        }
      }
    } catch {
      throw Stop(outcome: .failed(error.description))
    }
  }
}

/// How far an output may be from what is expected: |a − b| ≤ absolute + relative · |b|, as the onnx
/// package compares.
private struct Tolerance {
  /// The part of the expected magnitude.
  private var relative = 1e-3
  /// What is always allowed.
  private var absolute = 1e-7

  /// That of a test's `data.json`, else the package's own.
  init(path: String) {
    guard let text = try? Files.text(path) else { return }
    relative = Self.number("rtol", in: text) ?? relative
    absolute = Self.number("atol", in: text) ?? absolute
  }

  /// Returns the number behind a key of a flat JSON object.
  private static func number(_ key: String, in text: String) -> Double? {
    let parts = text.split(whereSeparator: { "{},: \n\"".contains($0) })
    return parts.firstIndex { $0 == key }.flatMap { index in
      index + 1 < parts.count ? Double(parts[index + 1]) : nil
    }
  }

  /// Returns how two arrays differ by more; nil where they do not, or only their types count.
  func difference(_ found: NDArray, _ expected: NDArray, typesOnly: Bool) -> String? {
    if found.elementType != expected.elementType || found.extents != expected.extents {
      return "is \(TensorType(found.elementType, found.extents)), expected "
        + "\(TensorType(expected.elementType, expected.extents))"
    }
    if typesOnly { return nil }
    // Two steps of bfloat16, whatever the test says.
    let relative =
      expected.elementType == .bf16 ? Swift.max(relative, 0x1p-6) : relative
    let (a, b) = (found.asDoubles(), expected.asDoubles())
    var (count, first) = (0, 0)
    for index in a.indices.reversed() {
      if a[index] == b[index] || (a[index].isNaN && b[index].isNaN) { continue }
      if abs(a[index] - b[index]) <= absolute + relative * abs(b[index]), b[index].isFinite {
        continue
      }
      count += 1
      first = index
    }
    if count == 0 { return nil }
    return "\(count) of \(a.count) elements differ, first at \(first): \(a[first]), expected "
      + "\(b[first])"
  }
}
