extension ScatterND: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (x, result) = (step.operands[0].part(step.result.box), step.result)
    let reads = reads(result.box, of: step.operands.map(\.type))
    if reads[2].isEmpty {
      let whole = CopyPiece(
        extents: result.extents,
        source: .copy(memory: x.memory, start: x.start, strides: x.strides), start: result.start,
        strides: result.strides)
      return .copying([whole], to: result)
    }
    // Combined elements are rounded once: they are lanes of 8 bytes until all updates are done.
    let type = result.elementType
    let lane = ElementType.lane(of: type)
    let isPlain = reduction == .none
    let target =
      isPlain
      ? result
      : TensorView(
        TensorType(lane, result.type.extents), result.box, in: BoxLayout(result.box),
        memory: step.shared.memory, from: step.shared.start / 8)
    var code = NativeStep(calls: [])
    guard let widen = step.convert(x, to: target) else { return nil }
    code.calls += widen.calls
    code.calls.append(call(step, reads, target))
    if !isPlain {
      guard let narrow = step.convert(target, to: result) else { return nil }
      code.calls += narrow.calls
      code.sharedScratch = Kernel.roundUp(8 * result.box.count)
    }
    return code
  }

  private func call(_ step: StepViews, _ reads: [Region], _ target: TensorView) -> NativeCall {
    let (indices, updates) = (step.operands[1].part(reads[1]), step.operands[2].part(reads[2]))
    let last = indices.box.rank - 1
    let count = indices.type.extents[last]
    var numbers = [target, indices, updates].flatMap { [$0.memory, $0.start] }
    numbers += [count, indices.strides[last]]
    for dimension in batch..<batch + count {
      let held = target.box[dimension]
      numbers += [
        target.type.extents[dimension], held.lowerBound, held.count, target.strides[dimension],
      ]
    }
    let vectors = FlatDimensions(
      (0..<last).map {
        (
          reads[1][$0].count,
          [indices.strides[$0], updates.strides[$0], $0 < batch ? target.strides[$0] : 0]
        )
      })
    let slice = FlatDimensions(
      (batch + count..<target.box.rank).map {
        (target.box[$0].count, [updates.strides[$0 - count - batch + last], target.strides[$0]])
      })
    let (type, index) = (step.result.elementType, indices.elementType)
    let text = """
      #include "scalars.h"
      #define GC_LOAD gc_load_\(index.rawValue)
      #define GC_INDEX \(index.cType)
      #define GC_UNSIGNED \(index == .u64 ? 1 : 0)
      #define GC_TARGET \(reduction == .none ? "uint\(8 * type.byteCount)_t" : type.lane)
      #define GC_SOURCE \(reduction == .none ? "uint\(8 * type.byteCount)_t" : type.cType)
      #define GC_COMBINE(y, u) \(combination(type))
      #include "scatter.h"

      """
    return NativeCall(
      code: NativeCode(source: text),
      arguments: numbers.map(Int64.init) + vectors.arguments(0) + vectors.arguments(1)
        + vectors.arguments(2) + slice.arguments(0) + slice.arguments(1))
  }

  /// Returns what becomes of the lane y and the element at u.
  private func combination(_ type: ElementType) -> String {
    let function: String
    switch reduction {
    case .none: return "*(u)"
    case .add: function = "add"
    case .multiply: function = "multiply"
    case .maximum: function = "maximum"
    case .minimum: function = "minimum"
    }
    let update = "gc_load_\(type.rawValue)((const char *)(u))"
    return type.isFloatingPoint
      ? "gc_float_\(function)(y, \(update), 0, 0)"
      : "gc_integer_\(function)(y, \(update), 0, 0, \(type.isUnsigned ? 1 : 0))"
  }
}

extension StepViews {
  /// Returns code that copies a tensor, converted to the type of another one.
  fileprivate func convert(_ source: TensorView, to target: TensorView) -> NativeStep? {
    StepViews(operands: [source], result: target, shared: shared, threads: threads)
      .map(Cast(to: target.elementType))
  }
}

extension ElementType {
  /// The type of 8 bytes that has all values of a type.
  fileprivate static func lane(of type: ElementType) -> ElementType {
    type.isFloatingPoint ? .f64 : type == .u64 ? .u64 : .i64
  }

  /// The type in C of an element in memory.
  var cType: String {
    switch self {
    case .f32: "float"
    case .f64: "double"
    case .f16, .bf16: "uint16_t"
    case .bool: "uint8_t"
    case .i8, .i16, .i32, .i64: "int\(8 * byteCount)_t"
    case .u8, .u16, .u32, .u64: "uint\(8 * byteCount)_t"
    }
  }
}
