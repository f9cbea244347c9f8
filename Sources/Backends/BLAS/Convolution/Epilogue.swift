/// What is done with each run of a spatial op's result [N, C, S…] while it is in the cache: bias,
/// activation, residual.
struct Epilogue: Sendable {
  /// The place of a leaf for the first element of the result's box, and its distances along batch
  /// and channels.
  private struct Distances: Sendable {
    let start: Int, batch: Int, channel: Int
  }

  private let program: ElementwiseProgram
  private let sources: LeafSources
  private let distances: [Distances]
  private let channels: Int
  /// The positions of a channel, with their places in each leaf.
  private let space: IterationSpace
  private let steps: [Int]
  /// Where the result is: its first element, and the distance of its channels.
  private let target: (start: Int, stride: Int)

  /// The rest of a body behind its main op, which computes the result's box; nil where it is not
  /// elementwise.
  init?(_ graph: Graph, after main: Value, _ signature: Signature) {
    guard graph[main].type.extents == graph[graph.outputs[0].value].type.extents,
      let body = ElementwiseBody(graph, main: main, signature),
      let target = signature.result.channels
    else { return nil }
    distances = body.leaves.map {
      Distances(start: $0.start, batch: $0.strides[0], channel: $0.strides[1])
    }
    let extents = Array(body.box.extents[2...])
    space = IterationSpace(
      extents, body.leaves.map { Array($0.strides[2...]) } + [Extents.strides(extents)])
    steps = body.leaves.indices.map(space.rowStride)
    self.target = target
    channels = body.box.extents[1]
    program = body.program
    sources = LeafSources(body, graph)
  }

  /// The bytes of working memory of a thread.
  var scratchByteCount: Int { program.scratchByteCount(steps: steps) }

  /// Finishes the elements `positions` of each channel in a range, which the main op has put into
  /// the result.
  func apply(
    _ invocation: Invocation, batch: Int, channels range: Range<Int>, positions: Range<Int>,
    registers: UnsafeMutablePointer<Float>
  ) {
    let (rowLength, result) = (space.rowLength, invocation.result(as: Float.self))
    let rows = positions.lowerBound / rowLength..<(positions.upperBound - 1) / rowLength + 1
    sources.withRuns(invocation) { runs in
      let bases = runs.map(\.base)
      for channel in range {
        let target = result + target.start + (batch * channels + channel) * target.stride
        for row in rows {
          let first = row * rowLength
          var start = max(positions.lowerBound, first)
          let end = min(positions.upperBound, first + rowLength)
          while start < end {
            let count = min(end - start, ElementwiseProgram.runLength)
            for leaf in runs.indices {
              let distance = distances[leaf]
              let offset =
                distance.start + batch * distance.batch + channel * distance.channel
                + space.offset(ofRow: row, leaf) + (start - first) * steps[leaf]
              runs[leaf] = .init(base: bases[leaf] + offset, step: steps[leaf])
            }
            program.run(count, runs, registers: registers, result: target + start)
            start += count
          }
        }
      }
    }
  }
}
