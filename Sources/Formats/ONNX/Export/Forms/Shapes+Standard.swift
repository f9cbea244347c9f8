import GraphIR
import NDArrays

extension Reshape: StandardForm {
  func standard(_ call: StandardCall) -> String { call.reshape(call[0], extents) }
}

extension Transpose: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.node("Transpose", call.operands, [.ints("perm", permutation)])
  }
}

extension Broadcast: StandardForm {
  func standard(_ call: StandardCall) -> String {
    var (value, axes) = (call[0], axes)
    if axes != axes.sorted() {
      let order = axes.indices.sorted { axes[$0] < axes[$1] }
      value = call.node("Transpose", [value], [.ints("perm", order)])
      axes = order.map { axes[$0] }
    }
    return call.node("Expand", [unsqueezed(value, axes, call), call.integers(extents, "shape")])
  }

  /// Returns the operand with extents of 1, so that its dimensions are where the result has them.
  func unsqueezed(_ value: String, _ axes: [Int], _ call: StandardCall) -> String {
    let first = axes.first ?? extents.count
    let missing = extents.indices.filter { $0 > first && !axes.contains($0) }
    if missing.isEmpty { return value }
    // Dimensions in front of the first need no place: broadcasting aligns the last ones.
    return call.node(
      "Unsqueeze", [value, call.integers(missing.map { $0 - first }, "axes")])
  }
}

extension Concatenate: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.node("Concat", call.operands, [.int("axis", axis)])
  }
}

extension Slice: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let extents = call.types[0].extents
    if extents.isEmpty { return call.node("Identity", call.operands) }
    let axes = extents.indices.filter {
      start[$0] != 0 || count[$0] != extents[$0] || step[$0] != 1
    }
    let ends = axes.map { axis in
      let end = start[axis] + count[axis] * step[axis]
      // Before the first element: a negative end would count from the last.
      return end < 0 ? -extents[axis] - 1 : end
    }
    return call.node(
      "Slice",
      [
        call[0], call.integers(axes.map { start[$0] }, "starts"), call.integers(ends, "ends"),
        call.integers(axes, "axes"), call.integers(axes.map { step[$0] }, "steps"),
      ])
  }
}

extension Pad: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.result.elementType
    if edges.isEmpty { return call.node("Identity", call.operands) }
    if type == .i16 || type == .u16 {
      return call.cast(standard(call.casting(to: .i64)), .i64, to: type)
    }
    if mode == .reflect && zip(edges, call.types[0].extents).contains(where: { reaches($0, $1) }) {
      return reflected(call)
    }
    let spread = edges.indices.reduce(call[0]) { self.spread($0, along: $1, call) }
    let names: [Mode: String] = [.constant: "constant", .reflect: "reflect", .replicate: "edge"]
    var operands = [spread, call.integers(edges.onnx, "pads")]
    if mode == .constant { operands.append(call.number(value.value, type, "value")) }
    // Every mode has a name.
    return call.node("Pad", operands, [.string("mode", names[mode]!)])
  }

  /// `true` iff edges reach farther than the other end of a dimension or cut cells off, where
  /// runtimes differ.
  private func reaches(_ edges: Edges, _ extent: Int) -> Bool {
    max(edges.low, edges.high) > max(extent - 1, 0) || min(edges.low, edges.high) < 0
  }

  /// Returns the operand reflected any number of times: the cells that the definition names.
  private func reflected(_ call: StandardCall) -> String {
    edges.indices.reduce(call[0]) { value, axis in
      let (low, extent) = (edges[axis].low, call.types[0].extents[axis])
      let period = max(2 * (extent - 1), 1)
      let cells = (0..<call.result.extents[axis]).map { position in
        let rest = ((position - low) % period + period) % period
        return extent - 1 - abs(extent - 1 - rest)
      }
      if cells == Array(0..<extent) { return value }
      return call.node(
        "Gather", [value, call.integers(cells, "cells")], [.int("axis", axis)])
    }
  }

  /// Returns a value with cells between its elements along one dimension: each element becomes a
  /// row that begins with it, and what is behind the last element is cut off.
  private func spread(_ value: String, along axis: Int, _ call: StandardCall) -> String {
    let gap = interior[axis] + 1
    var extents = call.types[0].extents
    for before in 0..<axis { extents[before] += max(extents[before] - 1, 0) * interior[before] }
    if gap == 1 || extents[axis] < 2 { return value }
    let rank = extents.count
    var split = extents
    split.insert(1, at: axis + 1)
    var pads = [Int](repeating: 0, count: 2 * (rank + 1))
    pads[rank + 1 + axis + 1] = gap - 1
    let rows = call.node(
      "Pad",
      [
        call.reshape(value, split), call.integers(pads, "pads"),
        call.number(self.value.value, call.result.elementType, "value"),
      ], [.string("mode", "constant")])
    let last = (extents[axis] - 1) * gap + 1
    extents[axis] *= gap
    return call.part(call.reshape(rows, extents), axis, 0..<last)
  }
}
