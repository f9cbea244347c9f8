import GraphIR
import Testing

/// An op in text that its constraints refuse, and the message.
struct BadOp: Sendable, CustomStringConvertible {
  /// The op, its operands and attributes.
  let text: String
  /// The whole message.
  let message: String

  /// An op that `message` refuses.
  init(_ text: String, _ message: String) {
    self.text = text
    self.message = message
  }

  /// The op as text.
  var description: String { text }
}

/// Parses an op over %x : f32[2, 3], %y : f32[3, 2], %i : i32[4], %j : i32[1, 1], %b : bool[2, 3],
/// %b1 : bool[1, 3], %e : f32[0, 3] and %s : f32[], and checks its message and place.
func expect(_ bad: BadOp, sourceLocation: SourceLocation = #_sourceLocation) {
  let text = """
    graph @g {
      %x = input @x : f32[2, 3]
      %y = input @y : f32[3, 2]
      %i = input @i : i32[4]
      %j = input @j : i32[1, 1]
      %b = input @b : bool[2, 3]
      %b1 = input @b1 : bool[1, 3]
      %e = input @e : f32[0, 3]
      %s = input @s : f32[]
      %z = \(bad.text) : f32[]
    }
    """
  do throws(Diagnostic) {
    _ = try Parser.graph(text)
    Issue.record("was accepted", sourceLocation: sourceLocation)
  } catch {
    #expect(error.message == bad.message, sourceLocation: sourceLocation)
    #expect(error.site?.line == 10, sourceLocation: sourceLocation)
  }
}

@Suite struct `an op with bad operands or attributes` {
  /// Ops that move elements.
  static let movers: [BadOp] = [
    BadOp("slice(%x, %x)", "slice: has 2 operands, expected 1"),
    BadOp(
      "slice(%x) {start = [0], count = [1, 1]}",
      "slice: C1: start [0], count [1, 1] and step [1, 1] do not fit the 2 dimensions of f32[2, 3]"),
    BadOp(
      "slice(%x) {step = [1, 0]}",
      "slice: C2: count [0, 0] has a negative entry or step [1, 0] a zero"),
    BadOp(
      "slice(%x) {count = [-1, 1]}",
      "slice: C2: count [-1, 1] has a negative entry or step [1, 1] a zero"),
    BadOp(
      "slice(%x) {start = [0, 1], count = [1, 3]}",
      "slice: C3: 3 elements from 1 by 1 leave dimension 1 of extent 3"),
    BadOp(
      "slice(%x) {start = [1, 0], count = [3, 1], step = [-1, 1]}",
      "slice: C3: 3 elements from 1 by -1 leave dimension 0 of extent 2"),
    BadOp(
      "slice(%x) {count = [9223372036854775807, 1], step = [9223372036854775807, 1]}",
      "slice: C3: 9223372036854775807 elements from 0 by 9223372036854775807 leave dimension 0 of "
        + "extent 2"),
    BadOp("concatenate()", "concatenate: C1: has no operands, expected at least 1"),
    BadOp(
      "concatenate(%x)",
      "concatenate: C1: axis is -1, expected one of the 2 dimensions from 0"),
    BadOp(
      "concatenate(%x, %y) {axis = 1}",
      "concatenate: C2: operands are f32[2, 3] and f32[3, 2], expected equal types but along axis 1"
    ),
    BadOp(
      "concatenate(%x, %b) {axis = 1}",
      "concatenate: C2: operands are f32[2, 3] and bool[2, 3], expected equal types but along axis 1"
    ),
    BadOp(
      "reshape(%x) {extents = [4]}",
      "reshape: C1: extents [4] do not hold the 6 elements of f32[2, 3]"),
    BadOp(
      "reshape(%x) {extents = [-2, -3]}",
      "reshape: C1: extents [-2, -3] do not hold the 6 elements of f32[2, 3]"),
    BadOp(
      "transpose(%x) {permutation = [0]}",
      "transpose: C1: permutation [0] does not hold the 2 dimensions of f32[2, 3]"),
    BadOp("transpose(%x) {permutation = [1, 1]}", "transpose: C1: axis 1 is given twice"),
    BadOp(
      "transpose(%x) {permutation = [0, 2]}",
      "transpose: C1: axis is 2, expected one of the 2 dimensions from 0"),
    BadOp(
      "broadcast(%x) {extents = [2, 3], axes = [0]}",
      "broadcast: C1: axes [0] do not name a dimension for each of f32[2, 3]"),
    BadOp(
      "broadcast(%x) {extents = [2, 3], axes = [0, 0]}", "broadcast: C1: axis 0 is given twice"),
    BadOp(
      "broadcast(%s) {extents = [-1]}", "broadcast: C2: extents [-1] have a negative entry"),
    BadOp(
      "broadcast(%x) {extents = [2, 4], axes = [0, 1]}",
      "broadcast: C2: dimension 1 of f32[2, 3] has extent 3, expected 1 or 4"),
    BadOp(
      "broadcast(%s) {extents = [4611686018427387904, 9]}",
      "broadcast: a result of f32[4611686018427387904, 9] is larger than 2^62 bytes"),
  ]

