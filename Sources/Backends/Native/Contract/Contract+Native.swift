extension Contract: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let shape = ContractShape(self, step)
    if step.operands.contains(where: { $0.box.isEmpty }) {
      let zeros = CopyPiece(
        extents: step.result.extents, source: .fill(0), start: step.result.start,
        strides: step.result.strides)
      return .copying([zeros], to: step.result)
    }
    return step.isAll(.f32) ? lowerVectors(shape, step) : lowerLanes(shape, step)
  }

  /// Returns code that packs one operand and multiplies in blocks.
  private func lowerVectors(_ shape: ContractShape, _ step: StepViews) -> NativeStep? {
    var code = NativeStep(calls: [])
    // The smaller operand is packed, or that which is packed once: the order of factors changes no sum.
    let isSwapped =
      !step.operands[1].isFixed && step.preparedStart == nil && shape.rows.count % 16 == 0
      && shape.columns.count >= 2 * shape.rows.count
    let (l, r) = isSwapped ? (1, 0) : (0, 1)
    let (rows, columns) =
      isSwapped ? (shape.columns, shape.rows) : (shape.rows, shape.columns)
    let (batch, depth) = (shape.batch.count, shape.terms.count)
    let lanes = (columns.count + 15) / 16 * 16
    let (left, right, result) = (step.operands[l], step.operands[r], step.result)
    let place = code.pack(right, count: batch * lanes * depth, of: step) { from, to in
      // The first element that is read, from the first one that is held.
      let start = from.start + shape.starts[r] - right.start
      return NativeCall(
        code: NativeCode(source: "#include \"pack_contract.h\"\n"),
        arguments: [from.memory, start, to.memory, to.start].map(Int64.init)
          + shape.batch.arguments(r) + columns.arguments(r) + shape.terms.arguments(r))
    }
    let pitch = (depth + 15) / 16 * 16 + 16
    // Few rows are divided between threads by their columns.
    let chunk = max(1, min(rows.count, max(14, (256 << 10) / (4 * pitch))))
    let chunks = batch * ((rows.count + chunk - 1) / chunk)
    let parts = max(1, min((columns.count + 31) / 32, 4 * step.threads / max(chunks, 1)))
    var arguments = [left.memory, shape.starts[l], place.memory, place.start]
    arguments += [result.memory, result.start, chunk, parts]
    let outputs = columns.count <= 16 ? columns.count : (columns.count - 1) % 32 + 33
    code.calls.append(
      NativeCall(
        code: NativeCode(
          source: "#define GC_RANK 2\n#define GC_OUTPUTS \(outputs)\n#include \"contract.h\"\n"),
        arguments: arguments.map(Int64.init) + shape.batch.arguments(l) + shape.batch.arguments(2)
          + rows.arguments(l) + rows.arguments(2) + shape.terms.arguments(l)
          + columns.arguments(2),
        scratchPerThread: 1920 + chunk * (8 + 4 * pitch)))
    return code
  }

  /// Returns code for elements of any type.
  private func lowerLanes(_ shape: ContractShape, _ step: StepViews) -> NativeStep? {
    let type = step.result.elementType
    let (rank, size) = (step.result.box.rank, type.byteCount)
    var places = zip(step.operands, shape.starts).map { operand, start in
      LoopSpace.Place(
        memory: operand.memory, start: start, elementByteCount: size,
        strides: [Int](repeating: 0, count: rank))
    }
    let (left, right) = (step.operands[0], step.operands[1])
    for (position, pair) in batch.enumerated() {
      places[0].strides[position] = left.strides[pair[0]]
      places[1].strides[position] = right.strides[pair[1]]
    }
    let rows = free(0, rank: left.box.rank)
    for (position, dimension) in rows.enumerated() {
      places[0].strides[batch.count + position] = left.strides[dimension]
    }
    for (position, dimension) in free(1, rank: right.box.rank).enumerated() {
      places[1].strides[batch.count + rows.count + position] = right.strides[dimension]
    }
    let terms = [0, 1].flatMap { side in
      let operand = step.operands[side]
      return [contracting.count] + contracting.map { operand.type.extents[$0[side]] }
        + contracting.map { operand.strides[$0[side]] * size }
    }
    let text = """
      #define GC_TENSORS 3
      #define GC_LONGEST 64
      #define GC_LANE \(type.isFloatingPoint ? "double" : "uint64_t")
      #define GC_LOAD gc_load_\(type.rawValue)
      #define GC_STORE(p, x) gc_store_\(type.rawValue)(p, (\(type.lane))(x))
      #include "contract_lanes.h"

      """
    let space = LoopSpace(step.result.extents, places + [step.result.place])
    return NativeStep(calls: [
      NativeCall(
        code: NativeCode(source: text), arguments: space.arguments + terms.map(Int64.init))
    ])
  }
}
