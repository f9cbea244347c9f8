extension Iota: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    var strides = [Int](repeating: 0, count: type.rank)
    strides[axis] = 1
    let name = type.elementType.rawValue
    return step.mapCoordinates(
      strides, [],
      type.elementType.isFloatingPoint
        ? "gc_from_signed_\(name)(at)" : "gc_round_\(name)(at)")
  }
}

extension OneHot: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let indices = step.operands[0]
    var strides = [Int](repeating: 0, count: step.result.box.rank)
    strides[axis] = 1
    var read = step.result.box
    read.bounds.remove(at: axis)
    var place = indices.part(read).place
    place.strides.insert(0, at: axis)
    return step.mapCoordinates(
      strides, [place], "gc_load_\(indices.elementType.rawValue)(p[1] + i * step[1]) == at")
  }
}

extension Random: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let random = CounterRandom(seed: UInt64(bitPattern: Int64(seed)), name: name)
    let keys = "UINT64_C(\(UInt64(bitPattern: Int64(seed)))), UINT64_C(\(random.stream))"
    let (a, b) = (CLiteral.double(first.value), CLiteral.double(second.value))
    let value =
      switch distribution {
      case .uniform: "\(a) + (\(b) - \(a)) * gc_random_uniform(at, \(keys))"
      case .normal: "\(a) + \(b) * gc_random_normal(at, \(keys))"
      case .bernoulli: "gc_random_uniform(at, \(keys)) < \(a)"
      }
    return step.mapCoordinates(Extents.strides(type.extents), [], value)
  }
}

extension StepViews {
  /// Returns code that computes each element by an expression of its number `at`, which counts
  /// `strides` for neighbours along each dimension of the whole result, and of other tensors.
  fileprivate func mapCoordinates(
    _ strides: [Int], _ places: [LoopSpace.Place], _ value: String
  ) -> NativeStep? {
    let first = zip(result.box.bounds, strides).reduce(0) { $0 + $1.0.lowerBound * $1.1 }
    // Numbers are the addresses of bytes in a memory that is not there.
    let numbers = LoopSpace.Place(memory: -1, start: first, elementByteCount: 1, strides: strides)
    let space = LoopSpace(result.extents, [numbers] + places + [result.place])
    let text = """
      #define GC_TENSORS \(places.count + 2)
      #include "random.h"
      #define GC_TABLES
      GC_INLINE char *gc_base(const gc_task *task, int64_t memory) {
        return memory < 0 ? (char *)0 : task->memory[memory];
      }
      GC_INLINE \(result.elementType.lane) gc_value(
          char *const *p, const int64_t *step, int64_t i) {
        const int64_t at = (int64_t)p[0] + i * step[0];
        return \(value);
      }
      \(MapCall.laneRow(result.elementType))#include "map.h"

      """
    return NativeStep(calls: [
      NativeCall(code: NativeCode(source: text), arguments: space.arguments)
    ])
  }
}
