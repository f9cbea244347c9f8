/// The model that is being described: what free functions belong to.
struct Trace: @unchecked Sendable {
  /// The model of the closure that runs.
  @TaskLocal static var current: Trace?

  /// Its graph; used only inside the closure, by whoever runs it.
  let builder: GraphBuilder

  /// The graph of the model that is being described.
  ///
  /// - Requires: a call from inside the closure of a `Model`.
  static func builder(for function: String) -> GraphBuilder {
    guard let current else {
      fatalError("\(function): is called outside of Model(\"name\") { model in … }")
    }
    return current.builder
  }
}

/// Returns `body`'s result; the names of parameters that it creates begin with `name` and a dot.
///
///     let features = scope("encoder.0") { x.convolution(16, kernel: 3, name: "conv1") }
///
/// makes `encoder.0.conv1.weight` and `encoder.0.conv1.bias`. Scopes nest. Where `sharing`, a
/// parameter that already exists is used again, so that a network can run twice with one set of
/// weights; its type must be the same.
public func scope<Result>(_ name: String, sharing: Bool = false, _ body: () -> Result) -> Result {
  let builder = Trace.builder(for: "scope")
  builder.names.open(name, isSharing: sharing)
  defer { builder.names.close() }
  return body()
}

/// Returns a parameter of the model, named by the open scopes and `name`.
///
/// Errors: a name that exists (see `scope(_:sharing:_:)`).
public func parameter(
  _ name: String, _ extents: [Int], _ type: ElementType = .f32,
  initializer: Initializer = .zeros, file: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  let builder = Trace.builder(for: "parameter")
  return builder.at(Site(file: file, line: line, column: column)) {
    builder.parameter(name, TensorType(type, extents), initializer)
  }
}
