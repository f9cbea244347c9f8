/// Notes who calls an operator, which cannot take `#line`, and tells the places afterwards.
package protocol CallerRecorder: AnyObject {
  /// Notes the callers of this function and returns the number of the note.
  func record() -> Int
  /// Returns the place in the model file of each note; nil where it cannot be told.
  func sites() -> [Site?]
}

/// The graph that a model file is building, with what went wrong so far.
public final class GraphBuilder {
  /// Where an op comes from.
  private enum Origin {
    /// A place that the caller gave.
    case site(Site)
    /// A note of the recorder.
    case note(Int)
    /// Not known.
    case unknown
  }

  /// What was built so far.
  package private(set) var graph: Graph
  /// The names that are taken, and the scope.
  package var names = NameTable()
  private var origins: [Origin] = []
  private var failures: [(diagnostic: Diagnostic, origin: Origin)] = []
  private var current: Origin?
  private var isSilent = false
  private let recorder: (any CallerRecorder)?

  /// An empty graph; operators have no place in the model file without a recorder.
  package init(name: String, recorder: (any CallerRecorder)? = nil) {
    graph = Graph(name: name)
    self.recorder = recorder
  }

  // MARK: Places

  /// Returns `body`'s result; what it appends comes from `site`, unless a caller gave a place.
  package func at<Result>(_ site: Site, _ body: () -> Result) -> Result {
    within(.site(site), body)
  }

  /// Returns `body`'s result; what it appends comes from the caller of an operator, unless a caller
  /// gave a place.
  package func atCaller<Result>(_ body: () -> Result) -> Result {
    if current != nil { return body() }
    return within(recorder.map { .note($0.record()) } ?? .unknown, body)
  }

  private func within<Result>(_ origin: Origin, _ body: () -> Result) -> Result {
    if current != nil { return body() }
    current = origin
    defer { current = nil }
    return body()
  }

  /// The place that a caller gave; nil where none did.
  var currentSite: Site? {
    if case .site(let site) = current { site } else { nil }
  }

  // MARK: Ops

  /// Returns the result of an op; records a diagnostic where it does not fit.
  ///
  /// The result has no value then, or where an operand has none; its type is `type`, or else that of
  /// the first operand.
  package func append(
    _ op: any Op, _ operands: [Tensor], name: String? = nil, presuming type: TensorType? = nil
  ) -> Tensor {
    let poison = Tensor(self, nil, type ?? operands.first?.type ?? TensorType(.f32, []))
    if operands.contains(where: { $0.builder !== self }) {
      report(Diagnostic("\(op.mnemonic): an operand belongs to another model"))
      return poison
    }
    let values = operands.compactMap(\.value)
    if values.count < operands.count { return poison }
    do throws(Diagnostic) {
      let value = try graph.append(op, values, name: name)
      origins.append(current ?? .unknown)
      return Tensor(self, value, graph[value].type)
    } catch {
      report(error)
      return poison
    }
  }

  /// Records what the user did wrong, unless it follows from what was reported before.
  package func report(_ diagnostic: Diagnostic) {
    if !isSilent { failures.append((diagnostic, current ?? .unknown)) }
  }

  /// Returns `body`'s result; nothing is reported meanwhile where one of the tensors that it works
  /// on has no value.
  func silenced<Result>(by tensors: [Tensor], _ body: () -> Result) -> Result {
    let wasSilent = isSilent
    isSilent = wasSilent || tensors.contains { $0.value == nil }
    defer { isSilent = wasSilent }
    return body()
  }

  /// Lets a tensor leave the graph as `name`.
  package func output(_ name: String, _ tensor: Tensor) {
    if graph.outputs.contains(where: { $0.name == name }) {
      report(Diagnostic("output '\(name)' is given twice, expected distinct names"))
    } else if let value = own(tensor, as: "output '\(name)'") {
      graph.output(name, value)
    }
  }

  /// Makes a tensor the new value of a parameter.
  package func update(_ name: String, _ tensor: Tensor) {
    guard let parameter = names.parameters[name]?.tensor else {
      report(Diagnostic("update '\(name)': there is no such parameter"))
      return
    }
    if tensor.value != nil && tensor.type != parameter.type {
      report(Diagnostic("update '\(name)': is \(tensor.type), expected \(parameter.type)"))
    } else if graph.updates.contains(where: { $0.name == name }) {
      report(Diagnostic("update '\(name)' is given twice, expected one"))
    } else if let value = own(tensor, as: "update '\(name)'") {
      graph.update(name, value)
    }
  }

  private func own(_ tensor: Tensor, as role: String) -> Value? {
    if tensor.builder !== self { report(Diagnostic("\(role): belongs to another model")) }
    return tensor.builder === self ? tensor.value : nil
  }

  // MARK: The end

  /// The number of diagnostics so far.
  package var failureCount: Int { failures.count }

  /// Forgets the diagnostics that were recorded so far, and returns them.
  package func takeFailures() -> [Diagnostic] {
    defer { failures = [] }
    return failures.map(\.diagnostic)
  }

  /// Returns the graph with the place of every node; throws all diagnostics, in order.
  package func finish() throws(Diagnostics) -> Graph {
    let notes = recorder?.sites() ?? []
    func site(_ origin: Origin) -> Site? {
      switch origin {
      case .site(let site): site
      case .note(let note): notes[note]
      case .unknown: nil
      }
    }
    if !failures.isEmpty {
      throw Diagnostics(
        failures.map { failure, origin in
          Diagnostic(failure.message, at: failure.site ?? site(origin), notes: failure.notes)
        })
    }
    var located = Graph(name: graph.name)
    do throws(Diagnostic) {
      for (node, origin) in zip(graph.nodes, origins) {
        try located.append(node.op, node.operands, name: node.name, at: site(origin))
      }
    } catch {
      throw Diagnostics([error])
    }
    for output in graph.outputs { located.output(output.name, output.value) }
    for update in graph.updates { located.update(update.name, update.value) }
    return located
  }
}
