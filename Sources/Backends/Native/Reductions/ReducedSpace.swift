/// A result and the elements along axes of an operand that each of its elements is made of, as
/// kernels with `axes.h` loop over them.
struct ReducedSpace {
  /// The loop over the results, with their places in the operand and in the result.
  let space: LoopSpace
  /// The axes.
  let axes: [Int]
  private let operand: TensorView

  /// The space of a step that reduces axes; dimensions in `without` have no loop.
  init(_ step: StepViews, axes: [Int], without: [Int] = []) {
    operand = step.operands[0]
    self.axes = axes
    let result = step.result
    var (from, to) = (operand.place, result.place)
    var extents = result.extents
    for axis in axes {
      from.strides[axis] = 0
      if without.contains(axis) {
        extents[axis] = 1
        to.strides[axis] = 0
      }
    }
    if !operand.box.isEmpty {
      var corner = result.box.bounds.map(\.lowerBound)
      for axis in axes { corner[axis] = operand.box[axis].lowerBound }
      from = LoopSpace.Place(
        memory: from.memory, start: from.start + operand.place(of: corner).distance,
        elementByteCount: from.elementByteCount, strides: from.strides)
    }
    space = LoopSpace(extents, [from, to])
  }

  /// The axes as `axes.h` reads them.
  var arguments: [Int64] {
    let size = operand.elementType.byteCount
    return
      ([axes.count] + axes.map { operand.type.extents[$0] }
      + axes.map { operand.strides[$0] * size }).map(Int64.init)
  }
}
