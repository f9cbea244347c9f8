import GraphIR
import Passes
import Support
import Testing

/// What holds for every op on meshes, on every case of `OpCases.all`.
@Suite struct `every op on a mesh` {
  @Test(
    arguments: OpCases.all.filter { $0.operands.contains { $0.rank > 0 } && !($0.op is Exchange) })
  func `has the bits of one rank`(_ opCase: OpCase) throws {
    guard let types = opCase.operands(of: .f32) ?? opCase.variants.first?.1 else { return }
    var graph = Graph(name: "case")
    var operands: [Value] = []
    var bindings = Bindings(inputs: [:], parameters: [:])
    for (index, array) in opCase.arrays(types, seed: 21).enumerated() {
      let input = try graph.append(Input(name: "x\(index)", type: types[index]))
      bindings.inputs["x\(index)"] = array.data
      // An input has its halo from the caller; a copy of it must be exchanged.
      let extents = types[index].extents
      operands.append(
        try graph.append(
          Slice(start: extents.map { _ in 0 }, count: extents, step: extents.map { _ in 1 }),
          [input]
        ))
    }
    graph.output("y", try graph.append(opCase.op, operands))
    let expected = try #require(graph.evaluated(bindings)["y"])
    for (anchor, type) in types.enumerated() where type.rank > 0 {
      for (seed, mesh) in Self.meshes(type).enumerated() {
        let request = MeshRequest(mesh, anchor: "x\(anchor)")
        let split = try distribution(request, seed: UInt64(seed + 1)).run(graph).graph
        let found = try split.runInLockstep(bindings)["y"]
        #expect(found?.isSame(as: expected) == true, "\(mesh) on x\(anchor)\n\(split)")
      }
    }
  }

  /// Meshes along the batch and the spatial dimensions of a tensor.
  private static func meshes(_ type: TensorType) -> [[MeshRequest.Axis]] {
    let names = Array(["d", "h", "w"].suffix(max(type.rank - 2, 0)))
    let all = [[MeshRequest.Axis("n", 2)]]
    guard let last = names.last, let first = names.first else { return all }
    let both: [MeshRequest.Axis] =
      first == last ? [.init("n", 2), .init(last, 2)] : [.init(first, 2), .init(last, 2)]
    return all + [[.init(first, 2)], [.init(last, 3)], both]
  }
}
