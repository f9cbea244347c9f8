/// What a MODEL or PLAN argument names.
public enum ModelSource: Equatable, Sendable {
  /// A model file in Swift, or a folder with `model.swift`.
  case swift(String)
  /// A graph as text IR.
  case text(String)
  /// A model in ONNX's format.
  case onnx(String)
  /// A folder that `compile` wrote.
  case plan(String)

  /// Finds out by name and content; throws where nothing, or something else, is there.
  public init(_ path: String) throws(Failure) {
    guard Files.exists(path) else { throw Failure("no file or folder '\(path)'") }
    if Files.isFolder(path) {
      let isPlan = Files.exists("\(path)/\(Plan.manifestName)")
      if !isPlan && path.hasSuffix(".onnx") {
        throw Failure("'\(path)' is a folder, expected an ONNX file")
      }
      self = isPlan ? .plan(path) : .swift(path)
    } else if path.hasSuffix(".swift") {
      self = .swift(path)
    } else if path.hasSuffix(".gir") {
      self = .text(path)
    } else if path.hasSuffix(".onnx") {
      self = .onnx(path)
    } else {
      throw Failure(
        "'\(path)' is no model: expected a '.swift' file, a folder with 'model.swift', an '.onnx' "
          + "or a '.gir' file or a plan's folder")
    }
  }
}