  /// Sums and reductions.
  static let sums: [BadOp] = [
    BadOp("contract(%x)", "contract: has 1 operands, expected 2"),
    BadOp(
      "contract(%x, %b)",
      "contract: C1: operands are f32[2, 3] and bool[2, 3], expected equal numeric element types"),
    BadOp(
      "contract(%b, %b)",
      "contract: C1: operands are bool[2, 3] and bool[2, 3], expected equal numeric element types"),
    BadOp(
      "contract(%x, %y) {contracting = [[1]]}", "contract: C2: [1] is not a pair of dimensions"),
    BadOp(
      "contract(%x, %y) {contracting = [[2, 0]]}",
      "contract: C2: left: axis is 2, expected one of the 2 dimensions from 0"),
    BadOp(
      "contract(%x, %y) {batch = [[0, 1]], contracting = [[1, 1]]}",
      "contract: C2: right: axis 1 is given twice"),
    BadOp(
      "contract(%x, %y) {contracting = [[0, 0]]}",
      "contract: C3: dimension 0 of f32[2, 3] and 0 of f32[3, 2] differ in extent"),
    BadOp(
      "block_sum(%x) {block = [2]}",
      "block_sum: C1: block [2] does not have a positive entry for each dimension of f32[2, 3]"),
    BadOp(
      "block_sum(%x) {block = [2, 0]}",
      "block_sum: C1: block [2, 0] does not have a positive entry for each dimension of f32[2, 3]"),
    BadOp("block_sum(%b)", "block_sum: C2: elements are bool, expected numbers"),
    BadOp(
      "tree_sum(%x) {axes = [2]}",
      "tree_sum: C1: axis is 2, expected one of the 2 dimensions from 0"),
    BadOp("tree_sum(%b) {axes = [0]}", "tree_sum: C2: elements are bool, expected numbers"),
    BadOp(
      "tree_roots(%x) {axis = 2}",
      "tree_roots: C1: axis is 2, expected one of the 2 dimensions from 0"),
    BadOp(
      "tree_roots(%x) {axis = 1, cuts = [2, 1]}",
      "tree_roots: C2: cuts [2, 1] do not rise inside 0 … 3"),
    BadOp("tree_roots(%b) {axis = 0}", "tree_roots: C3: elements are bool, expected numbers"),
    BadOp(
      "tree_join(%x)", "tree_join: C1: axis is -1, expected one of the 2 dimensions from 0"),
    BadOp(
      "tree_join(%x) {axis = 1, count = 3, cuts = [4]}",
      "tree_join: C2: cuts [4] do not rise inside 0 … 3"),
    BadOp(
      "tree_join(%x) {axis = 1, count = -1}",
      "tree_join: C2: cuts [] do not rise inside 0 … -1"),
    BadOp(
      "tree_join(%x) {axis = 1, count = 9223372036854775807, cuts = [1]}",
      "tree_join: C3: f32[2, 3] has 3 parts along axis 1, expected 64"),
    BadOp(
      "tree_join(%b) {axis = 0, count = 3, cuts = [2]}",
      "tree_join: C4: elements are bool, expected numbers"),
    BadOp(
      "reduce(%x) {function = maximum, axes = [1, 1]}", "reduce: C1: axis 1 is given twice"),
    BadOp(
      "partial_reduce(%x) {function = maximum, axes = [0, 2], cuts = [[], []]}",
      "partial_reduce: C1: axis is 2, expected one of the 2 dimensions from 0"),
    BadOp(
      "partial_reduce(%x) {function = maximum, axes = [0]}",
      "partial_reduce: C1: there are 0 lists of cuts, expected 1"),
    BadOp(
      "partial_reduce(%x) {function = maximum, axes = [0], cuts = [[-1]]}",
      "partial_reduce: C2: cuts [-1] do not rise inside 0 … 2"),
    BadOp(
      "partial_reduce(%x) {function = product, axes = [0], cuts = [[1]]}",
      "partial_reduce: C3: product is not defined for f32"),
    BadOp(
      "partial_reduce(%b) {function = minimum, axes = [0], cuts = [[1]]}",
      "partial_reduce: C3: minimum is not defined for bool"),
    BadOp("reduce(%x) {function = and}", "reduce: C2: and is not defined for f32"),
    BadOp("reduce(%b) {function = maximum}", "reduce: C2: maximum is not defined for bool"),
    BadOp(
      "arg_reduce(%x) {axis = 2}",
      "arg_reduce: C1: axis is 2, expected one of the 2 dimensions from 0"),
    BadOp(
      "arg_reduce(%e) {axis = 0}", "arg_reduce: C1: f32[0, 3] has no elements along axis 0"),
    BadOp(
      "arg_sort(%x)", "arg_sort: C1: axis is -1, expected one of the 2 dimensions from 0"),
  ]

