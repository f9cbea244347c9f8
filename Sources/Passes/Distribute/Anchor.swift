import GraphIR

/// The value that a user cuts; all other cuts follow from it.
struct Anchor {
  /// The value.
  let value: Value
  /// The names of its dimensions; nil for channels.
  let names: [String?]
  private let type: TensorType
  private let spelling: String

  /// The value with the given name, or else the largest spatial value of the graph: the one with the
  /// most positions among those with as many dimensions as the largest input.
  init(_ name: String, in graph: Graph) throws(Diagnostic) {
    let found = name.isEmpty ? Self.largest(in: graph) : graph.value(named: name)
    guard let value = found else {
      throw Diagnostic(
        name.isEmpty
          ? "'\(graph.name)' has no inputs, expected a value that can be cut"
          : "'\(graph.name)' has no value '%\(name)' to cut")
    }
    if !graph.canCut(value) {
      throw Diagnostic(
        "cuts of \(graph.spelling(value)): every rank has the whole of a "
          + "\(AllOps.spelling(graph[value].op)), expected an input or a computed value",
        at: graph[value].site)
    }
    self.value = value
    type = graph[value].type
    names = Self.dimensionNames(rank: type.rank)
    spelling = graph.spelling(value)
  }

  /// The names of the dimensions of a tensor [N, C, S…].
  static func dimensionNames(rank: Int) -> [String?] {
    if rank < 3 { return Array(["n", nil].prefix(rank)) }
    let spatial = Array(["d", "h", "w"].suffix(rank - 2))
    let unnamed = [String?](repeating: nil, count: max(rank - 2 - spatial.count, 0))
    return ["n", nil] + unnamed + spatial
  }

  private static func largest(in graph: Graph) -> Value? {
    func positions(_ value: Value) -> Int { graph[value].type.extents.dropFirst(2).reduce(1, *) }
    let inputs = graph.values.filter { graph[$0].op is Input }
    guard let input = inputs.max(by: { positions($0) < positions($1) }) else { return nil }
    let rank = graph[input].type.rank
    if rank < 3 { return input }
    let isFixed = graph.dependsOnInputs().map { !$0 }
    var best = input
    for value in graph.values
    where graph[value].type.rank == rank && !isFixed[value.index] && !(graph[value].op is Contract)
      && positions(value) > positions(best)
    { best = value }
    return best
  }

  /// Returns the axes of the mesh with the dimension that each cuts; throws where the value has no such
  /// dimension, or cuts are given for none of them.
  func axes(_ request: MeshRequest) throws(Diagnostic) -> [(axis: Mesh.Axis, dimension: Int)] {
    var spatial = names.indices.filter { $0 > 0 && names[$0] != nil }
    var axes: [(Mesh.Axis, Int)] = []
    for axis in request.axes {
      var dimension: Int?
      if let name = axis.name {
        dimension = names.firstIndex(of: name)
      } else if !spatial.isEmpty {
        dimension = spatial.removeFirst()
      }
      let known = names.compactMap(\.self).joined(separator: ", ")
      guard let dimension, let name = names[dimension] else {
        throw Diagnostic(
          "mesh \(request.axes.map(\.description).joined(separator: "x")): the cut value "
            + "\(spelling) : \(type) has no dimension for '\(axis)', expected axes among \(known)")
      }
      if axes.contains(where: { $0.0.name == name }) {
        throw Diagnostic("mesh: dimension '\(name)' is given twice, expected names of their own")
      }
      axes.append((Mesh.Axis(name, axis.count), dimension))
    }
    for cuts in request.cuts where !axes.contains(where: { $0.0.name == cuts.name }) {
      throw Diagnostic(
        "cuts \(cuts): the mesh has no axis '\(cuts.name)', expected one of "
          + axes.map(\.0.name).joined(separator: ", "))
    }
    return axes
  }

  /// Returns the intervals of an axis for given cuts.
  func intervals(_ cuts: MeshRequest.Cuts, count: Int, dimension: Int) throws(Diagnostic)
    -> [Range<Int>]
  {
    let extent = type.extents[dimension]
    if cuts.positions.count != count - 1 {
      throw Diagnostic(
        "cuts \(cuts): \(cuts.positions.count) positions make \(cuts.positions.count + 1) parts, "
          + "expected \(count - 1) for the \(count) ranks along \(cuts.name)")
    }
    if cuts.positions != cuts.positions.sorted() {
      let sorted = MeshRequest.Cuts(cuts.name, cuts.positions.sorted())
      throw Diagnostic("cuts \(cuts): the positions do not rise, expected for example \(sorted)")
    }
    for position in cuts.positions where !(0...extent).contains(position) {
      throw Diagnostic(
        "cuts \(cuts): \(position) is outside of \(spelling) : \(type), expected 0 … \(extent) "
          + "along \(cuts.name)")
    }
    return Self.intervals(cuts.positions, extent)
  }

  /// Returns intervals of about equal length whose bounds are multiples of `stride`, where no part
  /// becomes more than a quarter longer by that.
  static func evenIntervals(_ extent: Int, _ count: Int, stride: Int) -> [Range<Int>] {
    let even = (1..<max(count, 1)).map { (2 * $0 * extent + count) / (2 * count) }
    let aligned = (1..<max(count, 1)).map { index in
      let step = stride * count
      return min((2 * index * extent + step) / (2 * step) * stride, extent)
    }
    let longest = intervals(aligned, extent).map(\.count).max() ?? 0
    let isGood = stride > 1 && 4 * longest * count <= 5 * extent
    return intervals(isGood ? aligned : even, extent)
  }

  private static func intervals(_ cuts: [Int], _ extent: Int) -> [Range<Int>] {
    let bounds = [0] + cuts + [extent]
    return zip(bounds, bounds.dropFirst()).map { $0..<$1 }
  }
}

extension Graph {
  /// `true` iff ranks may have parts of a value: every rank has the whole of parameters and constants.
  func canCut(_ value: Value) -> Bool {
    !(self[value].op is Parameter || self[value].op is Constant)
  }

  /// Returns the value of a name that text shows, of an input or of an output.
  func value(named name: String) -> Value? {
    let name = name.hasPrefix("%") ? String(name.dropFirst()) : name
    return values.first { self[$0].name == name || (self[$0].op as? Input)?.name == name }
      ?? outputs.first { $0.name == name }?.value
      ?? zip(valueNames(), values).first { $0.0 == name }?.1
  }

  /// Returns, for each value, whether an input takes part in it.
  package func dependsOnInputs() -> [Bool] {
    var depends: [Bool] = []
    for node in nodes {
      depends.append(node.op is Input || node.operands.contains { depends[$0.index] })
    }
    return depends
  }
}
