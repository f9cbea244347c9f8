/// A value of a graph: the result of one of its nodes.
public struct Value: Hashable, Comparable, Sendable {
  /// The position of the node in its graph.
  public let index: Int

  /// The result of the node at `index`.
  public init(_ index: Int) { self.index = index }

  /// `true` iff `left` is defined before `right`.
  public static func < (left: Value, right: Value) -> Bool { left.index < right.index }
}

/// An op applied to values.
public struct Node: Sendable {
  /// What is computed.
  public let op: any Op
  /// From which values.
  public let operands: [Value]
  /// The type of the result.
  public let type: TensorType
  /// A name for people; unique in its graph where there is one.
  public let name: String?
  /// The place in the model file that made it.
  public let site: Site?
  /// The boxes of each rank; nil while the value is not partitioned.
  public let placement: Placement?
}

/// Which boxes of a value the ranks of a mesh own and hold.
public struct Placement: Hashable, Sendable {
  /// The box of each rank in rank order: disjoint, together the whole value.
  public var owned: [Region]
  /// The box that each rank has in memory; nil where it is the owned one.
  public var held: [Region]?
  /// Why the value is split so.
  public var origin: String?

  /// The boxes of each rank.
  public init(owned: [Region], held: [Region]? = nil, origin: String? = nil) {
    self.owned = owned
    self.held = held
    self.origin = origin
  }

  /// The box that each rank has in memory.
  public var boxes: [Region] { held ?? owned }
}

/// The axes along which ranks split tensors.
public struct Mesh: Hashable, Sendable {
  /// A named axis of ranks.
  public struct Axis: Hashable, Sendable {
    /// The name of the tensor dimension that is split: `n`, `d`, `h` or `w`.
    public let name: String
    /// The number of ranks along it.
    public let count: Int

    /// An axis of `count` ranks.
    public init(_ name: String, _ count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// The axes, outermost first.
  public let axes: [Axis]

  /// The mesh with the given axes.
  public init(_ axes: [Axis]) { self.axes = axes }

  /// The most ranks that a mesh may have.
  public static let largestCount = 4096

  /// The number of ranks; the largest integer where the product overflows.
  public var count: Int {
    axes.reduce(1) { product, axis in
      let (next, overflows) = product.multipliedReportingOverflow(by: axis.count)
      return overflows ? .max : next
    }
  }
}

extension Mesh: CustomStringConvertible {
  /// The mesh as options spell it: `d=2,h=2`.
  public var description: String {
    axes.map { "\($0.name)=\($0.count)" }.joined(separator: ",")
  }
}

/// A dataflow graph: nodes in topological order, and the values that leave it.
///
/// `append` is the only way in and checks types, so that an ill-typed graph cannot exist. Passes
/// build a new graph instead of changing one.
public struct Graph: Sendable {
  /// A value that leaves the graph under a name.
  public struct Output: Hashable, Sendable {
    /// The name, unique among the outputs (or updates).
    public let name: String
    /// The value.
    public let value: Value
  }

  /// The name of the model.
  public var name: String
  /// The ranks that the values are split over.
  public var mesh: Mesh?
  /// The rank of a local graph, whose placements have the box of that rank only; nil otherwise.
  public var rank: Int?
  /// All nodes; an operand's node comes before its user's.
  public private(set) var nodes: [Node] = []
  /// The results.
  public private(set) var outputs: [Output] = []
  /// The new values of parameters.
  public private(set) var updates: [Output] = []
  /// The graphs whose outputs are parameters here: run once, when weights are loaded.
  public var prepare: [Graph] = []

  /// An empty graph.
  public init(name: String) { self.name = name }

  /// The node that defines a value.
  public subscript(value: Value) -> Node { nodes[value.index] }

  /// All values in order of definition.
  public var values: [Value] { nodes.indices.map(Value.init) }

  /// Adds a node and returns its result; throws the op's diagnostic, with the site, where the
  /// operands do not fit.
  ///
  /// - Requires: the operands are values of this graph.
  @discardableResult
  public mutating func append(
    _ op: any Op, _ operands: [Value] = [], name: String? = nil, at site: Site? = nil,
    placement: Placement? = nil
  ) throws(Diagnostic) -> Value {
    precondition(operands.allSatisfy { nodes.indices.contains($0.index) }, "foreign operand")
    do throws(Diagnostic) {
      let type = try op.resultType(operands.map { self[$0].type })
      guard TensorType.isRepresentable(type) else {
        throw Diagnostic("\(op.mnemonic): a result of \(type) is larger than 2^62 bytes")
      }
      nodes.append(
        Node(
          op: op, operands: operands, type: type, name: name, site: site, placement: placement))
    } catch {
      throw Diagnostic(error.message, at: error.site ?? site, notes: error.notes)
    }
    return Value(nodes.count - 1)
  }

  /// Lets `value` leave the graph as `name`.
  public mutating func output(_ name: String, _ value: Value) {
    outputs.append(Output(name: name, value: value))
  }

  /// Lets only some of the outputs leave the graph, and no update; all nodes stay.
  public mutating func keepOutputs(_ isKept: (Output) -> Bool) {
    outputs.removeAll { !isKept($0) }
    updates = []
  }

  /// Makes `value` the new value of parameter `name`.
  public mutating func update(_ name: String, _ value: Value) {
    updates.append(Output(name: name, value: value))
  }
}

extension TensorType {
  /// `true` iff the extents are not negative and the size in bytes is below 2^62, also where an
  /// extent of 0 were 1, so that no product of extents overflows.
  package static func isRepresentable(_ type: TensorType) -> Bool {
    if type.extents.contains(where: { $0 < 0 }) { return false }
    let size = Extents.byteCount(type.extents.map { max($0, 1) }, type.elementType)
    return size.map { $0 < 1 << 62 } ?? false
  }
}

extension Op {
  /// The spelling of this op in text.
  public var mnemonic: String { Self.mnemonic }
}
