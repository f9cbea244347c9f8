import Frontend
import GraphIR

extension Importer {
  /// Returns the inputs and what the outputs need, under the model's names for values.
  ///
  /// An input whose value the graph was made for stays only where the graph needs it besides.
  func finish() throws(Diagnostics) -> Graph {
    let graph = try builder.finish()
    var isLive = graph.nodes.map { node in
      (node.op as? Input).map { !fixedInputs.contains($0.name) } ?? false
    }
    for output in graph.outputs { isLive[output.value.index] = true }
    for index in graph.nodes.indices.reversed() where isLive[index] {
      for operand in graph.nodes[index].operands { isLive[operand.index] = true }
    }
    var result = Graph(name: graph.name)
    var mapped = [Value?](repeating: nil, count: graph.nodes.count)
    var taken: Set<String> = []
    do throws(Diagnostic) {
      for (index, node) in graph.nodes.enumerated() where isLive[index] {
        let name = names[index].map(Self.plain) ?? node.name
        // The operands of what is live are live.
        mapped[index] = try result.append(
          node.op, node.operands.map { mapped[$0.index]! },
          name: name.flatMap { taken.insert($0).inserted ? $0 : nil }, at: node.site)
      }
    } catch {
      throw Diagnostics([error])
    }
    for output in graph.outputs { result.output(output.name, mapped[output.value.index]!) }
    return result
  }

  /// Returns a name for people: that of the model without what text IR has other uses for.
  private static func plain(_ name: String) -> String {
    let words = name.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }
    return words.joined(separator: ".")
  }
}
