extension TreeSum: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (operand, type) = (step.operands[0], step.result.elementType)
    let reduced = ReducedSpace(step, axes: axes)
    // The last axis is the root of the trees.
    let levels = axes.reversed().flatMap {
      [operand.type.extents[$0], operand.strides[$0] * type.byteCount]
    }
    let text = """
      #define GC_TENSORS 2
      #define GC_LONGEST 16
      #define GC_LANE \(type.isFloatingPoint ? "double" : "uint64_t")
      #define GC_LOAD gc_load_\(type.rawValue)
      #define GC_STORE(p, x) gc_store_\(type.rawValue)(p, (\(type.lane))(x))
      #define GC_ROUND(x) \(type.isFloatingPoint ? "gc_round_\(type.rawValue)(x)" : "(x)")
      #include "tree_sum.h"

      """
    // Without axes there is one level of one node.
    let numbers = axes.isEmpty ? [1, 1, 0] : [axes.count] + levels
    return NativeStep(calls: [
      NativeCall(
        code: NativeCode(source: text),
        arguments: reduced.space.arguments + numbers.map(Int64.init))
    ])
  }
}

extension CumulativeSum: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (operand, result) = (step.operands[0], step.result)
    let type = result.elementType
    let reduced = ReducedSpace(step, axes: [axis], without: [axis])
    let (part, extent) = (result.box[axis], operand.type.extents[axis])
    // Sums run from the first (in reverse from the last) element to the last one in the box.
    let steps = reverse ? extent - part.lowerBound : part.upperBound
    let first = reverse ? extent - part.upperBound : part.lowerBound
    let sign = reverse ? -1 : 1
    let from = reverse ? extent - 1 - operand.box[axis].lowerBound : 0
    let to = reverse ? part.count - 1 : 0
    let stride = (operand.strides[axis], result.strides[axis])
    let text = """
      #define GC_TENSORS 2
      #define GC_LONGEST 16
      #define GC_LANE \(type.isFloatingPoint ? "double" : "uint64_t")
      #define GC_LOAD gc_load_\(type.rawValue)
      #define GC_STORE(p, x) gc_store_\(type.rawValue)(p, (\(type.lane))(x))
      #define GC_EXCLUSIVE \(exclusive ? 1 : 0)
      #include "cumulative_sum.h"

      """
    let numbers = [
      first, steps, from * stride.0 * type.byteCount, sign * stride.0 * type.byteCount,
      to * stride.1 * type.byteCount, sign * stride.1 * type.byteCount,
    ]
    return NativeStep(calls: [
      NativeCall(
        code: NativeCode(source: text),
        arguments: reduced.space.arguments + numbers.map(Int64.init))
    ])
  }
}
