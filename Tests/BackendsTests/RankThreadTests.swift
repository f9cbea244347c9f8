import BLASBackend
import Support
import Synchronization
import Testing

/// Sessions that run at the same time, as those of ranks do.
@Suite struct `sessions on several threads` {
  @Test func `compute the same bits as one alone`() throws {
    let text = """
      graph @net {
        %x = input @x : f32[1, 24, 20, 20]
        %w = input @w : f32[24, 24, 3, 3]
        %m = input @m : f32[96, 20]
        %c = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 24, 20, 20]
        %p = contract(%c, %m) {contracting = [[3, 1]]} : f32[1, 24, 20, 96]
        %s = softmax(%p) {axes = [3]} : f32[1, 24, 20, 96]
        output @y = %s
      }
      """
    let graph = try Parser.graph(text)
    let executable = try BLASBackend().compile(Program(graph), threads: 2)
    var inputs: [String: NDArray] = [:]
    for value in graph.values {
      guard let input = graph[value].op as? Input else { continue }
      inputs[input.name] = .random(input.type, seed: 1, name: input.name)
    }
    let (given, expected) = (inputs, try executable.makeSession().run(inputs))
    let differing = Atomic<Int>(0)
    ThreadPool(threads: 4).parallel(8) { _, _ in
      let session = try? executable.makeSession()
      for _ in 0..<20 where (try? session?.run(given)) != expected {
        differing.add(1, ordering: .relaxed)
      }
    }
    #expect(differing.load(ordering: .relaxed) == 0)
  }
}
