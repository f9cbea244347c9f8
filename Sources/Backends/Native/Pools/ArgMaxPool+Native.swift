extension ArgMaxPool: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (image, result) = (step.operands[0], step.result)
    let type = image.elementType
    guard (1...3).contains(windows.count) else { return nil }
    let size = type.byteCount
    let positions = Extents.strides(Array(image.type.extents[2...]))
    var (axes, origin) = (
      [[Int]](repeating: [1, 0, 1, 1, 1, 0, 1, 0, 0], count: 3 - windows.count), 0
    )
    for (index, window) in windows.enumerated() {
      let held = image.box[index + 2]
      let axis = WindowAxis(window, results: result.box[index + 2], held: held)
      origin += held.lowerBound * positions[index]
      axes.append([
        axis.result, result.strides[index + 2] * 8, axis.taps, axis.stride, axis.dilation,
        axis.before, image.box.isEmpty ? 0 : axis.image, image.strides[index + 2] * size,
        positions[index],
      ])
    }
    if image.box.isEmpty { for index in axes.indices { axes[index][6] = 0 } }
    var (from, extents) = (image.place, result.extents)
    var to = result.place
    var corner = image.box.bounds.map(\.lowerBound)
    for dimension in 0..<2 { corner[dimension] = result.box[dimension].lowerBound }
    for dimension in 2..<extents.count {
      extents[dimension] = 1
      from.strides[dimension] = 0
      to.strides[dimension] = 0
    }
    if !image.box.isEmpty {
      from = LoopSpace.Place(
        memory: from.memory, start: image.start + image.place(of: corner).distance,
        elementByteCount: size, strides: from.strides)
    }
    let space = LoopSpace(extents, [from, to])
    let text = """
      #define GC_TENSORS 2
      #define GC_LONGEST 1
      #define GC_LANE \(type.lane)
      #define GC_LOAD gc_load_\(type.rawValue)
      #define GC_STORE gc_store_i64
      #define GC_IS_LESS(a, b) \(type.isLess)
      #include "arg_max_pool.h"

      """
    return NativeStep(calls: [
      NativeCall(
        code: NativeCode(source: text),
        arguments: space.arguments + [Int64(origin)] + axes.joined().map(Int64.init))
    ])
  }
}
