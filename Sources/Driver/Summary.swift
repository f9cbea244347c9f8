import GraphRuntime
import NativeBackend
import Passes

/// A model in numbers.
public struct Summary: Codable, Sendable {
  /// The name of the model.
  public var name: String
  /// The number of trainable elements.
  public var parameterCount: Int
  /// The operations of convolutions and products, two for a multiply-add.
  public var flops: Int
  /// The number of steps.
  public var steps: Int
  /// The number of ranks.
  public var ranks: Int
  /// The bytes that ranks send to each other in one run.
  public var haloByteCount: Int
  /// The predicted peak of resident memory in bytes: the program, arena, parameters, inputs and
  /// outputs.
  public var peakByteCount: Int
  /// The mesh; nil where the model is not split.
  public var mesh: String?
  /// How the mesh was chosen; nil where the user gave it.
  public var meshChoice: String?
  /// How exact sums are; nil where the backend has no choice.
  public var math: String?
  /// The most that an output may differ from that in Double, as a part of its largest magnitude.
  public var errorBound: Double?

  /// The numbers of a traced model and its optimised form; the peak is known once it is scheduled.
  init(traced: Graph, _ optimized: Graph) {
    name = traced.name
    parameterCount = traced.parameterCount
    flops = traced.flops
    steps = optimized.nodes.count { !($0.op is any Leaf) && !($0.op is Constant) }
    ranks = 1
    haloByteCount = 0
    peakByteCount = 0
  }

  /// Enters what a backend promises.
  mutating func describe(_ backend: any Backend) {
    math = (backend as? NativeBackend)?.math.rawValue
    errorBound = backend.errorBound
  }

  /// Enters what a distribution adds.
  mutating func describe(_ distribution: Distribution) {
    let graph = distribution.graph
    ranks = graph.mesh?.count ?? 1
    haloByteCount = graph.exchanges.reduce(0) { $0 + Messages($1, in: graph).byteCount }
    mesh = graph.mesh?.description
    meshChoice = distribution.choice?.description
  }
}

extension Summary: CustomStringConvertible {
  /// The table that `compile` prints.
  public var description: String {
    var rows = [
      ("parameters", Decimals.grouped(parameterCount)),
      ("GFLOP", Decimals.text(Double(flops) / 1e9, 3)),
      ("steps", "\(steps)"),
      ("ranks", "\(ranks)" + (mesh.map { " (\($0))" } ?? "")),
      ("halo bytes", Decimals.grouped(haloByteCount)),
      ("predicted peak memory", ByteCount.text(peakByteCount)),
    ]
    if let math, let errorBound {
      rows.append(
        ("math", "\(math): errors within \(Decimals.scientific(errorBound)) × max |output|"))
    }
    return Table(title: name, rows: rows).description + (meshChoice.map { "\n\($0)" } ?? "")
  }
}

/// A table of two columns.
struct Table: CustomStringConvertible {
  /// What stands above the rows.
  let title: String
  /// The names and their values.
  let rows: [(String, String)]

  /// The title, then a line per row with aligned columns.
  var description: String {
    let width = rows.map(\.0.count).max() ?? 0
    let lines = rows.map { name, value in
      "  " + name + String(repeating: " ", count: width - name.count + 2) + value
    }
    return ([title] + lines).joined(separator: "\n")
  }
}

extension Executable {
  /// The resident memory of the program, its libraries and its tables while it runs a model: what
  /// `graphc bench` has on top of the arrays, whatever the model.
  private static let programByteCount = 27 << 20

  /// Returns the predicted peak of resident memory in bytes of programs that run together: the
  /// program itself, the arenas, in which ranks have their copies of inputs, and once what is read of
  /// the parameters, constants and inputs, and the outputs.
  static func peakByteCount(_ ranks: [Executable]) -> Int {
    let program = ranks[0].program
    var sum = ranks.reduce(programByteCount) { $0.addingSaturated($1.arenaByteCount) }
    for (buffer, isUsed) in zip(program.buffers, program.usedBuffers) where isUsed {
      switch buffer.kind {
      case .input, .parameter, .constant: sum = sum.addingSaturated(buffer.type.byteCount)
      case .computed, .alias: break
      }
    }
    return (program.outputs + program.updates).reduce(sum) {
      $0.addingSaturated(program.buffers[$1].type.byteCount)
    }
  }
}
