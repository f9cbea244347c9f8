@_exported public import GraphRuntime

extension Graph {
  /// How often each value is read by what outputs and updates depend on; those count as several.
  var useCounts: [Int] {
    var counts = [Int](repeating: 0, count: nodes.count)
    for exit in outputs + updates { counts[exit.value.index] += 2 }
    for index in nodes.indices.reversed() where counts[index] > 0 {
      for operand in nodes[index].operands { counts[operand.index] += 1 }
    }
    return counts
  }
}
