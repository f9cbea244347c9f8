import BLASBackend
import Support
import Testing

/// What holds for every op that a backend has code for, over boxes of its result.
@Suite struct `every op over a box` {
  @Test(arguments: OpCases.all, KernelSource.allCases)
  func `gives the box of its definition, whatever is held around what is read`(
    _ opCase: OpCase, _ source: KernelSource
  ) throws {
    for (type, types) in opCase.variants {
      let arrays = opCase.arrays(types, seed: 11)
      let result = try opCase.op.resultType(types)
      for (seed, box) in BoxCases.boxes(of: result).enumerated() {
        try checkBox(
          opCase.op, arrays, over: box, seed: seed, "\(type.rawValue) by \(source)", source)
      }
    }
  }

  @Test(arguments: OpCases.all, KernelSource.allCases)
  func `has code over a box where it has code for the whole`(
    _ opCase: OpCase, _ source: KernelSource
  ) throws {
    let op = opCase.op
    for (type, types) in opCase.variants {
      let result = try op.resultType(types)
      /// Returns the ops that the code of a step interprets; nil where it has no code.
      func interpretedOps(_ held: [Region], over box: Region) throws -> [String]? {
        try Signature(op, zip(types, held), over: box, threads: 2)
          .flatMap { try source.kernel(op, $0)?.interpretedOps }
      }
      guard let whole = try interpretedOps(types.map(\.whole), over: result.whole) else { continue }
      for (seed, box) in BoxCases.boxes(of: result).enumerated() {
        for held in HeldBoxes.allCases {
          let boxes = held.boxes(types, op, over: box, seed: seed)
          let part = try interpretedOps(boxes, over: box)
          #expect(part == whole, "\(type.rawValue) over \(box) of \(boxes) by \(source)")
        }
      }
    }
  }

  @Test(
    arguments: OpCases.all.filter { $0.operands.contains { $0.rank >= 3 } }, KernelSource.allCases)
  func `leaves a rim around its result as it is`(_ opCase: OpCase, _ source: KernelSource) throws {
    guard let types = opCase.operands(of: .f32) else { return }
    let arrays = opCase.arrays(types, seed: 15)
    let result = try opCase.op.resultType(types)
    for box in BoxCases.rimmedBoxes(of: result) {
      let memory = BoxCases.rim(around: box, in: result)
      let run = StepRun(
        op: opCase.op, operands: arrays, box: box, threads: 2, memory: memory, source: source)
      guard let got = try run.result() else { continue }
      let plain = StepRun(op: opCase.op, operands: arrays, box: box, threads: 2, source: source)
      let expected = try #require(try plain.result())
      let placed = PlacedArray(got, at: memory, of: result.extents)
      let isEqual = placed.slice(box) == expected
      #expect(isEqual, "\(box) in \(memory)")
      for rim in memory.subtracting(box) {
        // All of it was filled with ones.
        let isUntouched = placed.slice(rim).withUnsafeBytes { $0.allSatisfy { $0 == 0xFF } }
        #expect(isUntouched, "\(rim) around \(box)")
      }
    }
  }
}

/// Expects that a step gives a box of the op's result, for operands that are held in several ways, if
/// the whole op has code.
func checkBox(
  _ op: any Op, _ arrays: [PlacedArray], over box: Region, seed: Int, _ comment: String,
  _ source: KernelSource = .blas
) throws {
  let whole = Region(whole: try op.resultType(arrays.map(\.type)).extents)
  let plain = StepRun(op: op, operands: arrays, box: whole, threads: 1, source: source)
  guard try plain.kernel != nil else { return }
  let expected = op.evaluate(arrays, over: box)
  for held in HeldBoxes.allCases {
    let operands = held.restrict(arrays, op, over: box, seed: seed)
    for (threads, isChannelsLast) in source.runs(arrays.map(\.type)) {
      let run = StepRun(
        op: op, operands: operands, box: box, threads: threads, source: source,
        isChannelsLast: isChannelsLast)
      let excess = try run.result().map {
        Tolerance.excess(op, arrays, over: box, got: $0, expected: expected)
      }
      #expect(
        excess == .some(nil),
        """
        \(comment) over \(box) of \(operands.map(\.box)) with \(threads) threads\
        \(isChannelsLast ? ", channels last" : ""): \(op)
        """)
    }
  }
}
