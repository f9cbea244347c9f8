import GraphIR
import NDArrays

extension Resize: StandardForm {
  func standard(_ call: StandardCall) -> String {
    var attributes: [NodeAttribute] = [
      .string("mode", mode.rawValue),
      .string("coordinate_transformation_mode", coordinates.rawValue),
    ]
    if mode == .nearest { attributes.append(.string("nearest_mode", rounding.rawValue)) }
    if mode == .cubic { attributes.append(.float("cubic_coeff_a", cubic.value)) }
    if antialias { attributes.append(.flag("antialias", true)) }
    if excludeOutside { attributes.append(.flag("exclude_outside", true)) }
    if extrapolation != 0 { attributes.append(.float("extrapolation_value", extrapolation.value)) }
    let box = [0, 0] + cropStart.map(\.value) + [1, 1] + cropEnd.map(\.value)
    let region =
      cropStart.isEmpty
      ? "" : call.nodes.constant(NDArray(narrowing: box, to: .f32, [box.count]), "roi")
    if !scales.isEmpty {
      let factors = NDArray(narrowing: [1, 1] + scales.map(\.value), to: .f32, [scales.count + 2])
      return call.node(
        "Resize", [call[0], region, call.nodes.constant(factors, "scales")], attributes)
    }
    return call.node(
      "Resize", [call[0], region, "", call.integers(call.result.extents, "sizes")], attributes)
  }

  /// A matrix along each dimension: any mode and any scale.
  func general(_ call: StandardCall) -> String {
    var value = call[0]
    let type = call.result.elementType
    for dimension in extents.indices.reversed() {
      let axis = axis(dimension, of: call.types[0].extents)
      let target = dimension + 2
      if mode == .nearest {
        let cells = (0..<extents[dimension]).map { axis.taps($0).first?.cell ?? 0 }
        value = call.node(
          "Gather", [value, call.integers(cells, "cells")], [.int("axis", target)])
        continue
      }
      let extent = call.types[0].extents[target]
      var weights = [Double](repeating: 0, count: extents[dimension] * extent)
      for result in 0..<extents[dimension] {
        for tap in axis.taps(result) { weights[result * extent + tap.cell] += tap.weight }
      }
      let matrix = call.nodes.constant(
        NDArray(type, [extents[dimension], extent], weights), "weights")
      let letters = Array("abcdefghijklmnopqrstuvw".prefix(call.result.rank))
      let result = String(letters.map { $0 == letters[target] ? "z" : $0 })
      value = call.node(
        "Einsum", [value, matrix],
        [.string("equation", "\(String(letters)),z\(letters[target])->\(result)")])
    }
    return filling(value, call)
  }

  /// Returns a value with the number that results outside of the image have, where there are such.
  private func filling(_ value: String, _ call: StandardCall) -> String {
    let type = call.result.elementType
    let inside = extents.indices.map { dimension in
      let axis = axis(dimension, of: call.types[0].extents)
      return (0..<extents[dimension]).map { !axis.taps($0).isEmpty }
    }
    if inside.allSatisfy({ !$0.contains(false) }) { return value }
    var mask: [Int64] = []
    Region(whole: extents).forEach { index in
      mask.append(zip(inside, index).allSatisfy { $0[$1] } ? 1 : 0)
    }
    let isInside = call.nodes.constant(NDArray(narrowing: mask, to: .bool, extents), "inside")
    let blank = call.nodes.constant(NDArray(type, [], [extrapolation.value]), "outside")
    let wide: ElementType = type.isFloatingPoint ? type : .i64
    let chosen = call.node(
      "Where", [isInside, call.cast(value, type, to: wide), call.cast(blank, type, to: wide)])
    return call.cast(chosen, wide, to: type)
  }
}
