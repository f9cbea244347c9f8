import Glibc

/// The logarithm of the softmax over one or more axes.
///
///     %y = log_softmax(%x) {axes = [1]} : f32[1, 4, 8, 8]
///
/// y = x − max − log Σ exp(x − max), with maximum and sum over the axes. All is computed
/// in f64, the sum as by `tree_sum` over the axes in the order of the list, and rounded once.
///
/// - C1: x is a float.
/// - C2: axes are one or more distinct dimensions of x.
public struct LogSoftmax: SoftmaxOp {
  public static let mnemonic = "log_softmax"
  /// The dimensions over which the exponentials of the result sum to 1.
  public let axes: [Int]

  /// The logarithm of the softmax over the axes.
  public init(axes: [Int]) { self.axes = axes }

  public static func plain(rank: Int) -> LogSoftmax { LogSoftmax(axes: []) }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    normalised(operands[0], over: part) { x, sum in x - log(sum) }
  }
}
