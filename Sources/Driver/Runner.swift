import Formats
import Glibc
import GraphRuntime

/// Runs a model on files.
public struct Runner {
  /// What `run` is asked to do.
  public struct Request: Sendable {
    /// The inputs, `[name=]FILE[,scale=…]`.
    public var inputs: [FileBinding] = []
    /// The outputs, `[name=]FILE[,threshold=…]`.
    public var outputs: [FileBinding] = []
    /// The orientation that volumes are brought to, such as `RAS`; nil for the file's own.
    public var orientation: String?

    /// An empty request.
    public init() {}
  }

  private let source: ModelSource
  private let options: CompileOptions
  private let request: Request

  /// A run of `source`.
  public init(_ source: ModelSource, _ options: CompileOptions, _ request: Request) {
    self.source = source
    self.options = options
    self.request = request
  }

  /// Runs the model on each file of a pattern, or once; `report` is told how far it is.
  public func run(report: (_ done: Int, _ of: Int) -> Void = { _, _ in }) throws(Failure) {
    let jobs = try jobs()
    for job in jobs {
      // What stands before an equals sign may belong to a name of the model.
      for output in job.outputs where !output.path.contains("=") {
        try OutputFile.check(output.path)
      }
    }
    let loaded = try LoadedModel(source, options)
    report(0, jobs.count)
    for (index, job) in jobs.enumerated() {
      try run(job, loaded)
      report(index + 1, jobs.count)
    }
  }

  /// The files of one run.
  private struct Job {
    /// The files to read.
    let inputs: [FileBinding]
    /// The files to write.
    let outputs: [FileBinding]
  }

  /// Reads, computes and writes.
  private func run(_ job: Job, _ loaded: LoadedModel) throws(Failure) {
    let inputs = try FileBinding.assign(
      job.inputs, to: loaded.interface.inputs.map(\.name), "input")
    for (index, (name, binding)) in inputs.enumerated()
    where inputs[..<index].contains(where: { $0.name == name }) {
      throw Failure("'\(binding.path)': input '\(name)' is given twice")
    }
    let outputs = try FileBinding.assign(
      job.outputs, to: loaded.interface.outputs, "output")
    for (_, binding) in outputs { try OutputFile.check(binding.path) }
    var files: [(name: String, file: InputFile)] = []
    for (name, binding) in inputs {
      files.append((name, try InputFile(binding, orientation: request.orientation)))
    }
    let session = try loaded.session(for: files, outputs: outputs.map(\.name))
    var values: [String: NDArray] = [:]
    for input in session.inputs {
      guard let file = files.first(where: { $0.name == input.name })?.file else {
        throw Failure(
          "input '\(input.name)' \(input.type) is not given; add --input \(input.name)=FILE")
      }
      values[input.name] = try file.tensor(input.type, name: input.name)
    }
    let bound = values
    let results = try failing { () throws(Diagnostic) in try session.session.run(bound) }
    let volume = files.first { $0.file.header != nil }?.file
    for (name, binding) in outputs {
      guard let result = results[name] else {
        throw Failure("output '\(name)' was not computed", code: .bug)
      }
      try OutputFile(binding, source: volume).write(result, name: name)
    }
  }

  /// Returns one job, or one for each file that the first input's pattern names.
  private func jobs() throws(Failure) -> [Job] {
    guard let first = request.inputs.first, first.path.contains("*"), !Files.exists(first.path)
    else { return [Job(inputs: request.inputs, outputs: request.outputs)] }
    let paths = Files.matching(first.path)
    if paths.isEmpty { throw Failure("no file matches '\(first.path)'") }
    guard request.outputs.count == 1, request.outputs[0].path.hasSuffix("/") else {
      throw Failure("an input pattern needs one --output that is a folder, such as 'out/'")
    }
    let folder = request.outputs[0].path
    try failing { () throws(Diagnostic) in try Files.makeFolder(String(folder.dropLast())) }
    return paths.map { path in
      Job(
        inputs: [first.with(path: path)] + request.inputs.dropFirst(),
        outputs: [request.outputs[0].with(path: folder + Files.name(path))])
    }
  }
}

extension Files {
  /// Returns the paths that a shell pattern names, in ascending order.
  static func matching(_ pattern: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard glob(pattern, 0, nil, &result) == 0 else { return [] }
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
  }
}
