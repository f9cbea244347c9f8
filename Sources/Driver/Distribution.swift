import FoundationEssentials
import Passes

/// A graph that is split over a mesh.
public struct Distribution {
  /// The partitioned graph, with exchanges.
  public let graph: Graph
  /// The machine of the cost model.
  public let machine: Machine
  /// The passes that split it, as text.
  public let passes: String
  /// Why this mesh; nil where the user gave it.
  public let choice: MeshChoice?

  /// Splits an optimised graph as asked for; throws where it cannot.
  init(of graph: Graph, _ argument: MeshArgument) throws(Failure) {
    let machine = try argument.machine.map(Self.machine) ?? .builtIn
    self.machine = machine
    let request: MeshRequest
    switch argument.choice {
    case .given(let given): (request, choice) = (given, nil)
    case .automatic(let ranks):
      let best = try failing { () throws(Diagnostic) in
        try MeshChoice.best(
          graph, ranks: ranks, machine: machine, allowGather: argument.allowGather)
      }
      (request, choice) = (best.request, best)
    }
    let pipeline = Pipeline.distribution(
      request, allowGather: argument.allowGather, wideningOn: machine)
    passes = pipeline.description
    do throws(Pipeline.Failure) {
      self.graph = try pipeline.run(graph).graph
    } catch {
      throw Reproducer.refusal(error)
    }
  }

  /// Reads a machine file.
  static func machine(_ path: String) throws(Failure) -> Machine {
    let text = try failing { () throws(Diagnostic) in try Files.text(path) }
    do {
      return try JSONDecoder().decode(Machine.self, from: Data(text.utf8))
    } catch let error as Diagnostic {
      throw Failure("'\(path)': \(error.message)")
    } catch {
      throw Failure("'\(path)' is not JSON of a machine; 'graphc calibrate -o FILE' writes one")
    }
  }
}
