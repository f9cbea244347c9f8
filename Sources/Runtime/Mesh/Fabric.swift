/// A way in which the ranks of a mesh run and talk to each other.
public protocol Fabric: Sendable {
  /// The name that options and messages use.
  var name: String { get }

  /// Returns how many of `threads` each rank may use.
  func threadsPerRank(_ threads: Int, ranks: Int) -> Int

  /// Returns ranks that are ready to run; throws where one has no memory.
  func makeTeam(_ executable: MeshExecutable, _ options: SessionOptions) throws(Diagnostic)
    -> any RankTeam
}

/// The ranks of one session on a fabric.
public protocol RankTeam: AnyObject {
  /// Runs all ranks once, each from its first step to its last; returns when all are done, or throws
  /// what ended one of them.
  func run(_ arrays: RunArrays, isProfiling: Bool) throws(Diagnostic)
  /// The seconds that each rank needed for each of its steps in the last run that was profiled.
  var profiles: [[Double]] { get }
  /// What ranks copied out of each other's memory in the last run.
  var traffic: Traffic { get }
}
