import Fabrics
import Glibc
import Passes
import ReferenceBackend
import Support
import Synchronization
import Testing

/// Many runs of many ranks on few processors.
@Suite struct `ranks on threads` {
  @Test(arguments: [1, 2, 3, 6] as [UInt64])
  func `agree in every run, whatever the order`(_ seed: UInt64) throws {
    let whole = try Parser.graph(MeshTests.network)
    let random = CounterRandom(seed: seed, name: "yields")
    let drawn = Drawn()
    let backend = TestBackend { _, _ in
      { () throws(Diagnostic) in
        let bits = random.bits(drawn.count.add(1, ordering: .relaxed).oldValue).0
        if bits % 3 == 0 { sched_yield() }
        if bits % 64 == 1 { usleep(UInt32(bits >> 32) % 200) }
      }
    }
    let locals = try split(whole, MeshRequest([4, 2]), seed: seed)
    let mesh = try MeshExecutable(locals, backend: backend, threadsPerRank: 1)
    let bindings = Bindings(for: whole, seed: 1)
    let expected = whole.evaluated(bindings)
    var options = SessionOptions()
    options.poisonsMemory = true
    let session = try mesh.makeSession(
      on: ThreadsFabric(), parameters: bindings.parameters, options: options)
    let lockstep = try mesh.makeSession(on: LockstepFabric(), parameters: bindings.parameters)
    _ = try lockstep.run(bindings.inputs)
    for run in 0..<50 {
      let results = try session.run(bindings.inputs)
      #expect(results == expected, "run \(run)")
      #expect(session.traffic == lockstep.traffic)
    }
  }

  @Test func `start and end again and again`() throws {
    let whole = try Parser.graph(Convolutions.whole)
    let bindings = Bindings(for: whole, seed: 1)
    let mesh = try MeshExecutable(
      Convolutions.ranks.map { try Parser.graph($0) }, backend: ReferenceBackend(),
      threadsPerRank: 2)
    for _ in 0..<50 {
      let session = try mesh.makeSession(on: ThreadsFabric(), parameters: bindings.parameters)
      #expect(try session.run(bindings.inputs) == whole.evaluated(bindings))
    }
  }

  private final class Drawn: Sendable {
    let count = Atomic<Int>(0)
  }
}
