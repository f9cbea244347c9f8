extension Gather: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (x, indices, result) = (step.operands[0], step.operands[1], step.result)
    let behind = axis + indices.box.rank
    let kept = result.box.bounds.indices.map { dimension -> Int? in
      if dimension < axis { return dimension }
      return dimension < behind ? nil : dimension - indices.box.rank + 1
    }
    return step.gather(
      kept, listed: (axis..<behind).map { $0 }, named: [axis], indexStride: 0, x, indices)
  }
}

extension GatherND: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (x, indices, result) = (step.operands[0], step.operands[1], step.result)
    let last = indices.box.rank - 1
    let count = indices.type.extents[last]
    let kept = result.box.bounds.indices.map { dimension -> Int? in
      if dimension < batch { return dimension }
      return dimension < last ? nil : dimension - last + batch + count
    }
    return step.gather(
      kept, listed: Array(0..<last), named: Array(batch..<batch + count),
      indexStride: indices.strides[last], x, indices)
  }
}

extension StepViews {
  /// Returns code that gathers: `kept` is the dimension of x for each of the result, `listed` those
  /// of the result that the first ones of the indices are, and `named` those of x that a vector of
  /// indices names.
  fileprivate func gather(
    _ kept: [Int?], listed: [Int], named: [Int], indexStride: Int, _ x: TensorView,
    _ indices: TensorView
  ) -> NativeStep? {
    var from = [Int](repeating: 0, count: result.box.rank)
    var list = from
    var corner = x.box.bounds.map(\.lowerBound)
    for (dimension, source) in kept.enumerated() {
      guard let source else { continue }
      from[dimension] = x.strides[source]
      corner[source] = result.box[dimension].lowerBound
    }
    // Coordinates that indices name count from 0.
    for dimension in named { corner[dimension] = 0 }
    var first = indices.box.bounds.map(\.lowerBound)
    for (position, dimension) in listed.enumerated() {
      list[dimension] = indices.strides[position]
      first[position] = result.box[dimension].lowerBound
    }
    let type = indices.elementType
    let places = [
      LoopSpace.Place(
        memory: x.memory, start: x.start + x.place(of: corner).distance,
        elementByteCount: x.elementType.byteCount, strides: from),
      LoopSpace.Place(
        memory: indices.memory, start: indices.start + indices.place(of: first).distance,
        elementByteCount: type.byteCount, strides: list),
      result.place,
    ]
    var numbers = [named.count, indexStride * type.byteCount]
    for dimension in named {
      numbers += [x.type.extents[dimension], x.strides[dimension] * x.elementType.byteCount]
    }
    let text = """
      #define GC_TENSORS 3
      #define GC_ELEMENT uint\(8 * x.elementType.byteCount)_t
      #define GC_LOAD gc_load_\(type.rawValue)
      #define GC_UNSIGNED \(type == .u64 ? 1 : 0)
      #include "gather.h"

      """
    let space = LoopSpace(result.extents, places)
    return NativeStep(calls: [
      NativeCall(
        code: NativeCode(source: text), arguments: space.arguments + numbers.map(Int64.init))
    ])
  }
}
