import GraphIR
import Support
import Testing

/// What holds for every op, on every case of `OpCases.all`.
@Suite struct `every op` {
  @Test(arguments: OpCases.all)
  func `computes a box from exactly the boxes it reads`(_ opCase: OpCase) throws {
    for (type, types) in opCase.variants {
      let arrays = opCase.arrays(types, seed: 1)
      let result = try opCase.op.resultType(types)
      let whole = PlacedArray(opCase.op.evaluate(arrays, over: result.whole))
      #expect(whole.data.elementType == result.elementType)
      for box in sampleBoxes(of: result.extents, count: 8, seed: 2) {
        let reads = opCase.op.reads(box, of: types)
        #expect(reads.count == types.count)
        for (read, type) in zip(reads, types) { #expect(type.whole.contains(read)) }
        let parts = zip(arrays, reads).map { $0.restricted(to: $1) }
        let part = opCase.op.evaluate(parts, over: box)
        let isEqual = part == whole.slice(box)
        #expect(isEqual, "\(type.rawValue) over \(box) reading \(reads)")
      }
    }
  }

  @Test(arguments: OpCases.all)
  func `does not depend on what is outside of the boxes it reads`(_ opCase: OpCase) throws {
    for (type, types) in opCase.variants {
      let arrays = opCase.arrays(types, seed: 3)
      let result = try opCase.op.resultType(types)
      for box in sampleBoxes(of: result.extents, count: 6, seed: 4) {
        let reads = opCase.op.reads(box, of: types)
        let poisoned = zip(arrays, reads).map { $0.poisoned(outside: $1) }
        let isEqual =
          opCase.op.evaluate(poisoned, over: box) == opCase.op.evaluate(arrays, over: box)
        #expect(isEqual, "\(type.rawValue) over \(box)")
      }
    }
  }

  @Test(arguments: OpCases.all.filter { !$0.isLoose })
  func `depends on each side of the boxes it reads`(_ opCase: OpCase) throws {
    guard let (_, types) = opCase.variants.first(where: { $0.0 == .f32 }) ?? opCase.variants.first
    else { return }
    let arrays = opCase.arrays(types, seed: 5)
    let result = try opCase.op.resultType(types)
    var atBorder: [Side: Bool] = [:]
    for box in sampleBoxes(of: result.extents, count: 8, seed: 6) {
      let expected = opCase.op.evaluate(arrays, over: box)
      for (operand, read) in opCase.op.reads(box, of: types).enumerated() where !read.isEmpty {
        for side in Side.all(operand, rank: read.rank) {
          let bounds = read[side.dimension]
          let cell = side.isLow ? bounds.lowerBound : bounds.upperBound - 1
          let border = side.isLow ? 0 : types[operand].extents[side.dimension] - 1
          var changed = arrays
          changed[operand] = arrays[operand].poisoned(where: { $0[side.dimension] == cell })
          let depends = opCase.op.evaluate(changed, over: box) != expected
          if cell == border {
            atBorder[side] = atBorder[side, default: false] || depends
          } else {
            #expect(depends, "\(side): \(read) is larger than what \(box) needs")
          }
        }
      }
    }
    for (side, depends) in atBorder { #expect(depends, "\(side): no box needs the border") }
  }

  /// A side of the box that is read of an operand. Inside the operand it must be tight for every
  /// box; at its border, where a window may be cut, for some box.
  struct Side: Hashable {
    let operand: Int, dimension: Int, isLow: Bool

    static func all(_ operand: Int, rank: Int) -> [Side] {
      (0..<rank).flatMap { dimension in
        [true, false].map { Side(operand: operand, dimension: dimension, isLow: $0) }
      }
    }
  }

  @Test(arguments: OpCases.all)
  func `computes nothing over an empty box`(_ opCase: OpCase) throws {
    guard let (_, types) = opCase.variants.first else { return }
    let arrays = opCase.arrays(types, seed: 7)
    let result = try opCase.op.resultType(types)
    for dimension in 0..<result.rank {
      for bound in [0, result.extents[dimension] / 2, result.extents[dimension]] {
        var box = result.whole
        box[dimension] = bound..<bound
        let reads = opCase.op.reads(box, of: types)
        #expect(reads.count == types.count)
        for (read, type) in zip(reads, types) { #expect(type.whole.contains(read)) }
        let parts = zip(arrays, reads).map { $0.restricted(to: $1) }
        let part = opCase.op.evaluate(parts, over: box)
        #expect(part.extents == box.extents && part.elementType == result.elementType)
      }
    }
  }

  @Test(arguments: OpCases.all)
  func `prints and parses back`(_ opCase: OpCase) throws {
    var graph = Graph(name: "case")
    var operands: [Value] = []
    let types = try #require(opCase.variants.first { $0.0 == .f32 } ?? opCase.variants.first).1
    for (index, type) in types.enumerated() {
      operands.append(try graph.append(Input(name: "x\(index)", type: type)))
    }
    graph.output("y", try graph.append(opCase.op, operands))
    let text = Printer.text(graph)
    #expect(try Parser.graph(text) == graph)
    #expect(Printer.text(try Parser.graph(text)) == text)
  }

  @Test func `has a case`() {
    let covered = Set(OpCases.all.map { $0.op.mnemonic })
    let leaves = [Input.mnemonic, Parameter.mnemonic]
    #expect(
      AllOps.list.map { $0.mnemonic }.filter { !covered.contains($0) && !leaves.contains($0) } == []
    )
  }
}
