extension Reshape: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    var view = FactoredView(step.operands[0])
    return view.reshape(to: extents)
      ? .copying(view.pieces(to: step.result), to: step.result) : lowerByRows(step)
  }

  /// Returns code for a result whose rows have no box of the operand: it is copied in runs that leave
  /// a row neither of the operand nor of the result.
  private func lowerByRows(_ step: StepViews) -> NativeStep? {
    let (operand, result) = (step.operands[0], step.result)
    var pieces = [(from: operand.start, to: result.start, parts: [Run]())]
    for group in ReshapeGroup.all(from: operand.type.extents, to: extents) {
      let runs = Run.all(group, from: operand, to: result)
      pieces = pieces.flatMap { piece in
        runs.map { (piece.from + $0.from, piece.to + $0.to, piece.parts + [$0]) }
      }
    }
    return .copying(
      pieces.map { piece in
        CopyPiece(
          extents: piece.parts.map(\.count),
          source: .copy(
            memory: operand.memory, start: piece.from, strides: piece.parts.map(\.fromStep)),
          start: piece.to, strides: piece.parts.map(\.toStep))
      }, to: result)
  }
}

/// Elements of a group of dimensions that are neighbours in a row of the operand and of the result.
private struct Run {
  /// Where the first one is, and the distance between them, in both.
  let from: Int, to: Int, fromStep: Int, toStep: Int
  private(set) var count = 1

  /// Returns the runs of a group in the box of a result.
  static func all(_ group: ReshapeGroup, from operand: TensorView, to result: TensorView) -> [Run] {
    var runs: [Run] = []
    let (last, lastResult) = (group.operand.last, group.result.last)
    Region(group.result.map { result.box[$0] }).forEach { coordinates in
      let position = zip(coordinates, group.resultStrides).reduce(0) { $0 + $1.0 * $1.1 }
      let from = group.offset(of: position, in: operand)
      let to = zip(coordinates, group.result).reduce(0) {
        $0 + ($1.0 - result.box[$1.1].lowerBound) * result.strides[$1.1]
      }
      let run = Run(
        from: from, to: to, fromStep: last.map { operand.strides[$0] } ?? 0,
        toStep: lastResult.map { result.strides[$0] } ?? 0)
      if runs.isEmpty || !runs[runs.count - 1].extend(run) { runs.append(run) }
    }
    return runs
  }

  /// Adds an element, where it is the next one in both.
  private mutating func extend(_ next: Run) -> Bool {
    guard next.from == from + count * fromStep, next.to == to + count * toStep else { return false }
    count += 1
    return true
  }
}

extension ReshapeGroup {
  /// Returns what a position inside the group adds to the place of an element in memory.
  fileprivate func offset(of position: Int, in view: TensorView) -> Int {
    var (rest, offset) = (position, 0)
    for (dimension, stride) in zip(operand, operandStrides) {
      offset += (rest / stride - view.box[dimension].lowerBound) * view.strides[dimension]
      rest %= stride
    }
    return offset
  }
}
