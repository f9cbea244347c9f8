import ArgumentParser
import Driver

/// `graphc onnx-test DIR`
struct ONNXTestVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "onnx-test", abstract: "Runs the backend tests of the onnx package.",
    discussion: """
      Each folder below DIR with a 'model.onnx' and 'test_data_set_N' is a test; \
      Scripts/onnx_cases.py writes them.

      Example: graphc onnx-test cases/node --backend reference --failures
      """)

  @Argument(help: "The folder with tests.") var folder: String
  @Option(help: "Only tests whose paths contain this.") var filter = ""
  @Option(help: "How steps compute: native, blas or reference.") var backend: String?
  @Flag(help: "Prints each test that failed or was refused, and why.") var failures = false
  @Flag(help: "Prints every test when it ends.") var list = false

  func run() throws {
    var options = CompileOptions()
    options.backend = backend
    let conformance = Conformance(folder, options)
    let results = try conformance.run(filter: filter) { (result) throws(Failure) in
      if list || failures && result.outcome != .passed {
        try StandardStreams.output("\(result)")
      }
    }
    let counts = Conformance.Counts(results)
    try StandardStreams.output("\(counts)")
    if counts.total.failed > 0 {
      throw Failure("\(counts.total.failed) tests failed", code: .difference)
    }
  }
}
