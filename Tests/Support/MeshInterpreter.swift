import GraphIR
import Passes

extension Graph {
  /// Returns the outputs and, under `update NAME`, the updates of a partitioned graph: each rank
  /// evaluates its boxes, and what it lacks arrives in messages or stays poison (NaN, or all bits).
  ///
  /// Throws where an op reads what its rank does not have.
  package func evaluatedOnMesh(_ bindings: Bindings) throws -> [String: NDArray] {
    var bindings = bindings
    for graph in prepare {
      bindings.parameters.merge(graph.evaluated(bindings)) { _, new in new }
    }
    var interpreter = MeshInterpreter(graph: self, ranks: mesh?.count ?? 1, bindings)
    for value in values { try interpreter.evaluate(value) }
    var results: [String: NDArray] = [:]
    for output in outputs { results[output.name] = interpreter.gathered(output.value) }
    for update in updates { results["update \(update.name)"] = interpreter.gathered(update.value) }
    return results
  }
}

/// What each rank has of each value so far.
private struct MeshInterpreter {
  let graph: Graph
  let ranks: Int
  let bindings: Bindings
  /// By value, then by rank.
  private var held: [[PlacedArray]] = []

  init(graph: Graph, ranks: Int, _ bindings: Bindings) {
    (self.graph, self.ranks, self.bindings) = (graph, ranks, bindings)
  }

  mutating func evaluate(_ value: Value) throws {
    let node = graph[value]
    let boxes = node.placement?.boxes ?? .init(repeating: node.type.whole, count: ranks)
    if let exchange = node.op as? Exchange {
      held.append(
        exchange.phase == .start
          ? held[node.operands[0].index]
          : exchanged(value, boxes))
      return
    }
    let bound =
      (node.op as? Input).map { bindings.inputs[$0.name] }
      ?? (node.op as? Parameter).map { bindings.parameters[$0.name] }
    var last: PlacedArray?
    var arrays: [PlacedArray] = []
    for (rank, box) in boxes.enumerated() {
      let data: NDArray
      if let array = bound ?? nil {
        data = PlacedArray(array).slice(box)
      } else if let last, last.box == box, node.placement == nil {
        data = last.data
      } else {
        try check(value, box, rank)
        data = node.op.evaluate(node.operands.map { held[$0.index][rank] }, over: box)
      }
      arrays.append(PlacedArray(data, at: box, of: node.type.extents))
      last = arrays.last
    }
    held.append(arrays)
  }

  /// Throws where a rank lacks something that it reads.
  private func check(_ value: Value, _ box: Region, _ rank: Int) throws {
    let node = graph[value]
    let reads = node.op.reads(box, of: node.operands.map { graph[$0].type })
    for (operand, read) in zip(node.operands, reads) where !(node.op is Assemble) {
      let had = held[operand.index][rank].box
      if !had.contains(read) {
        throw Diagnostic(
          "rank \(rank) reads \(read) of \(graph.spelling(operand)) for \(graph.spelling(value)) "
            + "but has \(had)")
      }
    }
  }

  private func exchanged(_ value: Value, _ boxes: [Region]) -> [PlacedArray] {
    let operand = graph[value].operands[0]
    let messages = Messages(value, in: graph)
    return boxes.enumerated().map { rank, box in
      let own = held[operand.index][rank]
      var array = NDArray(uninitialized: own.elementType, box.extents)
      array.withUnsafeMutableBytes { bytes in for i in bytes.indices { bytes[i] = 0xFF } }
      let kept = own.box.intersection(box)
      if !kept.isEmpty { array.write(own.slice(kept), over: kept, in: box) }
      for message in messages.receives[rank] {
        let sent = held[operand.index][message.rank].slice(message.box)
        array.write(sent, over: message.box, in: box)
      }
      return PlacedArray(array, at: box, of: own.extents)
    }
  }

  /// Returns the whole of a value, each part from its owner.
  func gathered(_ value: Value) -> NDArray {
    let arrays = held[value.index]
    guard let owned = graph[value].placement?.owned else { return arrays[0].data }
    let whole = graph[value].type.whole
    var result = NDArray(zeros: arrays[0].elementType, whole.extents)
    for (box, array) in zip(owned, arrays) where !box.isEmpty {
      result.write(array.slice(box), over: box, in: whole)
    }
    return result
  }
}
