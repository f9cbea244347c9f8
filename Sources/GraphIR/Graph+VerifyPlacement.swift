extension Graph {
  /// Throws iff the boxes of a value break V8, V9, V10 or V11 of `verify`.
  func verifyPlacement(of value: Value) throws(Diagnostic) {
    let node = self[value]
    guard let placement = node.placement else { return }
    func failure(_ message: String) -> Diagnostic {
      let name = node.name.map { "'%\($0)'" } ?? "%\(value.index)"
      return Diagnostic("\(message) of \(name) (\(AllOps.spelling(node.op)))", at: node.site)
    }
    guard let mesh else { throw Diagnostic("V8: a placement has no mesh", at: node.site) }
    let whole = node.type.whole
    let count = rank == nil ? mesh.count : 1
    for boxes in [placement.owned, placement.boxes] {
      if boxes.count != count {
        throw failure("V8: \(boxes.count) boxes, expected \(count),")
      }
      for box in boxes where box.rank != whole.rank {
        throw failure("V8: box \(box) has rank \(box.rank), expected the \(whole.rank)")
      }
    }
    for box in placement.owned where !whole.contains(box) {
      throw failure("V9: owned box \(box) is not inside \(whole)")
    }
    if rank == nil { try verifyPartition(placement.owned, of: whole, failure) }
    for (owned, held) in zip(placement.owned, placement.held ?? []) {
      if !whole.contains(held) { throw failure("V11: held box \(held) is not inside \(whole)") }
      if !held.contains(owned) && !(node.op is Exchange) && !isPiece(value) {
        throw failure("V11: held box \(held) does not contain the owned box \(owned)")
      }
    }
  }

  /// `true` iff only `assemble` reads the value.
  private func isPiece(_ value: Value) -> Bool {
    let users = nodes.filter { $0.operands.contains(value) }
    return !users.isEmpty && users.allSatisfy { $0.op is Assemble }
      && !(outputs + updates).contains { $0.value == value }
  }

  private func verifyPartition(
    _ boxes: [Region], of whole: Region, _ failure: (String) -> Diagnostic
  ) throws(Diagnostic) {
    if let (box, later) = BoxGrid(boxes).overlap {
      throw failure("V10: owned boxes \(box) and \(later) overlap")
    }
    let count = boxes.reduce(0) { $0 + $1.count }
    if count != whole.count {
      throw failure("V10: owned boxes have \(count) elements, expected the \(whole.count)")
    }
  }
}
