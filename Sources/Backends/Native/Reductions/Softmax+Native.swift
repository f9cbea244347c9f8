extension Softmax: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? { step.softmax(axes, isLogarithm: false) }
}

extension LogSoftmax: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? { step.softmax(axes, isLogarithm: true) }
}

extension StepViews {
  /// Returns code for the softmax over axes, or its logarithm.
  fileprivate func softmax(_ axes: [Int], isLogarithm: Bool) -> NativeStep? {
    let operand = operands[0]
    let (type, dimensions) = (result.elementType, axes.sorted())
    let reduced = ReducedSpace(self, axes: dimensions, without: dimensions)
    let elements = dimensions.reduce(1) { $0 * operand.type.extents[$1] }
    // Neighbours along the axes make vectors where lines have no neighbours.
    let isAlong = dimensions.last.map { operand.strides[$0] == 1 } ?? false
    let lines =
      isAlong && operand.type.extents[dimensions[dimensions.count - 1]] >= 16
      ? 1 : max(1, min(64, 8192 / max(elements, 1)))
    var numbers = [Int64(lines)] + reduced.arguments
    for axis in dimensions {
      let wanted = result.box[axis]
      numbers += [wanted.lowerBound, wanted.upperBound, result.strides[axis] * type.byteCount]
        .map(Int64.init)
    }
    // Each axis is one of the dimensions.
    numbers += axes.map { Int64(dimensions.firstIndex(of: $0)!) }
    let memory = type == .f32 ? "float" : type == .f64 ? "double" : "uint16_t"
    let suffix = type.rawValue
    let isNarrow = type == .f16 || type == .bf16
    let text = """
      #define GC_TENSORS 2
      #define GC_LONGEST 64
      #define GC_LOG \(isLogarithm ? 1 : 0)
      #define GC_TYPE \(memory)
      #define GC_WIDEN(x) \(isNarrow ? "gc_widen_\(suffix)(x)" : "(x)")
      #define GC_NARROW(x) \(isNarrow ? "gc_narrow_\(suffix)(x)" : "((\(memory))(x))")
      #include "softmax.h"

      """
    let call = NativeCall(
      code: NativeCode(source: text), arguments: reduced.space.arguments + numbers,
      scratchPerThread: 16 * lines * (elements + 1))
    return NativeStep(calls: [call])
  }
}
