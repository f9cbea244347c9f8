import Glibc

/// The softmax over one or more axes.
///
///     %y = softmax(%x) {axes = [1]} : f32[1, 4, 8, 8]
///
/// y = exp(x − max) / Σ exp(x − max), with maximum and sum over the axes. All is computed
/// in f64, the sum as by `tree_sum` over the axes in the order of the list, and rounded once.
///
/// - C1: x is a float.
/// - C2: axes are one or more distinct dimensions of x.
public struct Softmax: SoftmaxOp {
  public static let mnemonic = "softmax"
  /// The dimensions over which the result sums to 1.
  public let axes: [Int]

  /// The softmax over the axes.
  public init(axes: [Int]) { self.axes = axes }

  public static func plain(rank: Int) -> Softmax { Softmax(axes: []) }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    normalised(operands[0], over: part) { x, sum in exp(x) / sum }
  }
}
