/// Random numbers that depend on the seed, the name and the position of each element only.
///
///     %y = random() {type = {elementType = f32, extents = [2, 3]}, name = dropout, seed = 7} : f32[2, 3]
///
/// y[i] is made from `CounterRandom(seed:name:)` at the row-major position of i in the whole
/// tensor, so that it is the same however the tensor is split:
///
/// - `uniform`: first + (second − first)·u, with u in 0 ..< 1;
/// - `normal`: first + second·n, with mean `first` and standard deviation `second`;
/// - `bernoulli`: 1 where u < first, else 0: 1 with probability `first`; `second` is not used.
///
/// - C1: `uniform` and `normal` make floats; `bernoulli` makes any type.
public struct Random: Op {
  /// How the numbers are distributed.
  public enum Distribution: String, Codable, Hashable, Sendable, CaseIterable {
    case uniform, normal, bernoulli
  }

  public static let mnemonic = "random"
  /// The type of the result.
  public let type: TensorType
  /// How the numbers are distributed.
  public let distribution: Distribution
  /// The lower bound, the mean or the probability of 1.
  public let first: Scalar
  /// The upper bound or the standard deviation.
  public let second: Scalar
  /// What tells this tensor's numbers from others under the same seed.
  public let name: String
  /// What tells one run's numbers from another's, by its bits.
  public let seed: Int

  /// Numbers of the given distribution.
  public init(
    type: TensorType, distribution: Distribution = .uniform, first: Scalar = 0, second: Scalar = 1,
    name: String, seed: Int = 0
  ) {
    self.type = type
    self.distribution = distribution
    self.first = first
    self.second = second
    self.name = name
    self.seed = seed
  }

  public static func plain(rank: Int) -> Random { Random(type: TensorType(.f32, []), name: "") }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(0, operands)
    try require(
      distribution == .bernoulli || type.elementType.isFloatingPoint,
      "C1: \(distribution.rawValue) numbers are \(type.elementType.rawValue), expected floats")
    return type
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] { [] }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let random = CounterRandom(seed: UInt64(bitPattern: Int64(seed)), name: name)
    let (a, b) = (first.value, second.value)
    let positions = Offsets.sums(PlacedArray.Layout(type.whole).tables(part))
    let values = positions.map { position -> Double in
      switch distribution {
      case .uniform: return a + (b - a) * random.uniform(position)
      case .normal: return a + b * random.normal(position)
      case .bernoulli: return random.uniform(position) < a ? 1 : 0
      }
    }
    return NDArray(narrowing: values, to: type.elementType, part.extents)
  }
}
