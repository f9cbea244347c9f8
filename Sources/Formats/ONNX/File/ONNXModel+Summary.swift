import ONNXMessages

extension ONNXModel {
  /// The number of nodes of each operator, in falling order, then by name.
  public var operatorCounts: [(name: String, count: Int)] {
    var counts: [String: Int] = [:]
    for node in message.graph.node {
      counts[(node.domain.isEmpty ? "" : "\(node.domain).") + node.opType, default: 0] += 1
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }

  /// The versions of the operator sets, as `ai.onnx 17`.
  public var operatorSets: [String] {
    message.opsetImport.map { "\($0.domain.isEmpty ? "ai.onnx" : $0.domain) \($0.version)" }
  }

  /// Who wrote the file: name and version; empty where it does not say.
  public var producer: String {
    [message.producerName, message.producerVersion].filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The name of the graph.
  public var name: String { message.graph.name }

  /// The number of elements of all initialisers.
  public var initializerCount: Int {
    message.graph.initializer.reduce(0) { sum, tensor in
      let count = tensor.dims.reduce(into: (value: 1, overflows: false)) { product, extent in
        let next = product.value.multipliedReportingOverflow(by: Int(clamping: extent))
        product = (next.partialValue, product.overflows || next.overflow)
      }
      return count.overflows ? sum : sum.addingReportingOverflow(count.value).partialValue
    }
  }
}
