import NDArrays
import ONNXMessages
import Testing

@Suite struct `importing products` {
  @Test(arguments: [6, 7])
  func `a product of matrices plus a row`(version: Int) {
    var attributes: [String: NodeAttribute] = ["alpha": .float(0.5), "beta": .float(2)]
    if version == 6 { attributes["broadcast"] = .int(1) }
    expectNode(
      "Gemm", version: version, [.wave([2, 3]), .wave([3, 4]), .wave([4])], attributes,
      gives: [NDArray(.f32, [2, 4], [-0.625, -0.75, 0.5, 3.125, -6.5, 1.75, -2.375, 10])])
  }

  @Test func `a product of integers plus a column`() {
    expectNode(
      "Gemm", version: 13, [.wave([2, 3], .i32), .wave([4, 3], .i32), .wave([2, 1], .i32)],
      ["transB": .int(1)], gives: [NDArray(.i32, [2, 4], [58, 48, 38, 28, 55, 147, 129, 111])])
  }

  @Test func `a product of doubles`() {
    expectNode(
      "Gemm", version: 13, [.wave([3, 2], .f64), .wave([3, 4], .f64)],
      ["transA": .int(1), "alpha": .float(3)],
      gives: [NDArray(.f64, [2, 4], [14.25, -0.75, 0.75, -22.5, 5.25, -15, 14.25, 18.75])])
  }

  @Test func `matrices broadcast`() {
    expectNode(
      "MatMul", version: 13, [.wave([2, 1, 2, 3]), .wave([2, 3, 1])],
      gives: [NDArray(.f32, [2, 2, 2, 1], [8.25, -4.25, -4.25, 8.75, -3, -1.75, 8, 7.25])])
    expectNode(
      "MatMul", version: 13, [.wave([3]), .wave([2, 3, 2])],
      gives: [NDArray(.f32, [2, 2], [4.75, 1.5, -6.5, 4])])
  }

  @Test(arguments: [
    (
      "...ij, jk -> ...ik", [[2, 2, 3], [3, 2]],
      NDArray(.f32, [2, 2, 2], [4.75, 1.5, -7.5, 6, -6, 5, -4.5, 4])
    ),
    (
      "...ij,...j->...i", [[1, 2, 2], [3, 2]],
      NDArray(.f32, [3, 2], [7.25, 5, 5, 7.25, -2.75, -4.25])
    ),
    ("bii->bi", [[2, 3, 3]], NDArray(.f32, [2, 3], [-2.5, 0.5, -2, 1.5, -1, 2])),
    ("ii", [[3, 3]], NDArray(.f32, [], [-4])),
    (
      "ba,cb", [[2, 3], [3, 2]],
      NDArray(.f32, [3, 3], [8.75, 8.75, -5, -2, 0.25, -0.25, 1, -2.75, 1.75])
    ),
    (
      "ij,jk,k->ki", [[2, 3], [3, 2], [2]], NDArray(.f32, [2, 2], [-11.875, 18.75, 1.5, 6])
    ),
    ("ij,ik->i", [[2, 3], [2, 2]], NDArray(.f32, [2], [3.75, 2.25])),
  ])
  func `a sum of products by an equation`(
    equation: String, extents: [[Int]], expected: NDArray
  ) {
    expectNode(
      "Einsum", version: 12, extents.map { .wave($0) }, ["equation": .string(equation)],
      gives: [expected])
  }

  @Test(arguments: [
    ("ij", "expected 1 dimensions in 'ij'"), ("i,j->i", "a term for each of 1 operands"),
    ("i->j", "each letter of the result once"), ("i->ii", "each letter of the result once"),
    ("1->1", "expected letters"), ("i->i->i", "a term for each"), ("......", "at most one '...'"),
    ("ij...", "expected fewer dimensions"), ("...->", "each letter of the result once"),
    ("", "expected 1 dimensions"),
  ])
  func `an equation that does not fit is refused`(equation: String, message: String) {
    expectRefusal(
      [NodeProto("Einsum", ["x0"], ["y"], ["equation": .string(equation)])], inputs: [.wave([3])],
      [message])
  }
}
