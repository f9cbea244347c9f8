import Formats

/// The verb `inspect --match`: a weights file against a model's parameters.
public struct WeightMatch: CustomStringConvertible {
  private let rows: [(String, String)]
  private let title: String
  private let proposal: MapProposal?
  /// `true` iff every parameter has a tensor of its extents, and no tensor is left.
  public let isComplete: Bool

  /// Compares names and extents; where they do not fit, looks for rules that make them.
  public init(model: String, weights: String, map: String) throws(Failure) {
    let graph = try Compilation.model(try ModelSource(model), CompileOptions()).graph
    let file = try reading { () throws(FormatError) in try SafeTensors.read(path: weights) }
    let tensors = try NameMap(map).apply(file.entries).filter { !$0.isCounter }
    let parameters = graph.rawParameters
    var rows: [(String, String)] = []
    var problems = 0
    for parameter in parameters {
      let tensor = tensors.first { $0.name == parameter.name }
      let verdict: String
      if let tensor {
        let fits = tensor.array.extents == parameter.type.extents
        verdict =
          fits ? "ok \(parameter.type)" : "\(tensor.array.extents), expected \(parameter.type)"
        problems += fits ? 0 : 1
      } else {
        verdict = "missing, expected \(parameter.type)"
        problems += 1
      }
      rows.append((parameter.name, verdict))
    }
    for tensor in tensors where !parameters.contains(where: { $0.name == tensor.name }) {
      rows.append((tensor.name, "extra \(tensor.array.extents)"))
      problems += 1
    }
    self.rows = rows
    isComplete = problems == 0
    title = problems == 0 ? "all \(parameters.count) parameters fit" : "\(problems) problems"
    // Rules are for the names in the file, so those that were given are not built upon.
    proposal =
      isComplete
      ? nil
      : MapProposal(
        parameters: parameters.map { ($0.name, $0.type.extents) },
        tensors: file.entries.filter { !$0.isCounter }.map { ($0.name, $0.array.extents) })
  }

  /// A line for each parameter and each extra tensor, and rules that would make more of them fit.
  public var description: String {
    let table = Table(title: title, rows: rows).description
    return table + (proposal.map { "\n\($0)" } ?? "")
  }
}
