/// How the elements of a box lie in memory: one after the other, in some order of the dimensions.
public struct BoxLayout: Hashable, Sendable {
  /// What memory holds.
  public let box: Region
  /// The dimensions from the outermost to the one whose neighbours lie together.
  public let order: [Int]

  /// A box whose dimensions lie in the given order; in their own, which is row-major, without.
  public init(_ box: Region, order: [Int]? = nil) {
    self.box = box
    self.order = order ?? Array(0..<box.rank)
  }

  /// `true` iff the last dimension is the innermost one, and so on.
  public var isRowMajor: Bool { order.indices.allSatisfy { order[$0] == $0 } }

  /// The elements between neighbours in each dimension.
  public var strides: [Int] {
    var (strides, stride) = (order, 1)
    for dimension in order.reversed() {
      strides[dimension] = stride
      stride *= box[dimension].count
    }
    return strides
  }

  /// The elements from the first one of memory to the first one of `part`.
  ///
  /// - Requires: the box contains `part`, which is not empty.
  public func start(of part: Region) -> Int {
    zip(strides, part.bounds.indices).reduce(0) {
      $0 + $1.0 * (part[$1.1].lowerBound - box[$1.1].lowerBound)
    }
  }

  /// The order of an image [N, C, S…] whose channels lie together.
  public static func channelsLast(rank: Int) -> [Int] { [0] + Array(2..<rank) + [1] }
}
