extension Reduce: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let operand = step.operands[0]
    let type = operand.elementType
    let isOrdered = function == .product
    let isVector = type == .f32 && !isOrdered
    // Neighbours come first where the order does not count.
    let dimensions =
      isOrdered ? axes.sorted() : axes.sorted { operand.strides[$0] > operand.strides[$1] }
    let reduced = ReducedSpace(step, axes: dimensions)
    let isAlong =
      isVector && reduced.space.steps[0] != 1
      && dimensions.last.map { operand.strides[$0] == 1 && operand.type.extents[$0] >= 8 } ?? false
    let form = isVector ? (isAlong ? 2 : 1) : 3
    let combine = isVector ? vectorText : laneText(type)
    let text = """
      #define GC_TENSORS 2
      #define GC_LONGEST 256
      #define GC_FOLDS \(form)
      #define GC_START \(start(type))
      #define GC_LANE \(type.lane)
      #define GC_LOAD gc_load_\(type.rawValue)
      #define GC_STORE gc_store_\(type.rawValue)
      #include "scalars.h"
      \(combine)
      #include "fold.h"

      """
    return NativeStep(calls: [
      NativeCall(
        code: NativeCode(source: text), arguments: reduced.space.arguments + reduced.arguments)
    ])
  }

  /// The function of two vectors: −0 is less than 0, and NaN wins.
  private var vectorText: String {
    let (isLess, zeros) = function == .maximum ? ("x < y", "&") : ("y < x", "|")
    return """
      GC_INLINE gc_vec gc_combine(gc_vec x, gc_vec y) {
        const gc_vec picked = gc_pick(\(isLess), y, x);
        const gc_vec zero = (gc_vec)((gc_mask)x \(zeros) (gc_mask)y);
        return gc_pick((x != x) | (y != y), x + y, gc_pick(x == y, zero, picked));
      }
      """
  }

  /// The function of two lanes.
  private func laneText(_ type: ElementType) -> String {
    let isUnsigned = type.isUnsigned ? 1 : 0
    let value: String
    switch (function, type.isFloatingPoint) {
    case (.maximum, true):
      value = "x == y ? (__builtin_signbit(x) ? y : x) : gc_float_maximum(x, y, 0, 0)"
    case (.minimum, true):
      value = "x == y ? (__builtin_signbit(x) ? x : y) : gc_float_minimum(x, y, 0, 0)"
    case (.product, true): value = "x * y"
    case (.maximum, false): value = "gc_integer_maximum(x, y, 0, 0, \(isUnsigned))"
    case (.minimum, false): value = "gc_integer_minimum(x, y, 0, 0, \(isUnsigned))"
    case (.product, false): value = "gc_integer_multiply(x, y, 0, 0, 0)"
    case (.and, _): value = "x & y"
    case (.or, _): value = "x | y"
    }
    return """
      GC_INLINE \(type.lane) gc_combine(\(type.lane) x, \(type.lane) y) { return \(value); }
      """
  }

  /// What nothing gives.
  private func start(_ type: ElementType) -> String {
    switch function {
    case .maximum where type.isFloatingPoint: "-__builtin_inf()"
    case .minimum where type.isFloatingPoint: "__builtin_inf()"
    case .maximum: CLiteral.integer(type.least)
    case .minimum: CLiteral.integer(~type.least)
    case .product: "1"
    case .and: "-1"
    case .or: "0"
    }
  }
}

extension ElementType {
  /// The least integer of the type; its complement is the largest one.
  fileprivate var least: Int64 {
    isUnsigned || self == .bool ? 0 : Int64.min >> Int64(64 - 8 * byteCount)
  }
}

extension ArgReduce: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let operand = step.operands[0]
    let type = operand.elementType
    let reduced = ReducedSpace(step, axes: [axis])
    let sign = function == .maximum ? 1 : -1
    let comparison = function == .maximum ? ">" : "<"
    let cast = type.isUnsigned ? "(uint64_t)" : ""
    let isNaN = type.isFloatingPoint ? "(a) != (a) || " : ""
    // Vectors count in 32 bits.
    let choice =
      type == .f32 && operand.type.extents[axis] <= Int32.max
      ? "#define GC_SIGN \(sign)"
      : """
      #define GC_LANE \(type.lane)
      #define GC_LOAD gc_load_\(type.rawValue)
      #define GC_IS_BETTER(a, b) (\(isNaN)\(cast)(a) \(comparison) \(cast)(b))
      """
    let text = """
      #define GC_TENSORS 2
      #define GC_LONGEST 256
      #define GC_STORE gc_store_\(step.result.elementType.rawValue)
      #define GC_LAST \(lastIndex ? 1 : 0)
      \(choice)
      #include "functions.h"
      #include "arg_reduce.h"

      """
    let length = operand.type.extents[axis]
    let stride = operand.strides[axis] * type.byteCount
    return NativeStep(calls: [
      NativeCall(
        code: NativeCode(source: text),
        arguments: reduced.space.arguments + [Int64(length), Int64(stride)])
    ])
  }
}
