import Fabrics
import Glibc
import ReferenceBackend
import Support
import Synchronization
import Testing

/// What is said of ranks that do not fit, and how a run ends when a rank does.
@Suite struct `ranks that fail` {
  private func compile(_ ranks: [String], _ backend: any Backend = ReferenceBackend()) throws
    -> MeshExecutable
  {
    try MeshExecutable(ranks.map { try Parser.graph($0) }, backend: backend, threadsPerRank: 1)
  }

  private func message(_ old: String, _ new: String, rank: Int) -> String {
    var ranks = Convolutions.ranks
    #expect(ranks[rank].contains(old))
    ranks[rank] = ranks[rank].replacing(old, with: new)
    return FabricTests.message { _ = try compile(ranks) }
  }

  @Test func `are refused where a message has no other side`() {
    #expect(
      message("sends = [{rank = 0, box = [[0, 1], [0, 2], [5, 6]]}]", "sends = []", rank: 1)
        == "rank 0 receives [0:1, 0:2, 5:6] at '%h' (exchange) from rank 1, which sends nothing")
    #expect(
      message("sends = []", "sends = [{rank = 1, box = [[0, 0], [0, 2], [8, 8]]}]", rank: 2)
        == "rank 2 sends [0:0, 0:2, 8:8] at '%h' (exchange) to rank 1, which receives nothing")
    #expect(
      message("sends = [{rank = 0, box", "sends = [{rank = 7, box", rank: 1)
        == "rank 1 sends [0:1, 0:2, 5:6] at '%h' (exchange) to rank 7, expected another one of "
        + "3 ranks")
  }

  @Test func `are refused where the boxes of a message differ`() {
    #expect(
      message(
        "sends = [{rank = 0, box = [[0, 1], [0, 2], [5, 6]]}]",
        "sends = [{rank = 0, box = [[0, 1], [0, 2], [6, 7]]}]", rank: 1)
        == "rank 0 receives [0:1, 0:2, 5:6] at '%h' (exchange) from rank 1, which sends only "
        + "[0:1, 0:2, 6:7]")
    #expect(
      message("[4, 5]]}], receives", "[5, 6]]}], receives", rank: 0)
        == "rank 0: '%h' (exchange) sends [0:1, 0:2, 5:6] of '%a' to rank 1, but it has "
        + "[0:1, 0:2, 0:5]")
  }

  @Test func `are refused where one reads what it does not have`() {
    #expect(
      message("held [0:1, 0:2, 0:6]", "held [0:1, 0:2, 0:5]", rank: 0)
        == "rank 0: '%h' (exchange) receives [0:1, 0:2, 5:6] from rank 1, expected a part of "
        + "[0:1, 0:2, 0:5]")
    #expect(
      message("convolution(%h", "convolution(%a", rank: 1)
        == "rank 1: '%c' (convolution) reads [0:1, 0:2, 4:8] of '%a' for [0:1, 0:3, 5:8], but it "
        + "has [0:1, 0:2, 5:8]")
    #expect(
      message("held [0:1, 0:2, 4:8]", "held [0:1, 0:2, 3:8]", rank: 1)
        == "rank 1: '%h' (exchange) has [0:1, 0:2, 3:8], but its messages and operand hold only "
        + "[0:1, 0:2, 5:8], [0:1, 0:2, 4:5]")
  }

  @Test func `are refused where one lacks an exchange, and all would wait`() {
    #expect(
      message("convolution(%h", "convolution(%a", rank: 2)
        == "rank 0 waits at '%h' (exchange) for rank 2, which has only 0 exchanges")
    #expect(
      message("%h", "%g", rank: 1)
        == "rank 0 waits at '%h' (exchange), phase whole, while rank 1 waits at '%g' (exchange), "
        + "phase whole, expected the same exchange")
  }

  @Test func `are refused where nobody owns a part of an output`() {
    #expect(
      message(
        "%c = convolution(%h, %w) {padding = [[1, 1]]} : f32[1, 3, 8] at [0:1, 0:3, 5:8]",
        "%c = convolution(%h, %w) {padding = [[1, 1]]} : f32[1, 3, 8] at [0:1, 0:3, 5:7]", rank: 1)
        == "ranks own [0:1, 0:3, 0:5] [0:1, 0:3, 5:7] [0:1, 0:3, 8:8] of the output 'y', expected "
        + "parts of [0:1, 0:3, 0:8] that do not overlap")
    #expect(
      FabricTests.message { _ = try compile(Array(Convolutions.ranks.prefix(2))) }
        == "there are programs of 2 ranks, expected 3")
    let program = try? Program(Parser.graph(Convolutions.ranks[1]))
    #expect(
      FabricTests.message {
        _ = try ReferenceBackend().compile(#require(program), threads: 1).makeSession(
          parameters: ["w": NDArray(zeros: .f32, [3, 2, 3])])
      } == "'net' is the part of rank 1, expected a program that is not split")
  }

  @Test(arguments: 0..<fabrics.count)
  func `end all others with their message, and may run again`(_ fabric: Int) throws {
    let isFailing = Flag()
    let backend = TestBackend { rank, op in
      guard rank == 1, op is Pointwise else { return nil }
      return { () throws(Diagnostic) in
        if isFailing.value.load(ordering: .relaxed) { throw Diagnostic("no more paper") }
      }
    }
    let whole = try Parser.graph(Convolutions.whole)
    let bindings = Bindings(for: whole, seed: 1)
    let session = try compile(Convolutions.ranks, backend)
      .makeSession(on: fabrics[fabric], parameters: bindings.parameters)
    for run in 0..<20 {
      isFailing.value.store(run % 2 == 0, ordering: .relaxed)
      let watch = ContinuousClock.now
      if run % 2 == 0 {
        #expect(
          FabricTests.message { _ = try session.run(bindings.inputs) } == "rank 1: no more paper")
      } else {
        #expect(try session.run(bindings.inputs) == whole.evaluated(bindings))
      }
      // Well below the time-out, also where other tests keep the processors busy.
      #expect(ContinuousClock.now - watch < .seconds(5))
    }
  }

  @Test func `are named when others wait too long`() throws {
    let isSlow = Flag()
    isSlow.value.store(true, ordering: .relaxed)
    let backend = TestBackend { rank, op in
      guard rank == 1, op is Pointwise else { return nil }
      return { () throws(Diagnostic) in
        while isSlow.value.load(ordering: .relaxed) { usleep(1000) }
      }
    }
    let whole = try Parser.graph(Convolutions.whole)
    let bindings = Bindings(for: whole, seed: 1)
    let session = try compile(Convolutions.ranks, backend).makeSession(
      on: ThreadsFabric(timeout: .milliseconds(100)), parameters: bindings.parameters)
    do throws(Diagnostic) {
      _ = try session.run(bindings.inputs)
      Issue.record("the run did not end")
    } catch {
      #expect(
        error.message == "rank 0: waits for rank 1 at '%h' (exchange), and no rank got on for "
          + "0.1 seconds")
      #expect(error.site?.line == 5)
      #expect(
        error.notes.map(\.message) == [
          "rank 1 is at '%a' (relu)", "rank 2 is at '%c' (convolution)",
        ])
    }
    #expect(
      FabricTests.message { _ = try session.run(bindings.inputs) }
        == "rank 1 is still at '%a' (relu), since an earlier run failed; expected a new session")
    isSlow.value.store(false, ordering: .relaxed)
    let limit = ContinuousClock.now + .seconds(10)
    var results: [String: NDArray]?
    while results == nil && ContinuousClock.now < limit {
      results = try? session.run(bindings.inputs)
    }
    #expect(results == whole.evaluated(bindings))
  }

  @Test(arguments: 0..<fabrics.count)
  func `are told of inputs and parameters that are missing`(_ fabric: Int) throws {
    let mesh = try compile(Convolutions.ranks)
    #expect(
      FabricTests.message { _ = try mesh.makeSession(on: fabrics[fabric]) }
        == "parameter 'w' is missing, expected f32[3, 2, 3]")
    let session = try mesh.makeSession(
      on: fabrics[fabric], parameters: ["w": NDArray(zeros: .f32, [3, 2, 3])])
    #expect(
      FabricTests.message { _ = try session.run([:]) }
        == "input 'x' is missing, expected f32[1, 2, 8]")
    #expect(
      FabricTests.message { _ = try session.run(["z": NDArray(zeros: .f32, [1])]) }
        == "input 'z' is unknown, expected 'x'")
  }

  private final class Flag: Sendable {
    let value = Atomic<Bool>(false)
  }
}
