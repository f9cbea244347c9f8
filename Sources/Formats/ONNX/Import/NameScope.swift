import GraphIR
import ONNXMessages

/// The values that the nodes of one graph or function may name.
final class NameScope {
  /// What a name stands for.
  enum Entry {
    /// A value of the graph that is made.
    case tensor(Tensor)
    /// A tensor of the model that no node has asked for yet.
    case initializer(TensorProto)
    /// The result of a node that was refused: all that is made of it is left out silently.
    case refused
  }

  /// The graph around a branch; a function sees no names but its own.
  private let parent: NameScope?
  /// The version of each operator set, by domain.
  let versions: [String: Int]
  /// What the attributes of a function are in this call.
  let attributes: [String: AttributeProto]
  /// The number of functions and branches around this.
  let depth: Int
  private var entries: [String: Entry] = [:]

  /// The most functions and branches inside of each other.
  static let maxDepth = 64

  /// The names of a model's graph.
  init(versions: [String: Int]) {
    parent = nil
    self.versions = versions
    attributes = [:]
    depth = 0
  }

  /// The names of a branch inside of a graph.
  init(branchOf parent: NameScope) {
    self.parent = parent
    versions = parent.versions
    attributes = parent.attributes
    depth = parent.depth + 1
  }

  /// The names of a function that is called from a graph.
  init(
    calledFrom scope: NameScope, versions: [String: Int], attributes: [String: AttributeProto]
  ) {
    parent = nil
    self.versions = versions
    self.attributes = attributes
    depth = scope.depth + 1
  }

  /// What a name stands for; nil where nothing has it.
  subscript(name: String) -> Entry? {
    get { entries[name] ?? parent?[name] }
    set { entries[name] = newValue }
  }

  /// `true` iff the graph or function itself has a value of that name.
  func declares(_ name: String) -> Bool { entries[name] != nil }

  /// Enters what an initialiser became, in the graph that has it.
  func resolve(_ name: String, _ entry: Entry) {
    if let parent, !declares(name) {
      parent.resolve(name, entry)
    } else {
      entries[name] = entry
    }
  }
}

extension [OperatorSetIdProto] {
  /// The versions by domain; the standard's own domain has the empty name.
  var versions: [String: Int] {
    var result: [String: Int] = [:]
    for entry in self {
      result[entry.domain == "ai.onnx" ? "" : entry.domain] = Int(clamping: entry.version)
    }
    return result
  }
}
