import BLASBackend
import ReferenceBackend
import Support
import Testing

/// What holds for every op on every backend, on every case of `OpCases.all`.
@Suite struct `every op on a backend` {
  @Test(arguments: OpCases.all)
  func `gives the result of its definition`(_ opCase: OpCase) throws {
    for (type, types) in opCase.variants {
      let arrays = opCase.arrays(types, seed: 7)
      let result = try opCase.op.resultType(types)
      let expected = opCase.op.evaluate(arrays, over: result.whole)
      for (backend, threads) in backends {
        let got = try run(opCase.op, arrays, on: backend, threads: threads)
        let excess = Tolerance.excess(opCase.op, arrays, got: got, expected: expected)
        #expect(excess == nil, "\(type.rawValue) on \(backend.name) with \(threads) threads")
      }
    }
  }

  @Test(
    arguments: zip(
      [BLASBackend(), SharedNativeBackend()] as [any Backend],
      [["iota", "random"] + rareOps + rareFunctions + meshOps, nativelyInterpreted]))
  func `has code for f32, unless it is in a list`(_ backend: any Backend, _ list: [String]) throws {
    var interpreted: Set<String> = []
    var compiled = Set(list)
    for opCase in OpCases.all {
      guard let (_, types) = opCase.variants.first(where: { $0.0 == .f32 }) else { continue }
      let executable = try backend.compile(program(opCase.op, types), threads: 2)
      let name = AllOps.spelling(opCase.op)
      if executable.fallbacks.isEmpty { compiled.insert(name) } else { interpreted.insert(name) }
    }
    #expect(interpreted.subtracting(compiled) == [])
  }
}

/// The ops that only split graphs have: of most, a rank computes a box, and copies are the
/// fabric's.
private let meshOps = ["assemble", "exchange", "partial_reduce", "tree_roots", "tree_join"]

/// The ops that `blas` computes by their definitions.
private let rareOps = ["arg_sort"]

/// The ops that `native` computes by their definitions.
private let nativelyInterpreted = meshOps

/// The pointwise functions that `blas` computes by their definitions.
private let rareFunctions = [
  "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "celu", "cos", "cosh", "elu",
  "erf", "expm1", "floor", "gelu", "gelu_tanh", "log", "log1p", "log2", "mish", "power",
  "remainder", "round", "selu", "sign", "sin", "sinh", "softplus", "softsign", "tan",
  "thresholded_relu", "truncated_remainder",
]

/// The backends under test, with the number of threads.
let backends: [(any Backend, Int)] = [
  (ReferenceBackend(), 1), (BLASBackend(), 1), (BLASBackend(), 2), (SharedNativeBackend(), 1),
  (SharedNativeBackend(), 2),
]

/// The program of an op on inputs `x0`, `x1`, … with output `y`.
func program(_ op: any Op, _ types: [TensorType]) throws -> Program {
  var graph = Graph(name: "case")
  var operands: [Value] = []
  for (index, type) in types.enumerated() {
    operands.append(try graph.append(Input(name: "x\(index)", type: type)))
  }
  graph.output("y", try graph.append(op, operands))
  return try Program(graph)
}

/// Returns the result of an op on a backend.
func run(_ op: any Op, _ arrays: [PlacedArray], on backend: any Backend, threads: Int) throws
  -> NDArray
{
  let types = arrays.map { TensorType($0.elementType, $0.extents) }
  let session = try backend.compile(program(op, types), threads: threads).makeSession()
  var inputs: [String: NDArray] = [:]
  for (index, array) in arrays.enumerated() { inputs["x\(index)"] = array.data }
  return try #require(try session.run(inputs)["y"])
}
