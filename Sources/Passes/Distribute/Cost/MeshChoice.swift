import GraphIR

/// The mesh that a cost model chooses for a graph, and what it was chosen from.
public struct MeshChoice: Hashable, Codable, Sendable {
  /// A mesh that was looked at.
  public struct Candidate: Hashable, Codable, Sendable {
    /// The mesh and its cuts.
    public let request: MeshRequest
    /// What it is predicted to take; nil where the graph cannot be split so.
    public let cost: PartitionCost?
    /// Why it cannot be taken; nil where it can.
    public let refusal: String?
  }

  /// The chosen mesh and its cuts.
  public let request: MeshRequest
  /// What it is predicted to take.
  public let cost: PartitionCost
  /// The next best; nil where there is none.
  public let runnerUp: Candidate?
  /// All that were looked at, the best first, the refused ones last.
  public let candidates: [Candidate]
  /// What made the difference, in a sentence.
  public let reason: String
}

extension MeshChoice {
  /// Returns the fastest mesh of `ranks` ranks for a graph behind the inference passes.
  ///
  /// The ranks are spread over the spatial dimensions of the largest value, and its batch, in every
  /// way; each is cut evenly and as `CutSearch` says. Throws where none can be taken.
  public static func best(
    _ graph: Graph, ranks: Int, machine: Machine, allowGather: Bool = false
  ) throws(Diagnostic) -> MeshChoice {
    let search = MeshSearch(graph, machine, ranks: ranks, allowGather: allowGather)
    var candidates: [Candidate] = []
    for request in try search.meshes() {
      let even = search.candidate(request)
      candidates.append(even)
      if even.refusal == nil, let uneven = try search.cutting(request) {
        candidates.append(search.candidate(uneven))
      }
    }
    return try MeshChoice(candidates, of: graph, machine)
  }

  /// Returns the fastest of a few meshes with even cuts: the most cubic ones, which send least, and
  /// the most square ones, which send fewer messages.
  static func quick(
    _ graph: Graph, ranks: Int, machine: Machine, allowGather: Bool
  ) throws(Diagnostic) -> MeshChoice {
    let search = MeshSearch(graph, machine, ranks: ranks, allowGather: allowGather)
    let candidates = try search.meshes(mostCubic: 2).map { search.candidate($0) }
    return try MeshChoice(candidates, of: graph, machine)
  }

  /// The choice among candidates; throws where all are refused.
  private init(_ candidates: [Candidate], of graph: Graph, _ machine: Machine) throws(Diagnostic) {
    let order = candidates.indices.sorted { a, b in
      candidates[a].precedes(candidates[b]) || !candidates[b].precedes(candidates[a]) && a < b
    }
    self.candidates = order.map { candidates[$0] }
    guard let best = self.candidates.first, let cost = best.cost, best.refusal == nil else {
      let refusals = self.candidates.map { "\($0.request.spelling): \($0.refusal ?? "")" }
      throw Diagnostic(
        "mesh auto: no mesh of so many ranks fits '\(graph.name)' and machine '\(machine.name)'",
        notes: refusals.map { .init($0) })
    }
    request = best.request
    self.cost = cost
    // Other cuts of the same mesh are no other choice.
    runnerUp = self.candidates.first { $0.refusal == nil && $0.request.axes != best.request.axes }
    reason = Self.reason(best, runnerUp, machine)
  }
}

extension MeshChoice.Candidate {
  /// `true` iff it is better by more than rounding: faster, or else with fewer bytes, or else fewer
  /// messages.
  fileprivate func precedes(_ other: MeshChoice.Candidate) -> Bool {
    guard let cost, refusal == nil else { return false }
    guard let otherCost = other.cost, other.refusal == nil else { return true }
    if abs(cost.seconds - otherCost.seconds) > 1e-9 * otherCost.seconds {
      return cost.seconds < otherCost.seconds
    }
    return (cost.byteCount, cost.messageCount) < (otherCost.byteCount, otherCost.messageCount)
  }
}

/// The meshes of a graph, and what they take.
private struct MeshSearch {
  private let graph: Graph
  private let model: CostModel
  private let ranks: Int
  private let allowGather: Bool

  init(_ graph: Graph, _ machine: Machine, ranks: Int, allowGather: Bool) {
    self.graph = graph
    model = CostModel(machine)
    self.ranks = ranks
    self.allowGather = allowGather
  }

  /// Returns the meshes whose axes have no more ranks than elements, or of those with as many axes
  /// the ones that cut the smallest surface.
  func meshes(mostCubic limit: Int? = nil) throws(Diagnostic) -> [MeshRequest] {
    let anchor = try Anchor("", in: graph)
    let extents = graph[anchor.value].type.extents
    let dimensions = anchor.names.indices.filter { dimension in
      anchor.names[dimension] != nil && (dimension > 0 || extents[dimension] > 1)
    }
    let all = ranks.factorizations(dimensions.count).filter { counts in
      zip(counts, dimensions).allSatisfy { $0 <= max(extents[$1], 1) }
    }
    if all.isEmpty {
      throw Diagnostic(
        "mesh auto: \(ranks) ranks do not spread over \(graph.spelling(anchor.value)) : "
          + "\(graph[anchor.value].type), expected a number with factors of at most its extents")
    }
    guard let limit else { return all.map { request($0, anchor, dimensions) } }
    let surfaces = all.map { counts in
      zip(counts, dimensions).reduce(0.0) { $0 + Double($1.0 - 1) / Double(extents[$1.1]) }
    }
    let order = all.indices.sorted { (surfaces[$0], $0) < (surfaces[$1], $1) }
    return (0...dimensions.count).flatMap { axes in
      order.filter { all[$0].count { $0 > 1 } == axes }.prefix(limit)
        .map { request(all[$0], anchor, dimensions) }
    }
  }

  private func request(_ counts: [Int], _ anchor: Anchor, _ dimensions: [Int]) -> MeshRequest {
    MeshRequest(zip(counts, dimensions).map { .init(anchor.names[$1], $0) })
  }

  /// Returns a mesh with the cuts that make the slowest part of each axis fastest; nil where those
  /// are the even ones.
  func cutting(_ request: MeshRequest) throws(Diagnostic) -> MeshRequest? {
    var request = request
    let shared = CostModel(model.machine.shared(by: ranks))
    for axis in request.axes where axis.count > 1 {
      let search = try CutSearch(
        graph, axis: axis, anchor: request.anchor, others: ranks / axis.count, model: shared)
      guard let search else { continue }
      let cuts = search.cuts(count: axis.count)
      if cuts != search.evenCuts { request.cuts.append(.init(axis.name ?? "", cuts)) }
    }
    return request.cuts.isEmpty ? nil : request
  }

  /// Returns what a mesh takes, or why it cannot be taken.
  func candidate(_ request: MeshRequest) -> MeshChoice.Candidate {
    do throws(Diagnostic) {
      var split = graph
      for pass in Pipeline.distribution(request, allowGather: allowGather).passes {
        split = try pass.run(split)
      }
      let cost = model.cost(of: split)
      let memory = model.machine.shared(by: ranks).memoryByteCount
      let refusal =
        cost.peakByteCount <= memory
        ? nil
        : "needs \(ByteCount.text(cost.peakByteCount)) a rank, which has \(ByteCount.text(memory))"
      return .init(request: request, cost: cost, refusal: refusal)
    } catch {
      return .init(request: request, cost: nil, refusal: error.message)
    }
  }
}
