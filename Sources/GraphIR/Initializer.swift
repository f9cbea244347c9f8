/// How the first value of a parameter is made, where no file supplies it.
///
/// The fan-in and fan-out of a weight [O, I, k…] are I·∏k and O·∏k. Random ones are keyed by the
/// parameter's name.
public enum Initializer: Hashable, Codable, Sendable {
  /// The same number everywhere.
  case constant(value: Scalar)
  /// Uniform between two bounds.
  case uniform(low: Scalar, high: Scalar)
  /// Normal with a mean and a standard deviation.
  case normal(mean: Scalar, deviation: Scalar)
  /// Uniform within ±gain·√(3 / fan-in) (He et al., 2015).
  case kaimingUniform(gain: Scalar)
  /// Normal with deviation gain / √fan-in (He et al., 2015).
  case kaimingNormal(gain: Scalar)
  /// Uniform within ±gain·√(6 / (fan-in + fan-out)) (Glorot and Bengio, 2010).
  case xavierUniform(gain: Scalar)
  /// Normal with deviation gain·√(2 / (fan-in + fan-out)) (Glorot and Bengio, 2010).
  case xavierNormal(gain: Scalar)
  /// Orthonormal rows or columns of the [O, I·∏k] matrix, times gain (Saxe et al., 2014).
  case orthogonal(gain: Scalar)

  /// All zeros.
  public static let zeros = Initializer.constant(value: 0)
  /// All ones.
  public static let ones = Initializer.constant(value: 1)
}
