/// What a graph of pointwise functions computes of each element of its result, as expressions over
/// leaves that are read at a distance for each dimension of the result.
struct PointwiseBody {
  /// A tensor that is read.
  struct Leaf: Hashable {
    /// Where its elements are.
    enum Origin: Hashable {
      /// In an operand of the step.
      case operand(Int)
      /// In a constant of the graph.
      case constant(Value)
      /// In the hands of the one who computes the main value.
      case main
    }

    /// Where its elements are.
    let origin: Origin
    /// The type of its elements.
    let type: ElementType
    /// The offset of the element for the first one of the result's box.
    let start: Int
    /// The distance in elements along each dimension of the result.
    let strides: [Int]
    /// Where its planes wrap round.
    var ring: PlaneRing?
  }

  /// An expression.
  struct Node {
    /// What its value is.
    enum Kind {
      /// The element of the leaf at an index.
      case leaf(Int)
      /// A number.
      case number(Double)
      /// An integer or a truth value.
      case integer(Int64)
      /// An op of the expressions at some indices.
      case op(any Op, [Int])
    }

    /// What its value is.
    let kind: Kind
    /// The type of its value.
    let type: ElementType
  }

  /// The tensors that are read.
  private(set) var leaves: [Leaf] = []
  /// The expressions, after those that they use; the last one is the result.
  private(set) var nodes: [Node] = []
  /// The elements of constants that are leaves.
  private(set) var constants: [Value: NDArray] = [:]

  private let graph: Graph
  private let main: Value?
  private let operands: [TensorView]
  private let box: Region
  private var known: [Place: Int] = [:]

  /// Where the main value is read, as seen from the result; nil where it is nowhere, or in several
  /// places.
  private(set) var mainMaps: [AxisMap]?

  /// A value as seen from the result: where it is read for an element of that.
  private struct Place: Hashable {
    let value: Value
    let maps: [AxisMap]
  }

  /// The body of a graph whose inputs are the step's operands in order, over a box of the value;
  /// `main` is a value that something else computes, in the same place for each element.
  ///
  /// With `maps` the box is that of another tensor, for whose elements they say where the value is.
  /// Nil where other ops are needed.
  init?(
    _ graph: Graph, _ value: Value, main: Value? = nil, over box: Region,
    maps: [AxisMap]? = nil, of operands: [TensorView]
  ) {
    (self.graph, self.main, self.operands, self.box) = (graph, main, operands, box)
    let place = Place(value: value, maps: maps ?? AxisMap.identity(rank: graph[value].type.rank))
    guard let result = node(place) else { return nil }
    // A value that is used again later on has to be the last one nevertheless.
    if result != nodes.count - 1 { nodes.append(nodes[result]) }
  }

  /// Returns the index of the expression of a value, which is added where it is new.
  private mutating func node(_ place: Place) -> Int? {
    if let index = known[place] { return index }
    guard let kind = kind(place) else { return nil }
    if case .same(let other) = kind {
      guard let index = node(other) else { return nil }
      known[place] = index
      return index
    }
    guard case .new(let new) = kind else { return nil }
    nodes.append(Node(kind: new, type: graph[place.value].type.elementType))
    known[place] = nodes.count - 1
    return nodes.count - 1
  }

  /// An expression that is to be added, or a place that has the same elements.
  private enum Found {
    case new(Node.Kind)
    case same(Place)
  }

  private mutating func kind(_ place: Place) -> Found? {
    let node = graph[place.value]
    if place.value == main {
      if mainMaps != nil && mainMaps != place.maps { return nil }
      mainMaps = place.maps
      return .new(.leaf(leaf(.main, nil, place)))
    }
    switch node.op {
    case is Input:
      let index = graph.values.prefix(place.value.index).count { graph[$0].op is Input }
      return .new(.leaf(leaf(.operand(index), operands[index], place)))
    case let constant as Constant: return .new(self.constant(constant.value, place))
    case let op as Broadcast: return .same(operand(of: op, place))
    case let op as Transpose: return .same(operand(of: op, place))
    case let op as Reshape: return operand(of: op, place).map { .same($0) }
    case is Pointwise, is Compare, is Select, is Cast:
      var inputs: [Int] = []
      for operand in node.operands {
        guard let input = self.node(Place(value: operand, maps: place.maps)) else {
          return nil
        }
        inputs.append(input)
      }
      return .new(.op(node.op, inputs))
    default: return nil
    }
  }

  private func operand(of op: Broadcast, _ place: Place) -> Place {
    let source = graph[place.value].operands[0]
    let extents = graph[source].type.extents
    return Place(
      value: source,
      maps: op.axes.enumerated().map { extents[$0] == 1 ? .zero : place.maps[$1] })
  }

  private func operand(of op: Transpose, _ place: Place) -> Place {
    var maps = place.maps
    for (dimension, source) in op.permutation.enumerated() {
      maps[source] = place.maps[dimension]
    }
    return Place(value: graph[place.value].operands[0], maps: maps)
  }

  private func operand(of op: Reshape, _ place: Place) -> Place? {
    let source = graph[place.value].operands[0]
    return AxisMap.beforeReshape(place.maps, from: graph[source].type.extents, to: op.extents)
      .map { Place(value: source, maps: $0) }
  }

  private mutating func constant(_ value: NDArray, _ place: Place) -> Node.Kind {
    let isUniform: Bool = {
      if value.count == 1 { return true }
      if value.elementType.isFloatingPoint || value.count == 0 { return false }
      let integers: [Int64] = value.widened()
      return integers.allSatisfy { $0 == integers[0] }
    }()
    if isUniform, value.elementType.isFloatingPoint {
      let numbers: [Double] = value.widened()
      return .number(numbers[0])
    }
    if isUniform {
      let integers: [Int64] = value.widened()
      return .integer(integers[0])
    }
    constants[place.value] = value
    let whole = Region(whole: value.extents)
    let view = TensorView(
      type: graph[place.value].type, box: whole, memory: 0, start: 0,
      strides: Extents.strides(value.extents))
    return .leaf(leaf(.constant(place.value), view, place))
  }

  /// Returns the index of a leaf, which is added where it is new.
  private mutating func leaf(_ origin: Leaf.Origin, _ view: TensorView?, _ place: Place) -> Int {
    var (start, strides) = (0, [Int](repeating: 0, count: box.rank))
    var ring: PlaneRing?
    if let view {
      let corner = view.place(of: place.maps.map { $0.first(in: box) })
      (start, ring) = (view.start + corner.distance, corner.ring)
      for (map, stride) in zip(place.maps, view.strides) {
        if let dimension = map.dimension { strides[dimension] += map.scale * stride }
      }
    }
    let leaf = Leaf(
      origin: origin, type: graph[place.value].type.elementType, start: start, strides: strides,
      ring: ring)
    if let index = leaves.firstIndex(of: leaf) { return index }
    leaves.append(leaf)
    return leaves.count - 1
  }
}
