import GraphIR
import Passes
import Testing

@Suite struct `a pipeline` {
  @Test(arguments: [
    "", "eliminate-dead-code", "fold-constants{limit=16}",
    "fold-constants{limit=65536},common-subexpressions,eliminate-dead-code",
  ])
  func `parses and prints back`(_ text: String) throws {
    #expect(try Pipeline(parsing: text).description == text)
  }

  @Test func `for inference parses back`() throws {
    let text = Pipeline.inference.description
    #expect(try Pipeline(parsing: text).description == text)
  }

  @Test func `fills in options and skips blanks`() throws {
    let pipeline = try Pipeline(parsing: " common-subexpressions, fold-constants{} ")
    #expect(pipeline.description == "common-subexpressions,fold-constants{limit=65536}")
  }

  @Test(arguments: [
    (
      "eliminate-deadcode", "unknown pass 'eliminate-deadcode', did you mean 'eliminate-dead-code'?"
    ),
    (
      "fold-constants{size=2}", "fold-constants: unknown option 'size', expected limit"
    ),
    (
      "eliminate-dead-code{x=1}", "eliminate-dead-code: unknown option 'x', expected none"
    ),
    (
      "fold-constants{limit=0}",
      "fold-constants: option 'limit' is '0', expected an integer of at least 1"
    ),
    (
      "fold-constants{limit=1,limit=2}", "fold-constants: option 'limit' is given twice"
    ),
    (
      "fold-constants{limit}",
      "pipeline 'fold-constants{limit}': found '}', expected '=' behind 'limit'"
    ),
    (
      "fold-constants{limit=1",
      "pipeline 'fold-constants{limit=1': found the end, expected ',' or '}'"
    ),
    (
      "eliminate-dead-code,",
      "pipeline 'eliminate-dead-code,': found the end, expected the name of a pass"
    ),
  ])
  func `says what is wrong with its text`(_ text: String, _ message: String) {
    #expect { try Pipeline(parsing: text) } throws: { ($0 as? Diagnostic)?.message == message }
  }

  @Test func `lists the passes where none is near`() {
    #expect { try Pipeline(parsing: "banana") } throws: {
      ($0 as? Diagnostic)?.message.hasPrefix("unknown pass 'banana', expected one of ") ?? false
    }
  }

  static let text = """
    graph @g {
      %x = input @x : f32[2]
      %a = exp(%x) : f32[2]
      %b = exp(%x) : f32[2]
      %dead = tanh(%x) : f32[2]
      output @y = %b
    }

    """

  static func run(_ text: String, _ after: Pipeline.PrintAfter, stop: Int? = nil) throws
    -> (graph: Graph, report: Pipeline.Report, printed: [String])
  {
    var printed: [String] = []
    let (graph, report) = try Pipeline(parsing: text).run(
      Parser.graph(Self.text),
      .init(printAfter: after, stopAfter: stop, print: { printed.append($0) }))
    return (graph, report, printed)
  }

  static let passes = "fold-constants,common-subexpressions,eliminate-dead-code"

  @Test func `prints after all, after changes or after one pass`() throws {
    #expect(try Self.run(Self.passes, .never).printed == [])
    #expect(try Self.run(Self.passes, .all).printed.count == 3)
    let changes = try Self.run(Self.passes, .change).printed
    #expect(
      changes.map { $0.prefix(33) } == [
        "// after 2 of 3: common-subexpres", "// after 3 of 3: eliminate-dead-c",
      ])
    let one = try Self.run(Self.passes, PrintAfter(parsing: "eliminate-dead-code")).printed
    #expect(
      one == [
        """
        // after 3 of 3: eliminate-dead-code
        graph @g {
          %x = input @x : f32[2]
          %a = exp(%x) : f32[2]
          output @y = %a
        }

        """
      ])
  }

  typealias PrintAfter = Pipeline.PrintAfter

  @Test func `parses after what it prints`() throws {
    #expect(try PrintAfter(parsing: "all") == .all)
    #expect(try PrintAfter(parsing: "change") == .change)
    #expect(throws: Diagnostic.self) { try PrintAfter(parsing: "never-heard-of") }
  }

  @Test func `stops after a number of passes`() throws {
    #expect(try Self.run(Self.passes, .all, stop: 2).printed.count == 2)
    #expect(try Self.run(Self.passes, .all, stop: 0).report.steps.isEmpty)
    #expect(try Self.run(Self.passes, .all, stop: 9).report.steps.count == 3)
  }

  @Test func `reports time, nodes and changes of each pass`() throws {
    let report = try Self.run(Self.passes, .never).report
    #expect(report.steps.map(\.nodeCount) == [4, 3, 2])
    #expect(report.steps.map(\.isChanged) == [false, true, true])
    let lines = report.timing.split(separator: "\n")
    #expect(lines.count == 5)
    #expect(lines[0].hasSuffix("nodes    changed  pass"))
    #expect(lines[3].hasSuffix("eliminate-dead-code"))
    #expect(lines[4].hasSuffix("total"))
  }

  /// Returns why the pipeline fails on a graph.
  static func failure(_ passes: [Pass], _ graph: Graph) throws -> Pipeline.Failure {
    try #require(throws: Pipeline.Failure.self) { try Pipeline(passes).run(graph) }
  }

  @Test func `names the pass that fails and leaves a reproducer`() throws {
    let site = Site(file: "model.swift", line: 3)
    let refuse = Pass("refuse", "fails") { (_) throws(Diagnostic) in
      throw Diagnostic("'%b' is not welcome", at: site)
    }
    let graph = try Parser.graph(Self.text)
    let failure = try Self.failure([.commonSubexpressions, refuse], graph)
    #expect(failure.description == "model.swift:3: error: refuse: '%b' is not welcome")
    #expect(failure.pass == "refuse")
    #expect(!failure.isBug)
    let reproducer = try #require(failure.reproducer)
    #expect(
      reproducer.hasPrefix("// RUN: refuse\n// error: refuse: '%b' is not welcome\ngraph @g"))
    let before = try Pipeline([.commonSubexpressions]).run(graph).graph
    #expect(try Parser.graph(reproducer) == before)
  }

  @Test func `verifies after each pass`() throws {
    let spoil = Pass("spoil", "names two outputs alike") { (graph) throws(Diagnostic) in
      var result = graph
      result.output("y", Value(0))
      return result
    }
    let failure = try Self.failure([spoil, .eliminateDeadCode], Parser.graph(Self.text))
    #expect(
      failure.diagnostic.message
        == "spoil: made a graph that breaks a rule: V4: output 'y' exists twice, expected names of "
        + "their own")
    #expect(failure.isBug)
    #expect(failure.reproducer?.hasPrefix("// RUN: spoil\n") ?? false)
  }

  @Test func `verifies what it is given`() throws {
    var graph = try Parser.graph(Self.text)
    graph.output("y", Value(0))
    let failure = try Self.failure([], graph)
    #expect(failure.diagnostic.message.hasPrefix("V4: "))
    #expect(failure.pass == nil && !failure.isBug && failure.reproducer == nil)
  }
}
