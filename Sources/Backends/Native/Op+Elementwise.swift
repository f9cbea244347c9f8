extension Op {
  /// `true` iff an op is a pointwise function, or a body of such functions of its operands, broadcasts
  /// and constants.
  var isPointwise: Bool { isElementwise { $0 is Pointwise } }

  /// `true` iff an op computes each element from those of its operands in the same place.
  var isElementwise: Bool {
    isElementwise { $0 is Pointwise || $0 is Compare || $0 is Select || $0 is Cast }
  }

  private func isElementwise(_ isOne: (any Op) -> Bool) -> Bool {
    guard let fused = self as? Fused else { return isOne(self) }
    return fused.body.nodes.allSatisfy {
      $0.op is Input || $0.op is Broadcast || $0.op is Constant || $0.op.isElementwise(isOne)
    }
  }
}
