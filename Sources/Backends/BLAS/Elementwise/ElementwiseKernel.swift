extension Graph {
  /// Returns the kernel for a graph that is elementwise, as a step's body; else nil.
  func elementwiseKernel(_ signature: Signature) -> Kernel? {
    ElementwiseBody(self, signature).map { .elementwise($0, self, signature) }
  }
}

extension Kernel {
  /// The kernel that runs a body over all elements of the result's box.
  fileprivate static func elementwise(
    _ body: ElementwiseBody, _ graph: Graph, _ signature: Signature
  ) -> Kernel {
    let (box, dense) = (body.box, Extents.strides(body.box.extents))
    let space = IterationSpace(
      box.extents, body.leaves.map(\.strides) + [dense], starts: body.leaves.map(\.start) + [0])
    let tensors = body.leaves.count + 1
    let sources = LeafSources(body, graph)
    let (program, steps) = (body.program, (0..<tensors).map(space.rowStride))
    return Kernel(
      scratchPerThread: program.scratchByteCount(steps: steps),
      inPlaceOperands: sources.operands.filter { operand in
        signature.operands[operand].box.extents == box.extents
          && body.leaves.allSatisfy {
            $0.origin != .operand(operand) || $0.start == 0 && $0.strides == dense
          }
      }
    ) { invocation in
      let result = invocation.result(as: Float.self)
      space.parallel(invocation.pool, longest: ElementwiseProgram.runLength) {
        rows, elements, thread in
        sources.withRuns(invocation) { runs in
          let bases = runs.map(\.base)
          space.forEachRow(rows) { _, offsets in
            for leaf in runs.indices {
              let offset = offsets[leaf] + elements.lowerBound * steps[leaf]
              runs[leaf] = .init(base: bases[leaf] + offset, step: steps[leaf])
            }
            program.run(
              elements.count, runs, registers: invocation.scratch(thread: thread),
              result: result + offsets[tensors - 1] + elements.lowerBound)
          }
        }
      }
    }
  }
}
