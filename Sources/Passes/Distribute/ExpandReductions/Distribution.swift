import GraphIR

/// The boxes of a tensor that the ranks of a mesh have.
struct Distribution {
  /// The extents of the tensor.
  private(set) var extents: [Int]
  /// The boxes; nil where each rank has the whole.
  var placement: Placement?

  /// The boxes of a tensor of `extents`.
  init(_ extents: [Int], _ placement: Placement?) {
    self.extents = extents
    self.placement = placement
  }

  /// Returns where owned boxes begin or end along an axis, the ends of the axis aside.
  func cuts(along axis: Int) -> [Int] {
    let boxes = (placement?.owned ?? []).filter { !$0.isEmpty }
    let bounds = Set(boxes.flatMap { [$0[axis].lowerBound, $0[axis].upperBound] })
    return bounds.sorted().filter { $0 != 0 && $0 != extents[axis] }
  }

  /// Returns the boxes of a tensor that has one element for each part of an axis: a rank has those
  /// whose parts it has.
  func dividing(_ axis: Int, into parts: AxisParts) -> Distribution {
    var result = self
    result.extents[axis] = parts.count
    result.placement = placement?.mapping { box in
      box[axis] = parts.positions(inside: box[axis])
    }
    return result
  }

  /// Returns the boxes of a tensor that has one element along the axes: a rank has what belongs to
  /// its elements.
  ///
  /// The first of the ranks that own the same box owns it. Every rank has the whole where one would
  /// anyhow, or where boxes meet but differ.
  func collapsing(_ axes: [Int]) -> Distribution {
    var result = self
    for axis in axes { result.extents[axis] = 1 }
    result.placement = placement?.mapping { box in
      for axis in axes { box[axis] = 0..<1 }
    }
    guard var placement = result.placement else { return result }
    let held = placement.boxes
    var distinct: [Region] = []
    for (rank, box) in placement.owned.enumerated() where !box.isEmpty {
      if distinct.contains(box) {
        placement.owned[rank] = .empty(rank: box.rank)
      } else if distinct.contains(where: box.intersects) {
        result.placement = nil
        return result
      } else {
        distinct.append(box)
      }
    }
    placement.held = held == placement.owned ? nil : held
    result.placement = distinct.count > 1 ? placement : nil
    return result
  }
}

extension Placement {
  /// Returns the placement with each box that is not empty changed.
  fileprivate func mapping(_ change: (inout Region) -> Void) -> Placement {
    func mapped(_ boxes: [Region]) -> [Region] {
      boxes.map { box in
        var new = box
        if !box.isEmpty { change(&new) }
        return new.isEmpty ? .empty(rank: box.rank) : new
      }
    }
    var result = self
    result.owned = mapped(owned)
    result.held = held.map(mapped)
    if result.held == result.owned { result.held = nil }
    return result
  }
}
