import GraphIR

extension Pipeline {
  /// How a pipeline is run.
  public struct Options {
    /// After which passes the graph is printed.
    public var printAfter: PrintAfter
    /// The number of passes to run; nil for all.
    public var stopAfter: Int?
    /// Receives what is printed: a comment line that names the pass, and the graph's text.
    public var print: (String) -> Void

    /// Runs everything; prints nothing unless told to.
    public init(
      printAfter: PrintAfter = .never, stopAfter: Int? = nil,
      print: @escaping (String) -> Void = { Swift.print($0, terminator: "") }
    ) {
      self.printAfter = printAfter
      self.stopAfter = stopAfter
      self.print = print
    }
  }

  /// After which passes the graph is printed.
  public enum PrintAfter: Hashable, Sendable {
    case never
    /// After every pass.
    case all
    /// After each pass that changed the graph.
    case change
    /// After the pass of the given name.
    case pass(String)

    /// The choice that text spells: `all`, `change` or the name of a pass, which must exist.
    public init(parsing text: String) throws(Diagnostic) {
      switch text {
      case "all": self = .all
      case "change": self = .change
      default: self = .pass(try AllPasses.make(text).name)
      }
    }
  }

  /// Returns the graph that the passes make of `graph`, and what happened on the way.
  ///
  /// The graph is verified before the first and after every pass. Throws a `Failure` where a pass
  /// throws or its result does not verify.
  public func run(_ graph: Graph, _ options: Options = Options()) throws(Failure) -> (
    graph: Graph, report: Report
  ) {
    do throws(Diagnostic) {
      try graph.verify()
    } catch {
      throw Failure(diagnostic: error, pass: nil, isBug: false, reproducer: nil)
    }
    var (graph, report) = (graph, Report())
    for (index, pass) in passes.prefix(max(options.stopAfter ?? .max, 0)).enumerated() {
      let (result, step) = try Self.run(pass, graph)
      let isPrinted =
        switch options.printAfter {
        case .never: false
        case .all: true
        case .change: step.isChanged
        case .pass(let name): name == pass.name
        }
      if isPrinted {
        options.print(
          "// after \(index + 1) of \(passes.count): \(pass)\n"
            + Printer.text(result, .init(data: false)))
      }
      graph = result
      report.steps.append(step)
    }
    return (graph, report)
  }

  private static func run(_ pass: Pass, _ graph: Graph) throws(Failure) -> (Graph, Report.Step) {
    let clock = ContinuousClock()
    let start = clock.now
    let result: Graph
    do throws(Diagnostic) {
      result = try pass.run(graph)
    } catch {
      throw Failure(error, in: pass, of: graph, isBug: false)
    }
    let end = clock.now
    do throws(Diagnostic) {
      try result.verify()
    } catch {
      throw Failure(error, in: pass, of: graph, isBug: true)
    }
    let step = Report.Step(
      pass: pass.description, duration: end - start, verification: clock.now - end,
      nodeCount: result.nodes.count, isChanged: result != graph)
    return (result, step)
  }
}
