extension Resize: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (image, result) = (step.operands[0], step.result)
    guard step.isAll(.f32), (1...3).contains(extents.count) else { return nil }
    // A dimension that is not there has one result of one cell.
    var tables = [[Mixture]](
      repeating: [Mixture(cells: [0], weights: [1])], count: 3 - extents.count)
    for dimension in extents.indices {
      let axis = axis(dimension, of: image.type.extents)
      let first = image.box.isEmpty ? 0 : image.box[dimension + 2].lowerBound
      tables.append(
        result.box[dimension + 2].map { result in
          let taps = image.box.isEmpty ? [] : axis.taps(result)
          return Mixture(cells: taps.map { $0.cell - first }, weights: taps.map(\.weight))
        })
    }
    let most = max(1, tables.joined().map { $0.cells.count }.max() ?? 1)
    var arguments = [result.box[0].count, result.box[1].count] + tables.map { $0.count }
    arguments += image.arguments(under: result) + result.arguments()
    arguments.append(Self.bits(extrapolation.value))
    for mixture in tables.joined() { arguments += mixture.arguments(padded: most) }
    let isApart = !image.isChannelsLast || !result.isChannelsLast
    let code = NativeCode(
      source: """
        #define GC_RANK \(extents.count == 3 ? 3 : 2)
        #define GC_TAPS \(most)
        #define GC_LANES_APART \(isApart ? 1 : 0)
        #include "resize.h"

        """)
    return NativeStep(calls: [NativeCall(code: code, arguments: arguments.map(Int64.init))])
  }

  /// Returns the bits of a number as a float.
  fileprivate static func bits(_ x: Double) -> Int { Int(Float(x).bitPattern) }
}

/// The cells that a result mixes along one dimension, with their weights.
private struct Mixture {
  /// The cells, from the first one that is held.
  let cells: [Int]
  /// Their weights.
  let weights: [Double]

  /// Returns a `gc_mixture` of `count` taps.
  func arguments(padded count: Int) -> [Int] {
    let padding = [Int](repeating: 0, count: count - cells.count)
    return [cells.count] + cells + padding + weights.map(Resize.bits) + padding
  }
}
