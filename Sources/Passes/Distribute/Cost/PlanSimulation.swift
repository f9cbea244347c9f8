import GraphIR

extension CostModel {
  /// Returns what a graph is predicted to take on all ranks of its mesh, or on one where it has none.
  ///
  /// Each rank has a clock; an exchange ends when all that send to it have reached it and the messages
  /// have arrived. Where a machine has fewer ranks than the mesh, they share it.
  ///
  /// - Requires: the graph is not local.
  public func cost(of graph: Graph) -> PartitionCost {
    precondition(graph.rank == nil, "'\(graph.name)' is a local graph")
    let ranks = graph.mesh?.count ?? 1
    var simulation = PlanSimulation(graph, CostModel(machine.shared(by: ranks)), ranks: ranks)
    let isLive = Uses(graph).isLive
    for value in graph.values where isLive[value.index] { simulation.run(value) }
    return simulation.cost(peaks: PeakMemory(graph, ranks: ranks, isLive: isLive).byteCounts)
  }
}

/// The clocks of all ranks while a plan runs.
private struct PlanSimulation {
  private let graph: Graph
  private let model: CostModel
  private var clocks: [Double]
  private var ranks: [PartitionCost.Rank]
  private var exchangeCount = 0
  /// The clocks when an exchange in two halves was started, by its first half.
  private var starts: [Value: [Double]] = [:]

  init(_ graph: Graph, _ model: CostModel, ranks count: Int) {
    self.graph = graph
    self.model = model
    clocks = .init(repeating: 0, count: count)
    ranks = .init(repeating: .init(), count: count)
  }

  mutating func run(_ value: Value) {
    if let exchange = graph[value].op as? Exchange {
      switch exchange.phase {
      case .start: starts[value] = clocks
      case .whole: finish(value, startedAt: clocks)
      case .finish: finish(value, startedAt: starts[graph[value].operands[0]] ?? clocks)
      }
    } else {
      compute(value)
    }
  }

  private mutating func compute(_ value: Value) {
    let work = NodeWork(value, in: graph)
    if work.isFree { return }
    guard let boxes = graph[value].placement?.boxes else {
      let whole = work.over(graph[value].type.whole)
      for rank in ranks.indices { spend(whole, rank) }
      return
    }
    for (rank, box) in boxes.enumerated() { spend(work.over(box), rank) }
  }

  private mutating func spend(_ work: Work, _ rank: Int) {
    let seconds = model.seconds(work)
    ranks[rank].flops += work.flops
    ranks[rank].computeSeconds += seconds
    clocks[rank] += seconds
  }

  private mutating func finish(_ value: Value, startedAt starts: [Double]) {
    let messages = Messages(value, in: graph)
    exchangeCount += 1
    let before = clocks
    for rank in ranks.indices {
      let share = messages.share(of: rank)
      ranks[rank].messageCount += messages.receives[rank].count
      ranks[rank].receivedByteCount += messages.byteCount(receivedBy: rank)
      ranks[rank].sentByteCount += messages.byteCount(sentBy: rank)
      var allStarted = starts[rank]
      for message in messages.receives[rank] {
        allStarted = max(allStarted, starts[message.rank])
      }
      let arrival = allStarted + model.travelSeconds(share)
      clocks[rank] = max(before[rank], arrival) + model.copySeconds(share)
      ranks[rank].exchangeSeconds += clocks[rank] - before[rank]
    }
  }

  func cost(peaks: [Int]) -> PartitionCost {
    var cost = PartitionCost(
      seconds: clocks.max() ?? 0, ranks: ranks, exchangeCount: exchangeCount)
    for (rank, peak) in peaks.enumerated() { cost.ranks[rank].peakByteCount = peak }
    return cost
  }
}
