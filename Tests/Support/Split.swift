import GraphIR
import Passes

/// Returns a graph split over a mesh, with one exchange for all that read a value.
package func split(_ graph: Graph, _ request: MeshRequest) throws -> Graph {
  try Pipeline.distribution(request).run(graph).graph
}
