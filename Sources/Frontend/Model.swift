import Glibc
@_exported public import GraphIR

/// The network of a model file.
///
///     let model = Model("edges") { model in
///       let image = model.input("image", [1, 1, 64, 64])
///       model.output("edges", image.convolution(8, kernel: 3, padding: .same).relu())
///     }
///
/// A model file makes exactly one. Its program tells the compiler the graph on the file descriptor
/// of the argument `-fileno`; without that it prints the graph as text.
public final class Model {
  /// The graph that is built.
  private let builder: GraphBuilder
  /// The extents of inputs that the command line gives.
  private let shapes: [ModelArguments.Shape]
  /// The names of the inputs so far.
  private var inputs: [String] = []

  /// The model that `body` describes by its inputs and outputs.
  ///
  /// `body` runs when the file's last line has run, so that it may use all that the file defines.
  /// All errors in it are reported together.
  public convenience init(
    _ name: String, file: String = #filePath, line: Int = #line, column: Int = #column,
    _ body: @escaping (Model) -> Void
  ) {
    let arguments = ModelArguments(CommandLine.arguments)
    self.init(name, arguments, file)
    let site = Site(file: file, line: line, column: column)
    atExit { arguments.reply(self.trace(at: site, body)) }
  }

  private init(_ name: String, _ arguments: ModelArguments, _ file: String) {
    builder = GraphBuilder(name: name, recorder: CallRecorder(modelFile: file))
    shapes = arguments.shapes
    for message in arguments.errors { builder.report(Diagnostic(message)) }
  }

  /// Returns the graph that `body` describes, with the given input extents in place of its own;
  /// throws all errors in it.
  package static func trace(
    _ name: String, arguments: [String] = [], file: String = #filePath, line: Int = #line,
    column: Int = #column, _ body: (Model) -> Void
  ) throws(Diagnostics) -> Graph {
    let model = Model(name, ModelArguments(["model"] + arguments), file)
    return try model.trace(at: Site(file: file, line: line, column: column), body).get()
  }

  private func trace(at site: Site, _ body: (Model) -> Void) -> Result<Graph, Diagnostics> {
    Trace.$current.withValue(Trace(builder: builder)) { body(self) }
    builder.at(site) {
      for shape in shapes where !inputs.contains(shape.name) {
        let names = inputs.map { "'\($0)'" }.joined(separator: ", ")
        builder.report(
          Diagnostic("-shape: there is no input '\(shape.name)', expected one of \(names)"))
      }
      if builder.graph.outputs.isEmpty && builder.failureCount == 0 {
        builder.report(Diagnostic("model '\(builder.graph.name)' has no output"))
      }
    }
    do throws(Diagnostics) {
      return .success(try builder.finish())
    } catch {
      return .failure(error)
    }
  }
}

extension Model {
  /// Returns an input of the given name, extents and element type, bound anew in every run.
  ///
  /// The command line's `-shape name=1x3x64x64` replaces `extents`, of the same rank. Errors: a name
  /// that comes twice, an extent below 1.
  public func input(
    _ name: String, _ extents: [Int], _ type: ElementType = .f32, file: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    builder.at(Site(file: file, line: line, column: column)) {
      let shape = shapes.last { $0.name == name }?.extents ?? extents
      let result = TensorType(type, shape)
      defer { inputs.append(name) }
      if shape.count != extents.count {
        builder.report(
          Diagnostic(
            "input '\(name)': -shape gives \(shape.count) dimensions, expected \(extents.count)"))
        return Tensor(builder, nil, TensorType(type, extents))
      }
      if shape.contains(where: { $0 < 1 }) {
        builder.report(Diagnostic("input '\(name)': is \(result), expected positive extents"))
        return Tensor(builder, nil, result)
      }
      if inputs.contains(name) {
        builder.report(Diagnostic("input '\(name)' is given twice, expected distinct names"))
        return Tensor(builder, nil, result)
      }
      return builder.append(Input(name: name, type: result), [], name: name, presuming: result)
    }
  }

  /// Makes a tensor a result of the model, under a name that is unique among them.
  public func output(
    _ name: String, _ tensor: Tensor, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    builder.at(Site(file: file, line: line, column: column)) { builder.output(name, tensor) }
  }

  /// Makes a tensor the value of a parameter after each run.
  ///
  /// Errors: no parameter of that whole name, or one of another type.
  public func update(
    _ name: String, _ tensor: Tensor, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) {
    builder.at(Site(file: file, line: line, column: column)) { builder.update(name, tensor) }
  }
}

/// Runs `body` when the program ends by itself.
private func atExit(_ body: @escaping () -> Void) {
  final class Ending {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
  on_exit(
    { _, context in
      // It is the retained ending from below.
      Unmanaged<Ending>.fromOpaque(context!).takeRetainedValue().body()
    }, Unmanaged.passRetained(Ending(body)).toOpaque())
}
