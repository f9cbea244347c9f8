import FoundationEssentials
import Passes

/// A graph that is split over a mesh.
public struct Distribution {
  /// The partitioned graph, with exchanges.
  public let graph: Graph
  /// The machine of the cost model.
  public let machine: Machine
  /// Why this mesh; nil where the user gave it.
  public let choice: MeshChoice?

  /// Splits an optimised graph as asked for; throws where it cannot.
  init(of graph: Graph, _ argument: MeshArgument) throws(Failure) {
    let machine = try argument.machine.map(Self.machine) ?? .builtIn
    self.machine = machine
    switch argument.choice {
    case .given(let request):
      choice = nil
      self.graph = try Compilation.optimized(
        graph, .distribution(request, machine, allowGather: argument.allowGather))
    case .automatic(let ranks):
      let choice = try failing { () throws(Diagnostic) in
        try MeshChoice.best(
          graph, ranks: ranks, machine: machine, allowGather: argument.allowGather)
      }
      self.choice = choice
      self.graph = try Compilation.optimized(
        graph, .distribution(choice.request, machine, allowGather: argument.allowGather))
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
