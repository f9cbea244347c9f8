import Frontend
import GraphIR
import NDArrays
import ONNXMessages

import struct Formats.FormatError

extension Importer {
  /// Enters the inputs that the caller supplies.
  func declareInputs(in scope: NameScope) {
    let symbols = knownSymbols()
    for input in model.inputs {
      if scope.declares(input.name) {
        fail("input '\(input.name)': is there twice, expected distinct names")
        continue
      }
      scope[input.name] = .refused
      guard let elementType = input.elementType else {
        fail("input '\(input.name)': is no tensor of numbers, expected floats, integers or bool")
        continue
      }
      guard let extents = extents(of: input, symbols) else { continue }
      let type = TensorType(elementType, extents)
      let tensor = builder.append(Input(name: input.name, type: type), [], presuming: type)
      // An input of an impossible size has no value; the builder knows why.
      guard let value = tensor.value else { continue }
      names[value.index] = input.name
      scope[input.name] = .tensor(tensor)
    }
    for (name, _) in options.shapes where !model.inputs.contains(where: { $0.name == name }) {
      let known = model.inputs.map { "'\($0.name)'" }.joined(separator: ", ")
      fail("--shape: there is no input '\(name)', expected one of \(known)")
    }
  }

  /// Returns what the given shapes say of the names of open extents.
  private func knownSymbols() -> [String: Int] {
    var symbols: [String: Int] = [:]
    for input in model.inputs {
      guard let given = given(input.name), let extents = input.extents, extents.count == given.count
      else { continue }
      for case (.named(let name), let length) in zip(extents, given) where !name.isEmpty {
        symbols[name] = length
      }
    }
    return symbols
  }

  private func given(_ input: String) -> [Int]? {
    options.values[input]?.extents ?? options.shapes.last { $0.name == input }?.extents
  }

  /// Returns the extents of an input: those that are given, else the model's own.
  private func extents(of input: ONNXModel.Input, _ symbols: [String: Int]) -> [Int]? {
    if let given = given(input.name) {
      if let extents = input.extents, extents.count != given.count {
        fail("input '\(input.name)': given extents are \(given), expected those of \(input)")
        return nil
      }
      return given
    }
    let lengths = input.extents?.map { extent -> Int? in
      switch extent {
      case .fixed(let length): length
      case .named(let name): symbols[name]
      }
    }
    if let lengths, !lengths.contains(nil) { return lengths.compactMap { $0 } }
    let example = input.extents?.map { extent in
      if case .fixed(let length) = extent { "\(length)" } else { "…" }
    }.joined(separator: "x")
    fail(
      "input '\(input.name)': is \(input), whose extents are open; give them with "
        + "--shape \(input.name)=\(example ?? "…")")
    return nil
  }

  /// Returns what a name stands for; an initialiser becomes a parameter or a constant when it is
  /// first asked for.
  ///
  /// Floats with dimensions are parameters. Scalars, integers and bools are constants: exporters
  /// keep axes, shapes and numbers such as 0.5 in them.
  func entry(_ name: String, in scope: NameScope) -> NameScope.Entry? {
    guard case .initializer(let tensor)? = scope[name] else { return scope[name] }
    let entry: NameScope.Entry
    do throws(Diagnostic) {
      let (type, extents) = try type(tensor)
      entry = .tensor(
        type.isFloatingPoint && !extents.isEmpty || tensor.isParameter
          ? try parameter(tensor, TensorType(type, extents))
          : builder.append(Constant(try array(tensor)), []))
    } catch {
      fail(error.message)
      entry = .refused
    }
    scope.resolve(name, entry)
    return entry
  }

  private func parameter(_ tensor: TensorProto, _ type: TensorType) throws(Diagnostic) -> Tensor {
    var (name, copy) = (tensor.name, 1)
    // Initialisers of two branches or functions may have one name.
    while weights.contains(name) {
      name = "\(tensor.name).\(copy)"
      copy += 1
    }
    weights.enter(name, tensor)
    let parameter = builder.append(Parameter(name: name, type: type), [], presuming: type)
    if let failure = builder.takeFailures().first { throw failure }
    return parameter
  }

  private func type(_ tensor: TensorProto) throws(Diagnostic) -> (ElementType, [Int]) {
    do throws(FormatError) {
      return try model.tensors.type(tensor)
    } catch {
      throw Diagnostic(error.message)
    }
  }

  /// Returns the elements of a tensor of the model.
  func array(_ tensor: TensorProto) throws(Diagnostic) -> NDArray {
    do throws(FormatError) {
      return try model.tensors.array(tensor)
    } catch {
      throw Diagnostic(error.message)
    }
  }
}

extension TensorProto {
  /// `true` iff a file of ours says that an initialiser is a parameter.
  fileprivate var isParameter: Bool {
    metadataProps.contains { $0.key == GraphDomain.kindKey && $0.value == "parameter" }
  }
}
