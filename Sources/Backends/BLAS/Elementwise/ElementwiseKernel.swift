extension Kernel {
  /// The kernel that runs a body over all elements of a dense result; nil where a tensor is read
  /// with gaps.
  static func elementwise(_ body: ElementwiseBody, _ graph: Graph, extents: [Int]) -> Kernel? {
    let dense = Extents.strides(extents)
    let space = IterationSpace(extents, body.leaves.map(\.strides) + [dense])
    let tensors = body.leaves.count + 1
    if (0..<tensors).contains(where: { space.rowStride($0) > 1 }) { return nil }
    let sources = LeafSources(body, graph)
    let (program, steps) = (body.program, (0..<tensors).map(space.rowStride))
    let pieces = (space.rowLength + ElementwiseProgram.runLength - 1) / ElementwiseProgram.runLength
    return Kernel(
      scratchPerThread: program.scratchByteCount,
      inPlaceOperands: sources.operands.filter { operand in
        body.leaves.allSatisfy { $0.origin != .operand(operand) || $0.strides == dense }
      }
    ) { invocation in
      let result = invocation.result(as: Float.self)
      let rowsPerItem = max(1, 16_384 / space.rowLength)
      let items = (space.rowCount + rowsPerItem - 1) / rowsPerItem
      invocation.pool.parallel(items * pieces) { item, thread in
        let piece = item % pieces * ElementwiseProgram.runLength
        let count = min(space.rowLength - piece, ElementwiseProgram.runLength)
        let first = item / pieces * rowsPerItem
        sources.withRuns(invocation) { runs in
          let bases = runs.map(\.base)
          space.forEachRow(first..<min(first + rowsPerItem, space.rowCount)) { _, offsets in
            for leaf in runs.indices {
              runs[leaf].base = bases[leaf] + offsets[leaf] + piece * steps[leaf]
              runs[leaf].step = steps[leaf]
            }
            // A body reads at least one leaf.
            program.run(
              count, UnsafePointer(runs.baseAddress!),
              registers: invocation.scratch(thread: thread),
              result: result + offsets[tensors - 1] + piece)
          }
        }
      }
    }
  }
}

/// Where the leaves of a body are when its kernel runs.
struct LeafSources: Sendable {
  private enum Source: Sendable {
    case operand(Int)
    case result
    case constant(NDArray)
  }

  private let sources: [Source]

  /// The sources of a body whose constants are in `graph`.
  init(_ body: ElementwiseBody, _ graph: Graph) {
    sources = body.leaves.map { leaf in
      switch leaf.origin {
      case .operand(let index): .operand(index)
      case .main: .result
      // A leaf of this origin is a constant's value.
      case .constant(let value): .constant((graph[value].op as! Constant).value)
      }
    }
  }

  /// The operands that are read, in order.
  var operands: [Int] {
    Set(sources.compactMap { if case .operand(let index) = $0 { index } else { nil } }).sorted()
  }

  /// Calls `body` with a run for each leaf, from its first element.
  func withRuns(
    _ invocation: Invocation,
    _ body: (UnsafeMutableBufferPointer<ElementwiseProgram.Run>) -> Void
  ) {
    withUnsafeTemporaryAllocation(
      of: ElementwiseProgram.Run.self, capacity: max(sources.count, 1)
    ) { runs in
      for (index, source) in sources.enumerated() {
        let base: UnsafePointer<Float> =
          switch source {
          case .operand(let operand): invocation.operand(operand)
          case .result: UnsafePointer(invocation.result())
          case .constant(let array):
            array.withUnsafeBytes { bytes in
              // The array belongs to the graph, which outlives the run; it is not empty.
              bytes.baseAddress!.assumingMemoryBound(to: Float.self)
            }
          }
        runs.initializeElement(at: index, to: .init(base: base, step: 1))
      }
      body(UnsafeMutableBufferPointer(rebasing: runs[..<sources.count]))
    }
  }
}
