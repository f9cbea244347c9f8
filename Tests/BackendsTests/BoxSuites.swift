import BLASBackend
import Support
import Testing

/// What holds for every op that `blas` has code for, over boxes of its result.
@Suite struct `every op over a box` {
  @Test(arguments: OpCases.all)
  func `gives the box of its definition, whatever is held around what is read`(_ opCase: OpCase)
    throws
  {
    for (type, types) in opCase.variants {
      let arrays = opCase.arrays(types, seed: 11)
      let result = try opCase.op.resultType(types)
      for (seed, box) in sampleBoxes(of: result.extents, count: 4, seed: 12).enumerated() {
        try checkBox(opCase.op, arrays, over: box, seed: seed, "\(type.rawValue)")
      }
    }
  }

  @Test(arguments: OpCases.all)
  func `has code over a box where it has code for the whole`(_ opCase: OpCase) throws {
    for (type, types) in opCase.variants {
      let arrays = opCase.arrays(types, seed: 13)
      let result = try opCase.op.resultType(types)
      guard let whole = interpretedOps(opCase.op, arrays, over: result.whole) else { continue }
      for (seed, box) in sampleBoxes(of: result.extents, count: 4, seed: 14).enumerated() {
        for held in HeldBoxes.allCases {
          let operands = held.restrict(arrays, opCase.op, over: box, seed: seed)
          let part = interpretedOps(opCase.op, operands, over: box)
          #expect(part == whole, "\(type.rawValue) over \(box) of \(operands.map(\.box))")
        }
      }
    }
  }

  @Test(arguments: OpCases.all.filter { $0.operands.contains { $0.rank >= 3 } })
  func `leaves a rim around its result as it is`(_ opCase: OpCase) throws {
    guard let types = opCase.operands(of: .f32) else { return }
    let arrays = opCase.arrays(types, seed: 15)
    let result = try opCase.op.resultType(types)
    if result.rank < 3 { return }
    for box in sampleBoxes(of: result.extents, count: 6, seed: 16) {
      var memory = box
      memory[2] = max(box[2].lowerBound - 2, 0)..<min(box[2].upperBound + 1, result.extents[2])
      let run = StepRun(op: opCase.op, operands: arrays, box: box, threads: 2, memory: memory)
      guard let got = try run.result() else { continue }
      let plain = StepRun(op: opCase.op, operands: arrays, box: box, threads: 2)
      let expected = try #require(try plain.result())
      let placed = PlacedArray(got, at: memory, of: result.extents)
      let isEqual = placed.slice(box) == expected
      #expect(isEqual, "\(box) in \(memory)")
      for rim in memory.subtracting(box) {
        let isUntouched = placed.slice(rim).asDoubles().allSatisfy(\.isNaN)
        #expect(isUntouched, "\(rim) around \(box)")
      }
    }
  }

  /// Returns the ops that the code of a step interprets; nil where it has no code.
  private func interpretedOps(_ op: any Op, _ operands: [PlacedArray], over box: Region)
    -> [String]?
  {
    StepRun(op: op, operands: operands, box: box, threads: 2).kernel?.interpretedOps
  }
}

/// Expects that a step gives a box of the op's result, for operands that are held in several ways, if
/// the whole op has code.
func checkBox(
  _ op: any Op, _ arrays: [PlacedArray], over box: Region, seed: Int, _ comment: String
) throws {
  let whole = Region(whole: try op.resultType(arrays.map(\.type)).extents)
  guard StepRun(op: op, operands: arrays, box: whole, threads: 1).kernel != nil else { return }
  let expected = op.evaluate(arrays, over: box)
  for held in HeldBoxes.allCases {
    let operands = held.restrict(arrays, op, over: box, seed: seed)
    for threads in [1, 2] {
      let run = StepRun(op: op, operands: operands, box: box, threads: threads)
      let excess = try run.result().map {
        Tolerance.excess(op, arrays, over: box, got: $0, expected: expected)
      }
      #expect(
        excess == .some(nil),
        "\(comment) over \(box) of \(operands.map(\.box)) with \(threads) threads: \(op)")
    }
  }
}
