extension MaxPool: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    PoolCall(windows, step, counted: nil).map { NativeStep(calls: [$0.call]) }
  }
}

extension AveragePool: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let extents = step.operands[0].type.extents
    let counted = padding.enumerated().map { dimension, padding in
      countIncludePad
        ? -padding.low..<extents[dimension + 2] + padding.high : 0..<extents[dimension + 2]
    }
    return PoolCall(windows, step, counted: counted).map { NativeStep(calls: [$0.call]) }
  }
}

/// A call of `pool.h`.
private struct PoolCall {
  /// The call.
  let call: NativeCall

  /// The call for a step; `counted` is the cells of the whole image that count in a mean, along each
  /// dimension, nil for the maximum. Nil for other types than f32 or more than three dimensions.
  init?(_ windows: [Window], _ step: StepViews, counted: [Range<Int>]?) {
    let (image, result) = (step.operands[0], step.result)
    guard step.isAll(.f32), (1...3).contains(windows.count) else { return nil }
    let missing = 3 - windows.count
    var axes = [WindowAxis](repeating: WindowAxis(), count: missing)
    axes += windows.enumerated().map {
      WindowAxis($1, results: result.box[$0 + 2], held: image.box[$0 + 2])
    }
    if image.box.isEmpty { for index in axes.indices { axes[index].image = 0 } }
    var arguments: [Int] = []
    for axis in axes { arguments += [axis.taps, axis.stride, axis.dilation] }
    for dimension in 0..<3 {
      let first = dimension < missing ? 0 : image.box[dimension - missing + 2].lowerBound
      let cells = dimension < missing ? 0..<1 : counted?[dimension - missing] ?? 0..<0
      arguments += [cells.lowerBound - first, cells.upperBound - first]
    }
    arguments += [result.box[0].count, result.box[1].count]
    for axis in axes { arguments += axis.window }
    arguments += image.arguments(under: result) + result.arguments()
    let isApart = !image.isChannelsLast || !result.isChannelsLast
    call = NativeCall(
      code: NativeCode(
        source: """
          #define GC_RANK \(windows.count == 3 ? 3 : 2)
          #define GC_MEAN \(counted == nil ? 0 : 1)
          #define GC_LANES_APART \(isApart ? 1 : 0)
          #include "pool.h"

          """),
      arguments: arguments.map(Int64.init))
  }
}

extension TensorView {
  /// The arguments of the view of an image that starts at the first batch element and channel of a
  /// result.
  func arguments(under result: TensorView) -> [Int] {
    if box.isEmpty { return arguments() }
    let channels = [0, 1].map { result.box[$0].lowerBound }
    return arguments(from: channels + box.bounds.dropFirst(2).map(\.lowerBound))
  }
}
