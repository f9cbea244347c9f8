/// What is done with each run of a spatial op's result [N, C, S…] while it is in the cache: bias,
/// activation, residual.
struct Epilogue: Sendable {
  /// The distances of a leaf along batch, channels and space.
  private struct Distances: Sendable {
    let batch: Int, channel: Int, space: Int
  }

  private let program: ElementwiseProgram
  private let sources: LeafSources
  private let distances: [Distances]
  private let channels: Int
  private let space: Int

  /// The rest of a body behind its main op; nil where it is not elementwise or reads a tensor with
  /// gaps.
  init?(_ graph: Graph, after main: Value) {
    guard let body = ElementwiseBody(graph, main: main) else { return nil }
    let extents = graph[main].type.extents
    guard extents == graph[graph.outputs[0].value].type.extents else { return nil }
    var distances: [Distances] = []
    for leaf in body.leaves {
      let space = IterationSpace(Array(extents[2...]), [Array(leaf.strides[2...])])
      guard space.extents.count <= 1, space.rowStride(0) <= 1 else { return nil }
      distances.append(
        Distances(
          batch: leaf.strides[0], channel: leaf.strides[1], space: space.rowStride(0)))
    }
    self.distances = distances
    program = body.program
    sources = LeafSources(body, graph)
    channels = extents[1]
    space = extents[2...].reduce(1, *)
  }

  /// The bytes of working memory of a thread.
  var scratchByteCount: Int { program.scratchByteCount }

  /// Finishes the elements `positions` of a channel, which the main op has put into the result.
  func apply(
    _ invocation: Invocation, batch: Int, channels range: Range<Int>, positions: Range<Int>,
    registers: UnsafeMutablePointer<Float>
  ) {
    sources.withRuns(invocation) { runs in
      let bases = runs.map(\.base)
      for channel in range {
        var start = positions.lowerBound
        while start < positions.upperBound {
          let count = min(positions.upperBound - start, ElementwiseProgram.runLength)
          for (leaf, distance) in distances.enumerated() {
            runs[leaf].base =
              bases[leaf] + batch * distance.batch + channel * distance.channel
              + start * distance.space
            runs[leaf].step = distance.space
          }
          let result = invocation.result(as: Float.self) + (batch * channels + channel) * space
          // A body reads at least one leaf.
          program.run(
            count, UnsafePointer(runs.baseAddress!), registers: registers, result: result + start)
          start += count
        }
      }
    }
  }
}
