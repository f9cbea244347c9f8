import GraphIR

/// What a user says of a mesh: the ranks along each dimension and, where wanted, the cuts.
public struct MeshRequest: Hashable, Codable, Sendable {
  /// The ranks along one dimension.
  public struct Axis: Hashable, Codable, Sendable {
    /// The name of the dimension; nil for the next spatial one.
    public var name: String?
    /// The number of ranks.
    public var count: Int

    /// Some ranks along a dimension.
    public init(_ name: String?, _ count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// The cuts along one dimension.
  public struct Cuts: Hashable, Codable, Sendable {
    /// The name of the dimension.
    public var name: String
    /// The first index of each rank's part but the first.
    public var positions: [Int]

    /// Cuts at the given positions.
    public init(_ name: String, _ positions: [Int]) {
      self.name = name
      self.positions = positions
    }
  }

  /// The axes of the mesh, outermost first.
  public var axes: [Axis]
  /// The cuts of some axes; the others are cut evenly.
  public var cuts: [Cuts]
  /// The name of the value that is cut; empty for the largest spatial one.
  public var anchor: String

  /// A mesh of the given axes.
  public init(_ axes: [Axis], cuts: [Cuts] = [], anchor: String = "") {
    self.axes = axes
    self.cuts = cuts
    self.anchor = anchor
  }

  /// A mesh with ranks along the spatial dimensions, first to last.
  public init(_ counts: [Int], cuts: [Cuts] = [], anchor: String = "") {
    self.init(counts.map { Axis(nil, $0) }, cuts: cuts, anchor: anchor)
  }

  /// The number of ranks; the largest integer where the product overflows.
  public var count: Int { Mesh(axes.map { Mesh.Axis($0.name ?? "", $0.count) }).count }

  /// The names that dimensions may have.
  static let names = ["n", "d", "h", "w"]
}

extension MeshRequest {
  /// The mesh that text spells: `2x2x1`, or with names `n2xd2xw3` (or `n=2,d=2,w=3`).
  public init(parsing text: String) throws(Diagnostic) {
    var axes: [Axis] = []
    let isNamedList = text.contains("=")
    for part in text.split(separator: isNamedList ? "," : "x", omittingEmptySubsequences: false) {
      let name = part.prefix { !$0.isNumber && $0 != "=" }
      let digits = part.dropFirst(name.count).drop { $0 == "=" }
      guard let count = Int(digits), count >= 1 else {
        throw Diagnostic(
          "mesh '\(text)': found '\(part)', expected ranks along the spatial dimensions such as "
            + "2x2x1, or with names such as n=2,h=2")
      }
      if !name.isEmpty && !Self.names.contains(String(name)) {
        throw Diagnostic(
          "mesh '\(text)': '\(name)' is no dimension, expected one of "
            + Self.names.joined(separator: ", "))
      }
      axes.append(Axis(name.isEmpty ? nil : String(name), count))
    }
    self.init(axes)
    if count > Mesh.largestCount {
      throw Diagnostic(
        "mesh '\(text)' has more than \(Mesh.largestCount) ranks, expected at most so many")
    }
  }
}

extension MeshRequest.Cuts {
  /// The cuts that text spells: `h=100,155`, or `h:100:155` as in pipelines.
  public init(parsing text: String) throws(Diagnostic) {
    let parts = text.split(omittingEmptySubsequences: false) { "=,:".contains($0) }
    let name = String(parts.first ?? "")
    var positions: [Int] = []
    for part in parts.dropFirst() {
      guard let position = Int(part) else {
        throw Diagnostic("cuts '\(text)': found '\(part)', expected positions such as h=100,155")
      }
      positions.append(position)
    }
    guard MeshRequest.names.contains(name), !positions.isEmpty else {
      throw Diagnostic("cuts '\(text)': expected a dimension and positions such as h=100,155")
    }
    self.init(name, positions)
  }
}

extension MeshRequest.Axis: CustomStringConvertible {
  /// The axis as pipelines spell it: `h2`.
  public var description: String { "\(name ?? "")\(count)" }
}

extension MeshRequest.Cuts: CustomStringConvertible {
  /// The cuts as pipelines spell them: `h:100:155`.
  public var description: String { ([name] + positions.map(String.init)).joined(separator: ":") }
}
