import Passes

/// The verb `opt`: passes over text IR.
public enum Optimization {
  /// Returns the text after the passes, of one rank where `rank` is given; without any passes, after
  /// those that a first `// RUN:` line of the file names.
  public static func run(
    _ path: String, passes: String?, printAfter: String?, stopAfter: Int?, timing: Bool,
    rank: Int? = nil
  ) throws(Failure) -> String {
    if let stopAfter, stopAfter < 0 {
      throw Failure("--stop-after is \(stopAfter), expected 0 or more")
    }
    let text = try failing { () throws(Diagnostic) in try Files.text(path) }
    guard let spelled = passes ?? spelledPipeline(text) ?? rank.map({ _ in "" }) else {
      throw Failure(
        "no pass is named; add --passes 'simplify,…' or a first line '// RUN: simplify'")
    }
    var options = Pipeline.Options(stopAfter: stopAfter, print: StandardStreams.error)
    let (graph, pipeline) = try failing { () throws(Diagnostic) in
      (try Parser.graph(text, file: path), try Pipeline(parsing: spelled))
    }
    if let printAfter {
      options.printAfter = try failing { () throws(Diagnostic) in
        try Pipeline.PrintAfter(parsing: printAfter)
      }
    }
    let result: Graph
    do throws(Pipeline.Failure) {
      let (graph, report) = try pipeline.run(graph, options)
      if timing { StandardStreams.error(report.timing) }
      result = graph
    } catch {
      throw Reproducer.refusal(error)
    }
    guard let rank else { return Printer.text(result) }
    return Printer.text(try failing { () throws(Diagnostic) in try result.localized(rank: rank) })
  }

  /// Returns the pipeline of a first line `// RUN: a,b`.
  private static func spelledPipeline(_ text: String) -> String? {
    let line = text.prefix { $0 != "\n" }
    return line.hasPrefix("// RUN: ") ? String(line.dropFirst("// RUN: ".count)) : nil
  }
}
