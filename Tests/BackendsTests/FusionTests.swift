import BLASBackend
import Support
import Testing

/// Fused steps against the definition of their bodies.
@Suite struct `a fused step` {
  /// Bodies that have code of their own.
  static let bodies = [
    """
    graph @fused {
      %x = input @0 : f32[2, 3, 9, 7]
      %w = input @1 : f32[4, 3, 3, 3]
      %b = input @2 : f32[4]
      %r = input @3 : f32[2, 4, 9, 7]
      %c = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[2, 4, 9, 7]
      %bb = broadcast(%b) {extents = [2, 4, 9, 7], axes = [1]} : f32[2, 4, 9, 7]
      %s = add(%c, %bb) : f32[2, 4, 9, 7]
      %a = relu(%s) : f32[2, 4, 9, 7]
      %y = add(%r, %a) : f32[2, 4, 9, 7]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[3, 4]
      %y = transpose(%x) {permutation = [1, 0]} : f32[4, 3]
      %unread = reshape(%y) {extents = [12]} : f32[12]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %b = input @0 : f32[1, 6, 1]
      %w = input @1 : f32[6, 1, 3]
      %x = input @2 : f32[1, 6, 5]
      %c = convolution(%x, %w) {padding = [[1, 1]], groups = 6} : f32[1, 6, 5]
      %bb = broadcast(%b) {extents = [1, 6, 5], axes = [0, 1, 2]} : f32[1, 6, 5]
      %y = prelu(%c, %bb) : f32[1, 6, 5]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[1, 4, 5, 6]
      %w = input @1 : f32[4, 3, 2, 2]
      %b = input @2 : f32[3]
      %c = transposed_convolution(%x, %w) {stride = [2, 2]} : f32[1, 3, 10, 12]
      %bb = broadcast(%b) {extents = [1, 3, 10, 12], axes = [1]} : f32[1, 3, 10, 12]
      %s = add(%c, %bb) : f32[1, 3, 10, 12]
      %g = gelu(%s) : f32[1, 3, 10, 12]
      %y = multiply(%g, %s) : f32[1, 3, 10, 12]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[2, 3, 50, 60]
      %m = input @1 : f32[2, 3, 1, 1]
      %g = input @2 : f32[3]
      %k = constant() {value = dense f32[] [0.5]} : f32[]
      %mm = broadcast(%m) {extents = [2, 3, 50, 60], axes = [0, 1, 2, 3]} : f32[2, 3, 50, 60]
      %gg = broadcast(%g) {extents = [2, 3, 50, 60], axes = [1]} : f32[2, 3, 50, 60]
      %kk = broadcast(%k) {extents = [2, 3, 50, 60], axes = []} : f32[2, 3, 50, 60]
      %d = subtract(%x, %mm) : f32[2, 3, 50, 60]
      %s = multiply(%d, %gg) : f32[2, 3, 50, 60]
      %t = multiply(%s, %s) : f32[2, 3, 50, 60]
      %u = add(%t, %kk) : f32[2, 3, 50, 60]
      %y = maximum(%u, %d) : f32[2, 3, 50, 60]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[3, 4]
      %c = input @1 : f32[4, 3]
      %t = broadcast(%c) {extents = [3, 4], axes = [1, 0]} : f32[3, 4]
      %s = add(%x, %t) : f32[3, 4]
      %y = tanh(%s) : f32[3, 4]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[2, 5, 6]
      %w = input @1 : f32[4, 6]
      %b = input @2 : f32[4]
      %k = constant() {value = dense f32[1, 1, 2] [0.5, -2]} : f32[1, 1, 2]
      %c = contract(%x, %w) {contracting = [[2, 1]]} : f32[2, 5, 4]
      %bb = broadcast(%b) {extents = [2, 5, 4], axes = [2]} : f32[2, 5, 4]
      %s = add(%c, %bb) : f32[2, 5, 4]
      %r = relu(%s) : f32[2, 5, 4]
      %v = reshape(%r) {extents = [10, 2, 2]} : f32[10, 2, 2]
      %kk = broadcast(%k) {extents = [10, 2, 2], axes = [0, 1, 2]} : f32[10, 2, 2]
      %y = multiply(%v, %kk) : f32[10, 2, 2]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[1, 3, 9, 8]
      %w = input @1 : f32[3, 3, 3, 3]
      %k = input @2 : f32[8, 1]
      %n = negate(%x) : f32[1, 3, 9, 8]
      %c = convolution(%n, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 3, 9, 8]
      %kk = broadcast(%k) {extents = [1, 3, 9, 8], axes = [3, 2]} : f32[1, 3, 9, 8]
      %s = add(%c, %kk) : f32[1, 3, 9, 8]
      %y = add(%s, %x) : f32[1, 3, 9, 8]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[1, 18, 3, 5, 19]
      %m = input @1 : f32[1, 18, 1, 1, 1]
      %mm = broadcast(%m) {extents = [1, 18, 3, 5, 19], axes = [0, 1, 2, 3, 4]} : f32[1, 18, 3, 5, 19]
      %d = subtract(%x, %mm) : f32[1, 18, 3, 5, 19]
      %s = square(%d) : f32[1, 18, 3, 5, 19]
      %y = block_sum(%s) {block = [1, 1, 1, 2, 19]} : f64[1, 18, 3, 3, 1]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[1, 36, 5, 6]
      %a = reshape(%x) {extents = [1, 9, 2, 2, 5, 6]} : f32[1, 9, 2, 2, 5, 6]
      %b = transpose(%a) {permutation = [0, 1, 4, 2, 5, 3]} : f32[1, 9, 5, 2, 6, 2]
      %y = reshape(%b) {extents = [1, 9, 10, 12]} : f32[1, 9, 10, 12]
      output @y = %y
    }
    """,
    """
    graph @fused {
      %x = input @0 : f32[1, 3, 5, 18]
      %i = arg_reduce(%x) {function = maximum, axis = 1} : i64[1, 1, 5, 18]
      %y = cast(%i) {elementType = u8} : u8[1, 1, 5, 18]
      output @y = %y
    }
    """,
  ]

  /// The bodies as ops.
  static let ops = bodies.compactMap { text in (try? Parser.graph(text)).map(Fused.init(body:)) }

  @Test func `has a valid body`() { #expect(Self.ops.count == Self.bodies.count) }

  @Test(arguments: ops.indices, KernelSource.allCases)
  func `gives the result of its body`(_ index: Int, _ source: KernelSource) throws {
    let op = Self.ops[index]
    let types = op.inputs.map { op.body[$0].type }
    let arrays = types.enumerated().map {
      PlacedArray(.random($1, seed: UInt64($0), name: "\(index)"))
    }
    let result = try op.resultType(types)
    let expected = op.evaluate(arrays, over: result.whole)
    let backend: any Backend = source == .blas ? BLASBackend() : SharedNativeBackend()
    for threads in [1, 2] {
      let got = try run(op, arrays, on: backend, threads: threads)
      let excess = Tolerance.excess(op, arrays, got: got, expected: expected)
      #expect(excess == nil)
      let executable = try backend.compile(program(op, types), threads: threads)
      let interpreted = Set(executable.fallbacks.map(\.op))
      #expect(interpreted.isSubset(of: source == .blas ? ["gelu"] : []))
    }
    for (seed, box) in BoxCases.boxes(of: result).enumerated() {
      try checkBox(op, arrays, over: box, seed: seed, "body \(index) by \(source)", source)
    }
  }
}
