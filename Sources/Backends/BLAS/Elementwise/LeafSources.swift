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
