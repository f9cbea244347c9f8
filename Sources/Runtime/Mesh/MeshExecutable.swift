/// The compiled programs of all ranks of a mesh; sessions run them on a fabric.
public struct MeshExecutable: Sendable {
  /// The executable of each rank.
  public let ranks: [Executable]
  /// When each rank talks to the others.
  package let schedules: [RankSchedule]
  /// The exchange steps of each rank.
  package let exchanges: [[MatchedExchange]]

  /// Compiles the local graphs of all ranks, in the order of the ranks.
  ///
  /// Throws where they do not fit each other: a message that nobody receives, an exchange that one
  /// rank lacks, a part of an output that no rank owns.
  public init(_ graphs: [Graph], backend: any Backend, threadsPerRank: Int) throws(Diagnostic) {
    var programs: [Program] = []
    for graph in graphs { programs.append(try Program(graph)) }
    try self.init(try backend.compile(all: programs, threads: threadsPerRank))
  }

  /// The given executables, in the order of the ranks; throws where they do not fit each other.
  public init(_ ranks: [Executable]) throws(Diagnostic) {
    let programs = ranks.map(\.program)
    try Self.checkRanks(programs)
    try Self.checkExits(programs)
    self.ranks = ranks
    exchanges = try ExchangeMatching(programs).exchanges
    schedules = RankSchedule.all(ranks, exchanges)
  }

  /// The size of the working memory of all ranks in bytes.
  public var arenaByteCount: Int { ranks.reduce(0) { $0 + $1.arenaByteCount } }

  /// Returns a session that runs all ranks on a fabric, with the given parameters.
  public func makeSession(
    on fabric: any Fabric, parameters: [String: NDArray] = [:],
    options: SessionOptions = SessionOptions()
  ) throws(Diagnostic) -> MeshSession {
    var parameters = parameters
    try Executable.pack(&parameters, for: ranks)
    return try MeshSession(self, on: fabric, parameters: parameters, options)
  }

  private static func checkRanks(_ programs: [Program]) throws(Diagnostic) {
    let count = programs.first?.graph.mesh?.count ?? 1
    if programs.count != count {
      throw Diagnostic("there are programs of \(programs.count) ranks, expected \(count)")
    }
    for (index, program) in programs.enumerated() {
      if program.graph.rank ?? 0 != index || program.graph.mesh != programs[0].graph.mesh {
        throw Diagnostic(
          "'\(program.graph.name)' is of rank \(program.graph.rank ?? 0), expected rank \(index) "
            + "of the mesh of the first")
      }
    }
  }

  /// Throws iff ranks have other outputs, or own parts that do not make up the whole.
  private static func checkExits(_ programs: [Program]) throws(Diagnostic) {
    for (index, exit) in programs[0].exits.enumerated() {
      let buffer = programs[0].buffers[exit.buffer]
      var supplied: [Region?] = []
      for (rank, program) in programs.enumerated() {
        let other = program.exits.indices.contains(index) ? program.exits[index] : nil
        guard let other, other.output.name == exit.output.name,
          program.buffers[other.buffer].type == buffer.type,
          program.graph.outputs.count == programs[0].graph.outputs.count
        else {
          throw Diagnostic(
            "rank 0 has the output '\(exit.output.name)' : \(buffer.type), which rank \(rank) "
              + "has not", at: programs[0].graph[exit.output.value].site)
        }
        supplied.append(other.part)
      }
      let parts = supplied.compactMap(\.self)
      let count = parts.reduce(0) { $0 + $1.count }
      if !buffer.type.whole.isCovered(by: parts) || count != buffer.type.count {
        let list = supplied.map { $0?.description ?? "nothing" }.joined(separator: " ")
        throw Diagnostic(
          "ranks own \(list) of the output '\(exit.output.name)', expected parts of "
            + "\(buffer.type.whole) that do not overlap",
          at: programs[0].graph[exit.output.value].site)
      }
    }
  }
}
