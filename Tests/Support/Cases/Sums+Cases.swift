import GraphIR

extension OpCases {
  /// Blocks that divide the extent, that do not, and that are larger.
  static let blockSum: [OpCase] = [
    blockSum([], []),
    blockSum([1], [1]),
    blockSum([7], [3]),
    blockSum([6], [2]),
    blockSum([4], [9]),
    blockSum([0, 3], [2, 2]),
    blockSum([2, 3], [1, 1]),
    blockSum([5, 4], [2, 1]),
    blockSum([1, 2, 5, 7], [1, 1, 2, 4]),
    blockSum([3, 2, 4, 1, 5], [2, 2, 3, 1, 2]),
  ]

  /// Complete and incomplete trees, and axes in both orders.
  static let treeSum: [OpCase] = [
    treeSum([], []),
    treeSum([3], []),
    treeSum([1], [0]),
    treeSum([2], [0]),
    treeSum([7], [0]),
    treeSum([8], [0]),
    treeSum([13], [0]),
    treeSum([0, 2], [0]),
    treeSum([2, 5], [1]),
    treeSum([5, 3], [0, 1]),
    treeSum([5, 3], [1, 0]),
    treeSum([2, 3, 4, 5], [3, 1]),
    treeSum([2, 3, 1, 2, 6], [4, 2, 0]),
  ]

  /// Sums of blocks of f32 elements.
  private static func blockSum(_ x: [Int], _ block: [Int]) -> OpCase {
    OpCase(BlockSum(block: block), [TensorType(.f32, x)])
  }

  /// Sums of f32 elements over axes.
  private static func treeSum(_ x: [Int], _ axes: [Int]) -> OpCase {
    OpCase(TreeSum(axes: axes), [TensorType(.f32, x)])
  }
}
