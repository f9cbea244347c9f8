/// Writes graphs as text IR, which `Parser` reads back.
public struct Printer {
  /// What text shows.
  public struct Options: Sendable {
    /// Shows the place in the model file of each node.
    public var sites: Bool
    /// Shows the elements of large constants behind the graph.
    public var data: Bool

    /// What text shows.
    public init(sites: Bool = false, data: Bool = true) {
      self.sites = sites
      self.data = data
    }
  }

  private let options: Options
  private var text = ""
  private var arrays: [(digest: String, array: NDArray)] = []

  /// Returns the graph as text.
  public static func text(_ graph: Graph, _ options: Options = Options()) -> String {
    var printer = Printer(options: options)
    printer.text += "graph @\(symbol(graph.name)) "
    if let mesh = graph.mesh {
      printer.text +=
        "mesh [" + mesh.axes.map { "\($0.name) = \($0.count)" }.joined(separator: ", ") + "] "
    }
    if let rank = graph.rank { printer.text += "rank \(rank) " }
    printer.body(graph, indent: "")
    printer.text += "\n"
    if options.data {
      for (digest, array) in printer.arrays {
        let type = TensorType(array.elementType, array.extents)
        printer.text += "data #\(digest) \(type) \"\(array.base64)\"\n"
      }
    }
    return printer.text
  }

  private init(options: Options) { self.options = options }

  /// Returns the text behind `@`.
  static func symbol(_ name: String) -> String {
    let isPlain =
      !name.isEmpty && name.unicodeScalars.allSatisfy { $0 == "." || Attribute.isWord("a\($0)") }
    return isPlain ? name : Attribute.quote(name)
  }

  private mutating func body(_ graph: Graph, indent: String) {
    text += "{\n"
    let inner = indent + "  "
    for prepare in graph.prepare {
      text += inner + "prepare "
      body(prepare, indent: inner)
      text += "\n"
    }
    let names = graph.valueNames()
    for (index, node) in graph.nodes.enumerated() {
      text += "\(inner)%\(names[index]) = "
      application(node, graph, names, indent: inner)
      text += " : \(node.type)"
      if let placement = node.placement { text += Self.text(placement) }
      if options.sites, let site = node.site {
        let column = site.column.map { ":\($0)" } ?? ""
        text += " loc \(Attribute.quote(site.file)):\(site.line)\(column)"
      }
      text += "\n"
    }
    for output in graph.outputs {
      text += "\(inner)output @\(Self.symbol(output.name)) = %\(names[output.value.index])\n"
    }
    for update in graph.updates {
      text += "\(inner)update @\(Self.symbol(update.name)) = %\(names[update.value.index])\n"
    }
    text += indent + "}"
  }

  private mutating func application(
    _ node: Node, _ graph: Graph, _ names: [String], indent: String
  ) {
    let operands = node.operands.map { "%" + names[$0.index] }.joined(separator: ", ")
    if let input = node.op as? Input {
      text += "\(Input.mnemonic) @\(Self.symbol(input.name))"
    } else if let parameter = node.op as? Parameter {
      text += "\(Parameter.mnemonic) @\(Self.symbol(parameter.name))"
      attributes(parameter.attributes)
    } else if let fused = node.op as? Fused {
      text += "\(Fused.mnemonic)(\(operands)) "
      body(fused.body, indent: indent)
    } else {
      text += "\(AllOps.spelling(node.op))(\(operands))"
      attributes(
        AllOps.attributes(node.op, rank: node.operands.first.map { graph[$0].type.rank } ?? 0))
    }
  }

  private mutating func attributes(_ attributes: Attribute) {
    if attributes.fields.isEmpty { return }
    text += " \(attributes)"
    collectArrays(attributes)
  }

  private mutating func collectArrays(_ attribute: Attribute) {
    switch attribute {
    case .array(let array) where array.spelling.hasPrefix("#"):
      let digest = array.digest
      if !arrays.contains(where: { $0.digest == digest }) { arrays.append((digest, array)) }
    case .list(let values): for value in values { collectArrays(value) }
    case .record(let fields): for field in fields { collectArrays(field.value) }
    default: break
    }
  }

  private static func text(_ placement: Placement) -> String {
    func boxes(_ regions: [Region]) -> String {
      regions.map { " \($0)" }.joined()
    }
    return " at" + boxes(placement.owned)
      + (placement.held.map { " held" + boxes($0) } ?? "")
      + (placement.origin.map { " because \(Attribute.quote($0))" } ?? "")
  }
}

extension Graph {
  /// Returns a distinct name for each value: the node's own where it is unique, else a number.
  package func valueNames() -> [String] {
    var seen: Set<String> = []
    var next = 0
    return nodes.map { node in
      // Names of digits are for the others.
      if let name = node.name, !name.utf8.allSatisfy({ (48...57).contains($0) }),
        Attribute.isWord("a" + name.replacing(".", with: "")), seen.insert(name).inserted
      {
        return name
      }
      defer { next += 1 }
      return "\(next)"
    }
  }
}

extension Graph {
  /// Returns a value as text spells it: `%name`.
  package func spelling(_ value: Value) -> String { "%" + valueNames()[value.index] }
}

extension Graph: CustomStringConvertible {
  /// The graph as text, without places and without the elements of large constants.
  public var description: String { Printer.text(self, .init(data: false)) }
}
