extension Tensor {
  /// Returns the tensor repeated to `extents`; its dimension i becomes dimension `axes[i]`, of equal
  /// extent or 1 here.
  package func broadcast(to extents: [Int], axes: [Int]) -> Tensor {
    if self.extents == extents && axes == Array(extents.indices) { return self }
    return .apply(
      Broadcast(extents: extents, axes: axes), [self], presuming: TensorType(elementType, extents))
  }

  /// Returns the tensor repeated to `extents`, aligned at the last dimension.
  ///
  /// - Requires: the rank is at most that of `extents`.
  package func broadcast(to extents: [Int]) -> Tensor {
    broadcast(to: extents, axes: Array(extents.count - rank..<extents.count))
  }

  /// Returns both tensors with the extents that NumPy's rule gives: aligned at the last dimension,
  /// a missing dimension or an extent of 1 repeats.
  ///
  /// Records a diagnostic and returns nil where two extents differ and neither is 1.
  package static func broadcast(_ left: Tensor, _ right: Tensor, for function: String) -> (
    Tensor, Tensor
  )? {
    if left.extents == right.extents { return (left, right) }
    let rank = max(left.rank, right.rank)
    let (x, y) = (left.extents.padded(to: rank), right.extents.padded(to: rank))
    var extents: [Int] = []
    for (a, b) in Swift.zip(x, y) {
      if a != b && a != 1 && b != 1 {
        left.builder.report(
          Diagnostic(
            "\(function): \(left.type) and \(right.type) do not broadcast: \(a) is not \(b), "
              + "expected equal extents or 1"))
        return nil
      }
      extents.append(a == 1 ? b : a)
    }
    return (left.broadcast(to: extents), right.broadcast(to: extents))
  }
}

extension [Int] {
  /// Returns the extents with ones in front.
  fileprivate func padded(to rank: Int) -> [Int] {
    [Int](repeating: 1, count: rank - count) + self
  }
}
