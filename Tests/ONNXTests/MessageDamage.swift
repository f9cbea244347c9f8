import NDArrays
import ONNXMessages

/// Random damage to what a model says, in a message that stays well formed: extreme attributes and
/// extents, operands in other places, other operators and versions.
struct MessageDamage {
  /// The source of the damage.
  private let random: CounterRandom

  /// The damage of a seed.
  init(seed: UInt64) { random = CounterRandom(seed: seed, name: "message damage") }

  /// Changes `model` in one to three places.
  func apply(to model: inout ModelProto) {
    if model.graph.node.isEmpty { return }
    for step in 0...number(0, below: 3) {
      let draw = 1 + 8 * step
      let place = number(draw + 1, below: model.graph.node.count)
      switch number(draw, below: 8) {
      case 0, 1, 2: damageAttribute(&model.graph.node[place], draw + 2)
      case 3: damageOperands(&model.graph.node[place], model.graph, draw + 2)
      case 4: damageElements(&model.graph, draw + 2)
      case 5: damageExtents(&model.graph, draw + 2)
      case 6:
        let other = number(draw + 2, below: model.graph.node.count)
        model.graph.node[place].opType = model.graph.node[other].opType
      default:
        if model.opsetImport.isEmpty { return }
        model.opsetImport[0].version = Int64(6 + number(draw + 2, below: 23))
      }
    }
  }

  /// Numbers that code forgets.
  private static let extremes: [Int64] = [
    0, 1, -1, 2, 3, -2, 7, 64, 1 << 16, 1 << 31, -(1 << 31), 1 << 40, 1 << 62, .max, .min,
  ]

  private func damageAttribute(_ node: inout NodeProto, _ draw: Int) {
    if node.attribute.isEmpty { return }
    let place = number(draw, below: node.attribute.count)
    let value = Self.extremes[number(draw + 1, below: Self.extremes.count)]
    let count = node.attribute[place].ints.count
    switch number(draw + 2, below: 5) {
    case 0: node.attribute.remove(at: place)
    case 1 where count > 0: node.attribute[place].ints[number(draw + 3, below: count)] = value
    case 2 where count > 0: node.attribute[place].ints.removeLast()
    case 3: node.attribute[place].ints.append(value)
    default:
      node.attribute[place].i = value
      node.attribute[place].f = [Float.nan, .infinity, -1, 0, 1e30][number(draw + 3, below: 5)]
    }
  }

  private func damageOperands(_ node: inout NodeProto, _ graph: GraphProto, _ draw: Int) {
    let names =
      graph.node.flatMap(\.output) + graph.initializer.map(\.name) + graph.input.map(\.name) + [""]
    let name = names[number(draw, below: names.count)]
    if node.input.isEmpty || number(draw + 1, below: 4) == 0 {
      node.input.append(name)
    } else {
      node.input[number(draw + 2, below: node.input.count)] = name
    }
  }

  /// Changes an element of an initialiser of integers, or the extents of any.
  private func damageElements(_ graph: inout GraphProto, _ draw: Int) {
    if graph.initializer.isEmpty { return }
    let place = number(draw, below: graph.initializer.count)
    let value = Self.extremes[number(draw + 1, below: Self.extremes.count)]
    let count = graph.initializer[place].rawData.count / 8
    if graph.initializer[place].dataType == 7, count > 0 {
      let start = graph.initializer[place].rawData.startIndex + 8 * number(draw + 2, below: count)
      for (offset, byte) in withUnsafeBytes(of: value.littleEndian, Array.init).enumerated() {
        graph.initializer[place].rawData[start + offset] = byte
      }
    } else if number(draw + 3, below: 2) == 0 {
      graph.initializer[place].dims.reverse()
    } else {
      graph.initializer[place].dims.append(1)
    }
  }

  private func damageExtents(_ graph: inout GraphProto, _ draw: Int) {
    if graph.input.isEmpty { return }
    let place = number(draw, below: graph.input.count)
    let count = graph.input[place].type.tensorType.shape.dim.count
    if count == 0 { return }
    let extents: [Int64] = [0, 1, 2, 3, 5, 1 << 20, 1 << 40, .max]
    graph.input[place].type.tensorType.shape.dim[number(draw + 1, below: count)].dimValue =
      extents[number(draw + 2, below: extents.count)]
  }

  /// Returns a random number.
  private func number(_ index: Int, below limit: Int) -> Int {
    Int(random.bits(index).0 % UInt64(limit))
  }
}
