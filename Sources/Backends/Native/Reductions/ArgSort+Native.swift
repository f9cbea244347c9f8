extension ArgSort: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (operand, result) = (step.operands[0], step.result)
    let type = operand.elementType
    let reduced = ReducedSpace(step, axes: [axis], without: [axis])
    let (count, wanted) = (operand.type.extents[axis], result.box[axis])
    let text = """
      #define GC_TENSORS 2
      #define GC_LONGEST 16
      #define GC_LANE \(type.lane)
      #define GC_LOAD gc_load_\(type.rawValue)
      #define GC_STORE gc_store_i64
      #define GC_IS_LESS(a, b) \(type.isLess)
      #define GC_DESCENDING \(descending ? 1 : 0)
      #include "arg_sort.h"

      """
    let numbers = [
      count, operand.strides[axis] * type.byteCount, wanted.lowerBound, wanted.upperBound,
      result.strides[axis] * 8,
    ]
    return NativeStep(calls: [
      NativeCall(
        code: NativeCode(source: text),
        arguments: reduced.space.arguments + numbers.map(Int64.init),
        scratchPerThread: 24 * count)
    ])
  }
}

extension ElementType {
  /// Whether the lane `a` is less than `b`, in C; NaN is larger than any number.
  var isLess: String {
    if isFloatingPoint { return "((a) < (b) || ((b) != (b) && (a) == (a)))" }
    return isUnsigned ? "((uint64_t)(a) < (uint64_t)(b))" : "((a) < (b))"
  }
}
