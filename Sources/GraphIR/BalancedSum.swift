/// The sum of doubles in the order of `tree_sum` over some axes of a tensor.
struct BalancedSum {
  /// The trees along each axis, in the order in which the axes are summed.
  private let axes: [Trees]

  /// The trees along one axis.
  private struct Trees {
    /// The offset of the first leaf of each tree.
    let starts: [Int]
    /// The number of leaves.
    let count: Int
    /// The distance between leaves.
    let stride: Int
  }

  /// The sum over `axes` of a tensor of `extents`, of which the other dimensions are left out.
  init(_ extents: [Int], axes: [Int]) {
    let dimensions = axes.sorted()
    let strides = Extents.strides(dimensions.map { extents[$0] })
    var summed: [Int] = []
    self.axes = axes.map { axis in
      summed.append(axis)
      let tables = zip(dimensions, strides).map { dimension, stride in
        summed.contains(dimension) ? [0] : (0..<extents[dimension]).map { $0 * stride }
      }
      // The axis is one of the dimensions.
      let stride = strides[dimensions.firstIndex(of: axis)!]
      return Trees(starts: Offsets.sums(tables), count: extents[axis], stride: stride)
    }
  }

  /// Returns the sum of the values, which are in row-major order; they are overwritten.
  func sum(of values: inout [Double]) -> Double {
    if values.isEmpty { return 0 }
    for trees in axes {
      for start in trees.starts {
        // Each node takes the place of its first leaf.
        var step = 1
        while step < trees.count {
          for node in stride(from: 0, to: trees.count - step, by: 2 * step) {
            let first = start + node * trees.stride
            values[first] += values[first + step * trees.stride]
          }
          step *= 2
        }
      }
    }
    return values[0]
  }
}
