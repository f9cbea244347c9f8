import GraphIR

extension Pass {
  /// Splits every value over the ranks of a mesh, in space.
  ///
  ///     %x = input @x : f32[1, 1, 8]               %x = … at [0:1, 0:1, 0:4] [0:1, 0:1, 4:8]
  ///     %y = max_pool(%x) {window = [2], …}   →    %y = … at [0:1, 0:1, 0:2] [0:1, 0:1, 2:4]
  ///          : f32[1, 1, 4]                             because "w of %x"
  ///
  /// The cuts are made in the largest spatial value, or in the one that is named, and travel from
  /// there through every op in both directions, by the shortest way. A value that no cut reaches has
  /// no placement: every rank has the whole of it, as it has of parameters and constants. Where a cut
  /// of one mesh axis reaches a value and that of another does not, the first rank along the other
  /// axis owns the box and all ranks along it hold it. Values that are split get names, so that the
  /// reasons can tell them.
  ///
  /// Assumes a graph without a mesh, or with one that is to be replaced. Leaves what ranks read of
  /// each other to `insert-halos`.
  public static func partition(_ request: MeshRequest = MeshRequest([1])) -> Pass {
    let cuts = request.cuts.map(\.description).joined(separator: "/")
    return Pass(
      "partition", "splits every value over the ranks of a mesh",
      [
        Argument("mesh", request.axes.map(\.description).joined(separator: "x")),
        Argument("cuts", cuts.isEmpty ? "even" : cuts),
        Argument("anchor", request.anchor.isEmpty ? "largest" : request.anchor),
      ]
    ) { (graph) throws(Diagnostic) in
      if let rank = graph.rank {
        throw Diagnostic(
          "'\(graph.name)' is the part of rank \(rank), expected a graph of all ranks")
      }
      return try Partition(graph, request).partitioned()
    }
  }
}

/// How one mesh axis splits a value.
struct Split: Hashable {
  /// The dimension that is cut.
  let dimension: Int
  /// The interval of each rank along the axis.
  let intervals: [Range<Int>]
  /// Why it is cut so.
  let origin: String
}

/// A graph whose values are being split.
struct Partition {
  private let source: Graph
  private let names: [String]
  private let links: [Links]
  private let users: [[Value]]
  private var mesh: [Mesh.Axis] = []
  /// The split of each value by each mesh axis.
  private(set) var splits: [[Split?]] = []

  /// The graph with the splits that a request leads to.
  init(_ graph: Graph, _ request: MeshRequest) throws(Diagnostic) {
    source = graph
    names = graph.telltaleNames()
    links = graph.links()
    var users = [[Value]](repeating: [], count: graph.nodes.count)
    for value in graph.values {
      for operand in graph[value].operands { users[operand.index].append(value) }
    }
    self.users = users
    splits = graph.nodes.map { _ in [] }
    let anchor = try Anchor(request.anchor, in: graph)
    for (axis, dimension) in try anchor.axes(request) {
      mesh.append(axis)
      let extent = graph[anchor.value].type.extents[dimension]
      let cuts = request.cuts.first { $0.name == axis.name }
      let intervals =
        try cuts.map { (cuts) throws(Diagnostic) in
          try anchor.intervals(cuts, count: axis.count, dimension: dimension)
        }
        ?? Anchor.evenIntervals(
          extent, axis.count, stride: totalStride(anchor.value, dimension))
      let origin = intervals.dropFirst().map { "\($0.lowerBound)" }.joined(separator: ", ")
      spread(
        anchor.value,
        Split(
          dimension: dimension, intervals: intervals,
          origin: intervals.count > 1 ? "\(Origin.cut(axis.name, at: origin))" : ""), axis.name)
    }
  }

  /// Gives each value the split by one more axis: the one that reaches it from `anchor` on the
  /// shortest way.
  private mutating func spread(_ anchor: Value, _ split: Split, _ name: String) {
    let axis = splits[anchor.index].count
    for index in splits.indices { splits[index].append(nil) }
    var fronts: [[(Value, Split)]] = [[(anchor, split)]]
    var distance = 0
    while distance < fronts.count {
      let front = fronts[distance]
      for (value, split) in front where splits[value.index][axis] == nil {
        if !accepts(value, split) { continue }
        splits[value.index][axis] = split
        for (next, nextSplit, length) in neighbours(value, split, name) {
          while fronts.count <= distance + length { fronts.append([]) }
          fronts[distance + length].append((next, nextSplit))
        }
      }
      distance += 1
    }
  }

