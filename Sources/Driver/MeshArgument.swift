import GraphRuntime
import Passes

/// What `--mesh`, `--ranks`, `--cuts`, `--machine` and `--allow-gather` ask for.
public struct MeshArgument: Sendable {
  /// How the ranks of a mesh are chosen.
  public enum Choice: Hashable, Sendable {
    /// These ranks along these dimensions.
    case given(MeshRequest)
    /// The mesh of so many ranks that the cost model prefers.
    case automatic(ranks: Int)
  }

  /// The name of the fabric.
  public var fabric: String
  /// The mesh, or how many ranks it is to have.
  public var choice: Choice
  /// The machine file of the cost model; nil for a built-in table.
  public var machine: String?
  /// `true` iff an op that could be split may read the whole.
  public var allowGather: Bool
  /// The options as they were spelled, for commands that messages suggest.
  public let spelling: String

  /// The mesh that options spell: `[FABRIC:]2x2x1`, `n=2,d=2`, or `auto` with a number of ranks; cuts
  /// such as `h=100,155` or `VALUE:h=100,155`.
  public init(
    _ text: String, ranks: Int?, cuts: [String], machine: String?, allowGather: Bool
  ) throws(Failure) {
    var mesh = Substring(text)
    fabric = Targets.fabrics[0].name
    if let colon = text.firstIndex(of: ":") {
      fabric = String(text[..<colon])
      mesh = text[text.index(after: colon)...]
      _ = try Targets.fabric(named: fabric)
    }
    if mesh == "auto" {
      guard let ranks, (1...Mesh.largestCount).contains(ranks) else {
        throw Failure(
          "--mesh \(text) needs --ranks, a number from 1 to \(Mesh.largestCount)")
      }
      if !cuts.isEmpty { throw Failure("--cuts do not go with --mesh \(text), which chooses them") }
      choice = .automatic(ranks: ranks)
    } else {
      let spelled = String(mesh)
      var request = try failing { () throws(Diagnostic) in try MeshRequest(parsing: spelled) }
      for text in cuts { try Self.add(text, to: &request) }
      if let ranks, ranks != request.count {
        throw Failure("--ranks \(ranks) does not fit --mesh \(text) of \(request.count) ranks")
      }
      choice = .given(request)
    }
    self.machine = machine
    self.allowGather = allowGather
    spelling =
      "--mesh \(text)" + (ranks.map { " --ranks \($0)" } ?? "")
      + cuts.map { " --cuts \($0)" }.joined() + (machine.map { " --machine \($0)" } ?? "")
      + (allowGather ? " --allow-gather" : "")
  }

  /// Adds the cuts that text spells.
  private static func add(_ text: String, to request: inout MeshRequest) throws(Failure) {
    var rest = text
    // Without '=' colons stand between positions, as in pipelines.
    if let colon = text.prefix(upTo: text.firstIndex(of: "=") ?? text.startIndex)
      .lastIndex(of: ":")
    {
      let anchor = String(text[..<colon])
      if !request.anchor.isEmpty && request.anchor != anchor {
        throw Failure(
          "--cuts \(text): '\(request.anchor)' is cut already, expected cuts of one value")
      }
      request.anchor = anchor
      rest = String(text[text.index(after: colon)...])
    }
    let cuts = try failing { () throws(Diagnostic) in try MeshRequest.Cuts(parsing: rest) }
    if request.cuts.contains(where: { $0.name == cuts.name }) {
      throw Failure("--cuts \(text): cuts along '\(cuts.name)' are given twice")
    }
    request.cuts.append(cuts)
  }
}
