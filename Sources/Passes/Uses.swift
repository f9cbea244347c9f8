import GraphIR

/// Who uses each value of a graph, dead nodes aside.
struct Uses {
  /// `true` at each value that an output or update depends on.
  let isLive: [Bool]
  /// The live nodes that have the value as operand, each once, in order.
  let users: [[Value]]
  /// `true` at each value that is an output or update itself.
  let isExit: [Bool]

  /// The uses in a graph.
  init(_ graph: Graph) {
    var isExit = [Bool](repeating: false, count: graph.nodes.count)
    for exit in graph.outputs + graph.updates { isExit[exit.value.index] = true }
    var isLive = isExit
    var users = [[Value]](repeating: [], count: graph.nodes.count)
    for value in graph.values.reversed() where isLive[value.index] {
      for operand in graph[value].operands {
        isLive[operand.index] = true
        if users[operand.index].last != value { users[operand.index].append(value) }
      }
    }
    self.isLive = isLive
    self.users = users.map { $0.reversed() }
    self.isExit = isExit
  }

  /// Returns the only node that uses the value; nil where there are none or several, or where the
  /// value leaves the graph.
  func onlyUser(of value: Value) -> Value? {
    let users = users[value.index]
    return users.count == 1 && !isExit[value.index] ? users[0] : nil
  }
}
