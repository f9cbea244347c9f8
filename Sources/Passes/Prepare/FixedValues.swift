import GraphIR

extension Graph {
  /// `true` at each value that depends on parameters and constants only, and so is the same in every
  /// run. A parameter that is updated is not fixed, and random numbers never are.
  func fixedValues() -> [Bool] {
    let updated = Set(updates.map(\.name))
    var isFixed: [Bool] = []
    isFixed.reserveCapacity(nodes.count)
    for node in nodes {
      switch node.op {
      case let parameter as Parameter: isFixed.append(!updated.contains(parameter.name))
      case is Constant, is Iota: isFixed.append(true)
      default:
        isFixed.append(
          !node.operands.isEmpty && node.operands.allSatisfy { isFixed[$0.index] })
      }
    }
    return isFixed
  }
}