  /// Gathers, choices and generators.
  static let choices: [BadOp] = [
    BadOp(
      "gather(%x, %i) {axis = 2}",
      "gather: C1: axis is 2, expected one of the 2 dimensions from 0"),
    BadOp("gather(%x, %y) {axis = 0}", "gather: C2: indices are f32, expected integers"),
    BadOp("gather(%x, %b) {axis = 0}", "gather: C2: indices are bool, expected integers"),
    BadOp("gather(%e, %i) {axis = 0}", "gather: C3: f32[0, 3] has no elements along axis 0"),
    BadOp(
      "gather_nd(%x, %i) {batch = 1}",
      "gather_nd: C1: f32[2, 3] and indices i32[4] do not have 1 common dimensions and one more"),
    BadOp(
      "gather_nd(%x, %x)",
      "gather_nd: C2: indices are f32[2, 3], expected integers and a last extent in 1 ... 2"),
    BadOp(
      "gather_nd(%e, %j)", "gather_nd: C3: f32[0, 3] has no elements along the 1 dimensions from 0"),
    BadOp(
      "scatter_nd(%x, %i, %x) {batch = -1}",
      "scatter_nd: C1: f32[2, 3] and indices i32[4] do not have -1 common dimensions and one more"),
    BadOp(
      "scatter_nd(%x, %i, %x)",
      "scatter_nd: C2: indices are i32[4], expected integers and a last extent in 1 ... 2"),
    BadOp("scatter_nd(%x, %j, %x)", "scatter_nd: C3: updates are f32[2, 3], expected f32[1, 3]"),
    BadOp(
      "scatter_nd(%b, %j, %b1) {reduction = add}",
      "scatter_nd: C4: elements are bool, expected numbers for add"),
    BadOp("take(%x)", "take: C1: axis is -1, expected one of the 2 dimensions from 0"),
    BadOp(
      "take(%x) {axis = 1, indices = [0, 3]}", "take: C2: index 3 is outside of axis 1 of extent 3"),
    BadOp(
      "take(%x) {axis = 1, indices = [-1]}", "take: C2: index -1 is outside of axis 1 of extent 3"),
    BadOp("select(%x, %x, %x)", "select: C1: condition is f32[2, 3], expected bool"),
    BadOp(
      "select(%b, %y, %y)",
      "select: C2: operands are bool[2, 3], f32[3, 2] and f32[3, 2], expected equal types and "
        + "extents"),
    BadOp(
      "select(%b, %x, %b)",
      "select: C2: operands are bool[2, 3], f32[2, 3] and bool[2, 3], expected equal types and "
        + "extents"),
    BadOp(
      "compare(%x, %b)",
      "compare: C1: operands are f32[2, 3] and bool[2, 3], expected equal types"),
    BadOp("one_hot(%x) {axis = 0}", "one_hot: C1: indices are f32, expected integers"),
    BadOp(
      "one_hot(%i) {axis = 2}", "one_hot: C2: axis is 2, expected one of the 2 dimensions from 0"),
    BadOp("one_hot(%i) {axis = 1, depth = -1}", "one_hot: C2: depth is -1, expected 0 or more"),
    BadOp(
      "iota() {type = {elementType = bool, extents = [2]}, axis = 0}",
      "iota: C1: elements are bool, expected numbers"),
    BadOp("iota()", "iota: C2: axis is -1, expected one of the 0 dimensions from 0"),
    BadOp("iota(%x)", "iota: has 1 operands, expected 0"),
    BadOp(
      "iota() {type = {elementType = f32, extents = [-2]}, axis = 0}",
      "iota: a result of f32[-2] is larger than 2^62 bytes"),
    BadOp(
      "random() {type = {elementType = i32, extents = [2]}, distribution = normal}",
      "random: C1: normal numbers are i32, expected floats"),
  ]

  @Test(arguments: movers)
  func `names the constraint of a mover`(_ bad: BadOp) { expect(bad) }

  @Test(arguments: sums)
  func `names the constraint of a sum or reduction`(_ bad: BadOp) { expect(bad) }

  @Test(arguments: choices)
  func `names the constraint of a choice or generator`(_ bad: BadOp) { expect(bad) }
}
