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
    if let (box, other) = Region.overlap(in: boxes) {
      throw failure("V10: owned boxes \(other) and \(box) overlap")
    }
    let count = boxes.reduce(0) { $0 + $1.count }
    if count != whole.count {
      throw failure("V10: owned boxes have \(count) elements, expected the \(whole.count)")
    }
  }
}

extension Region {
  /// Returns two of the boxes that share an element, a later and an earlier one; nil where they are
  /// disjoint.
  ///
  /// The boxes' bounds make a grid, in whose cells each box is entered; boxes of a mesh make a small
  /// one.
  static func overlap(in boxes: [Region]) -> (Region, Region)? {
    let boxes = boxes.filter { !$0.isEmpty }
    guard let rank = boxes.first?.rank else { return nil }
    let cuts = (0..<rank).map { dimension in
      Set(boxes.flatMap { [$0[dimension].lowerBound, $0[dimension].upperBound] }).sorted()
    }
    let strides = Extents.strides(cuts.map(\.count))
    var owners: [Int: Region] = [:]
    for box in boxes {
      let cells = Region(
        (0..<rank).map { dimension in
          let lines = cuts[dimension]
          return lines.position(
            of: box[dimension].lowerBound)..<lines.position(of: box[dimension].upperBound)
        })
      var found: Region?
      cells.forEach { index in
        let cell = zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 }
        found = found ?? owners.updateValue(box, forKey: cell)
      }
      if let found { return (box, found) }
    }
    return nil
  }
}

extension [Int] {
  /// Returns the first position whose element is at least `bound`, in a rising list.
  fileprivate func position(of bound: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