  /// `true` iff a value can be split so: it is not a parameter or a constant, and no other axis cuts
  /// the same dimension.
  private func accepts(_ value: Value, _ split: Split) -> Bool {
    source.canCut(value)
      && !splits[value.index].contains { $0?.dimension == split.dimension }
  }

  /// Returns the splits that one of a value leads to, and how far away they are.
  private func neighbours(_ value: Value, _ split: Split, _ name: String)
    -> [(Value, Split, length: Int)]
  {
    var found: [(Value, Split, Int)] = []
    let origin = split.intervals.count > 1 ? "\(Origin.follows(names[value.index], name))" : ""
    for link in links[value.index].all where link.to == split.dimension {
      let intervals = links[value.index].operandIntervals(link, split.intervals)
      let operand = source[value].operands[link.operand]
      found.append(
        (operand, Split(dimension: link.from, intervals: intervals, origin: origin), 1))
    }
    for user in users[value.index] {
      let node = source[user]
      for link in links[user.index].all
      where node.operands[link.operand] == value && link.from == split.dimension {
        let intervals = links[user.index].resultIntervals(link, split.intervals)
        let split = Split(dimension: link.to, intervals: intervals, origin: origin)
        // Of a product of queries and keys the queries are split, so that a softmax over the keys
        // stays whole.
        let isSecondary = node.op is Contract && link.operand > 0
        found.append((user, split, isSecondary ? Self.farAway : 1))
      }
    }
    return found
  }

  /// A distance behind all direct ways.
  private static let farAway = 1000

  /// Returns the number of elements of the anchor for one of the smallest value that is cut with it.
  func totalStride(_ anchor: Value, _ dimension: Int) -> Int {
    var rates: [Value: Double] = [anchor: 1]
    var queue = [(anchor, dimension, 1.0)]
    var largest = 1.0
    while !queue.isEmpty {
      let (value, dimension, rate) = queue.removeFirst()
      largest = max(largest, rate)
      for link in links[value.index].all where link.to == dimension {
        let operand = source[value].operands[link.operand]
        if rates[operand] != nil { continue }
        rates[operand] = rate / links[value.index].rate(link)
        queue.append((operand, link.from, rate / links[value.index].rate(link)))
      }
      for user in users[value.index] where rates[user] == nil {
        for link in links[user.index].all
        where source[user].operands[link.operand] == value && link.from == dimension
          && rates[user] == nil
        {
          rates[user] = rate * links[user.index].rate(link)
          queue.append((user, link.to, rate * links[user.index].rate(link)))
        }
      }
    }
    return Int(largest.rounded())
  }

  /// Returns the graph with the placements.
  func partitioned() throws(Diagnostic) -> Graph {
    var result = try source.rebuilt { (value, node, graph, operands) throws(Diagnostic) in
      let placement = placement(value)
      return try graph.append(
        node.op, operands, name: placement == nil ? node.name : names[value.index], at: node.site,
        placement: placement)
    }
    result.mesh = Mesh(mesh)
    return result
  }

  private func placement(_ value: Value) -> Placement? {
    let splits = splits[value.index]
    if splits.allSatisfy({ $0 == nil }) { return nil }
    let whole = source[value].type.whole
    var placement = Placement(owned: [])
    var held: [Region] = []
    for coordinates in Mesh(mesh).coordinates {
      var (box, isOwner) = (whole, true)
      for (split, coordinate) in zip(splits, coordinates) {
        if let split {
          box[split.dimension] = split.intervals[coordinate]
        } else if coordinate > 0 {
          isOwner = false
        }
      }
      if box.isEmpty { box = .empty(rank: whole.rank) }
      held.append(box)
      placement.owned.append(isOwner ? box : .empty(rank: whole.rank))
    }
    if held != placement.owned { placement.held = held }
    var origins: [String] = []
    for split in splits {
      if let origin = split?.origin, !origin.isEmpty, !origins.contains(origin) {
        origins.append(origin)
      }
    }
    placement.origin = origins.isEmpty ? nil : origins.joined(separator: Origin.separator)
    return placement
  }
}

extension Mesh {
  /// The coordinates of each rank, in rank order: the last axis runs fastest.
  package var coordinates: [[Int]] {
    var all: [[Int]] = [[]]
    for axis in axes {
      all = all.flatMap { start in (0..<axis.count).map { start + [$0] } }
    }
    return all
  }
}

extension Graph {
  /// Returns the links of each node.
  func links() -> [Links] {
    nodes.map { node in Links(node.op, node.operands.map { self[$0].type }, to: node.type) }
  }
}
