/// Returns the product of two tensors summed over the dimensions that the result does not name.
///
///     einsum("bhcx,bhcy->bhxy", queries, keys)
///
/// Each letter names a dimension; one that both tensors have has equal extents, and one that only one
/// of them has and the result does not is summed first. Errors: other spellings, a letter twice in
/// one tensor.
public func einsum(
  _ equation: String, _ left: Tensor, _ right: Tensor, file: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  left.at(file, line, column, with: [right]) {
    guard let names = EinsumNames(equation, left.rank, right.rank) else {
      return left.failure(
        "einsum: '\(equation)' does not fit \(left.type) and \(right.type), expected a letter for "
          + "each dimension, as in \"mk,kn->mn\"")
    }
    func reduced(_ x: Tensor, _ labels: [Character], _ other: [Character]) -> (
      Tensor, [Character]
    ) {
      let lone = labels.indices.filter {
        !other.contains(labels[$0]) && !names.result.contains(labels[$0])
      }
      if lone.isEmpty { return (x, labels) }
      return (
        x.sum(axes: lone), labels.enumerated().filter { !lone.contains($0.offset) }.map(\.element)
      )
    }
    let (x, a) = reduced(left, names.left, names.right)
    let (y, b) = reduced(right, names.right, names.left)
    var batch: [[Int]] = []
    var contracting: [[Int]] = []
    var order: [Character] = []
    for (i, label) in a.enumerated() {
      guard let j = b.firstIndex(of: label) else { continue }
      if names.result.contains(label) {
        batch.append([i, j])
        order.append(label)
      } else {
        contracting.append([i, j])
      }
    }
    order += a.filter { !b.contains($0) } + b.filter { !a.contains($0) }
    let product = Tensor.apply(Contract(batch: batch, contracting: contracting), [x, y])
    // Every label of the result is one of the operands'.
    let permutation = names.result.map { order.firstIndex(of: $0)! }
    if permutation == Array(permutation.indices) { return product }
    return .apply(Transpose(permutation: permutation), [product])
  }
}

/// The letters of an equation such as `mk,kn->mn`.
private struct EinsumNames {
  /// Those of the operands and of the result.
  let left, right, result: [Character]

  /// The letters; nil where they do not name each dimension once.
  init?(_ equation: String, _ leftRank: Int, _ rightRank: Int) {
    let sides = equation.filter { $0 != " " }.split(
      separator: "->", omittingEmptySubsequences: false)
    guard sides.count == 2 else { return nil }
    let operands = sides[0].split(separator: ",", omittingEmptySubsequences: false)
    guard operands.count == 2 else { return nil }
    (left, right, result) = (Array(operands[0]), Array(operands[1]), Array(sides[1]))
    let isDistinct = [left, right, result].allSatisfy { Set($0).count == $0.count }
    let isComplete = result.allSatisfy { left.contains($0) || right.contains($0) }
    if !isDistinct || !isComplete || left.count != leftRank || right.count != rightRank {
      return nil
    }
  }
}
