/// The nodes of a graph that become one step each, found from the last value to the first: no node is
/// in two groups.
struct FusionGroups {
  private let graph: Graph
  private let useCounts: [Int]
  private var isTaken: [Bool]
  private var groups: [FusionGroup?]

  /// No groups yet.
  init(_ graph: Graph) {
    self.graph = graph
    useCounts = graph.useCounts
    isTaken = graph.nodes.map { _ in false }
    groups = graph.nodes.map { _ in nil }
  }

  /// `true` iff something depends on a value, which is in no group.
  func isFree(_ value: Value) -> Bool { useCounts[value.index] > 0 && !isTaken[value.index] }

  /// `true` iff one op reads a value, in one place, and nothing else does.
  func isReadOnce(_ value: Value) -> Bool { useCounts[value.index] == 1 }

  /// Adds the group of a value, of its operands that are read once and join it, of theirs, and so on;
  /// none for a value alone.
  mutating func grow(from value: Value, joins: (_ operand: Value, _ reader: Value) -> Bool) {
    var members = [value]
    var next = 0
    while next < members.count {
      let reader = members[next]
      members += graph[reader].operands.filter { isReadOnce($0) && joins($0, reader) }
      next += 1
    }
    if members.count > 1 { add(members.sorted { $0.index < $1.index }) }
  }

  /// Adds a group of values in order.
  mutating func add(_ members: [Value]) {
    for member in members { isTaken[member.index] = true }
    // A group has its result.
    groups[members[members.count - 1].index] = FusionGroup(members)
  }

  /// Returns the graph with a step for each group; `finish` may rewrite the ops.
  func fused(
    finish: (Fused) throws(Diagnostic) -> Fused = { (op) throws(Diagnostic) in op }
  ) throws(Diagnostic) -> Graph {
    try graph.rewriting { (value, _, rewriter) throws(Diagnostic) in
      try groups[value.index]?.emit(&rewriter, finish: finish)
    }
  }
}
