import Frontend
import GraphIR

/// A tensor with a label on each dimension; dimensions with one label belong together.
struct LabelledTensor {
  /// The tensor.
  private(set) var tensor: Tensor
  /// The label of each dimension.
  private(set) var labels: [Int]

  /// A tensor with a label for each dimension.
  init(_ tensor: Tensor, _ labels: [Int]) {
    self.tensor = tensor
    self.labels = labels
  }

  /// Returns the product of tensors, summed over the labels that are not in `result`, which gives
  /// the order of the dimensions.
  ///
  /// A label that is twice on one tensor stands for the diagonal. An extent of 1 repeats, but
  /// nothing is repeated in memory. Sums of more than two 16-bit factors are rounded once.
  static func sum(of factors: [LabelledTensor], to result: [Int]) throws(Diagnostic) -> Tensor {
    let type = factors[0].tensor.elementType
    var open: [LabelledTensor] = []
    for factor in factors {
      var factor = factor
      if factors.count > 2 { factor.tensor = factor.tensor.widened }
      try factor.takeDiagonals()
      open.append(factor)
    }
    let extents = try extents(of: open)
    for i in open.indices { open[i].dropRepeated(extents) }
    for i in open.indices {
      let others = open.indices.filter { $0 != i }.flatMap { open[$0].labels }
      open[i].sumOut { !result.contains($0) && !others.contains($0) }
    }
    var product = open.removeFirst()
    while !open.isEmpty {
      let factor = open.removeFirst()
      let kept = result + open.flatMap(\.labels)
      product = product.times(factor, keeping: kept)
    }
    return product.ordered(result).cast(to: type)
  }

  /// Returns the extent of each label.
  private static func extents(of factors: [LabelledTensor]) throws(Diagnostic) -> [Int: Int] {
    var extents: [Int: Int] = [:]
    for factor in factors {
      for (label, extent) in zip(factor.labels, factor.tensor.extents) {
        let other = extents[label] ?? 1
        if other != 1 && extent != 1 && other != extent {
          throw Diagnostic(
            "operands are \(factors.map { $0.tensor.type }): extents \(other) and \(extent) do not "
              + "broadcast")
        }
        extents[label] = other == 1 ? extent : other
      }
    }
    return extents
  }

  /// Replaces dimensions of one label by their diagonal.
  private mutating func takeDiagonals() throws(Diagnostic) {
    while let (first, second) = firstRepetition {
      let count = tensor.extents[first]
      if tensor.extents[second] != count {
        throw Diagnostic(
          "\(tensor.type) has no diagonal of dimensions \(first) and \(second), expected "
            + "equal extents"
        )
      }
      let rest = labels.indices.filter { $0 != first && $0 != second }
      let flat = tensor.transpose(rest + [first, second])
        .reshape(rest.map { tensor.extents[$0] } + [count * count])
      let label = labels[first]
      tensor = .apply(
        Slice(
          start: [Int](repeating: 0, count: flat.rank),
          count: Array(flat.extents.dropLast()) + [count],
          step: [Int](repeating: 1, count: rest.count) + [count + 1]), [flat])
      labels = rest.map { labels[$0] } + [label]
    }
  }

  /// Two dimensions of one label; nil where there are none.
  private var firstRepetition: (Int, Int)? {
    for second in labels.indices {
      if let first = labels[..<second].firstIndex(of: labels[second]) { return (first, second) }
    }
    return nil
  }

  /// Removes dimensions of extent 1 whose label has another extent elsewhere.
  private mutating func dropRepeated(_ extents: [Int: Int]) {
    let repeated = labels.indices.filter { tensor.extents[$0] == 1 && extents[labels[$0]] != 1 }
    if repeated.isEmpty { return }
    tensor = tensor.squeeze(axes: repeated)
    labels = labels.indices.filter { !repeated.contains($0) }.map { labels[$0] }
  }

  /// Sums over the dimensions whose labels fulfil a condition.
  private mutating func sumOut(_ isSummed: (Int) -> Bool) {
    let summed = labels.indices.filter { isSummed(labels[$0]) }
    if summed.isEmpty { return }
    tensor = tensor.sum(axes: summed)
    labels = labels.filter { !isSummed($0) }
  }

  /// Returns the product with another tensor, summed over the common labels that are not kept.
  private func times(_ other: LabelledTensor, keeping kept: [Int]) -> LabelledTensor {
    var (batch, contracting): ([[Int]], [[Int]]) = ([], [])
    for (i, label) in labels.enumerated() {
      guard let j = other.labels.firstIndex(of: label) else { continue }
      if kept.contains(label) { batch.append([i, j]) } else { contracting.append([i, j]) }
    }
    let product = Tensor.apply(
      Contract(batch: batch, contracting: contracting), [tensor, other.tensor])
    let order =
      batch.map { labels[$0[0]] } + labels.filter { !other.labels.contains($0) }
      + other.labels.filter { !labels.contains($0) }
    return LabelledTensor(product, order)
  }

  /// Returns the tensor with its dimensions in the order of some labels, which are its own.
  private func ordered(_ result: [Int]) -> Tensor {
    let order = result.compactMap { labels.firstIndex(of: $0) }
    return order == Array(order.indices) ? tensor : tensor.transpose(order)
  }
}
