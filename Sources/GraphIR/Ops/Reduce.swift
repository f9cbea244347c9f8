/// The extreme, the product, or the logical sum of all elements along axes, which remain with
/// extent 1. (For sums see `block_sum` and `tree_sum`.)
///
///     %y = reduce(%x) {function = maximum, axes = [2, 3]} : f32[1, 8, 1, 1]
///
/// y[i] = f(x[j], …) over all j that agree with i outside of the axes, in row-major order; products
/// are rounded once. Nothing makes −∞ or the smallest integer for `maximum`, +∞ or the largest one
/// for `minimum`, 1 for `product`, all bits for `and` (true) and none for `or`. NaN wins over all
/// numbers, and −0 is less than 0. `and` and `or` work on each bit of an integer.
///
/// But for products of floats the order does not count, so that segments can be reduced first: see
/// `partial_reduce`.
///
/// - C1: the axes are distinct dimensions of x.
/// - C2: `and` and `or` take bool or integers, the others numbers.
public struct Reduce: Op {
  /// How two elements become one.
  public enum Function: String, Codable, Hashable, Sendable, CaseIterable {
    case maximum, minimum, product, and, or

    /// `true` iff elements of a type have the function.
    func isDefined(for type: ElementType) -> Bool {
      self == .and || self == .or ? !type.isFloatingPoint : type != .bool
    }
  }

  public static let mnemonic = "reduce"
  /// How two elements become one.
  public let function: Function
  /// The dimensions that are reduced.
  public let axes: [Int]

  /// A reduction over `axes`.
  public init(function: Function, axes: [Int]) {
    self.function = function
    self.axes = axes
  }

  public static func plain(rank: Int) -> Reduce { Reduce(function: .or, axes: []) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(1, operands)
    let x = operands[0]
    try requireAxes(axes, rank: x.rank, "C1")
    try require(
      function.isDefined(for: x.elementType),
      "C2: \(function.rawValue) is not defined for \(x.elementType.rawValue)")
    return x.reducing(axes)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] {
    let box = part.extended(along: axes, to: operands[0].extents)
    return [box.isEmpty ? .empty(rank: box.rank) : box]
  }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    let x = operands[0]
    if x.elementType.isFloatingPoint {
      switch function {
      case .maximum: return fold(x, part, -Double.infinity, Double.larger)
      case .minimum: return fold(x, part, Double.infinity, Double.smaller)
      case .product: return fold(x, part, 1.0, Double.product)
      case .and, .or: preconditionFailure("\(self) of \(x.elementType)")
      }
    }
    let isUnsigned = x.elementType.isUnsigned
    switch function {
    case .maximum:
      let smallest = x.elementType.smallest
      return fold(x, part, smallest) { ScalarFunction.isLess($0, $1, isUnsigned) ? $1 : $0 }
    case .minimum:
      return fold(x, part, ~x.elementType.smallest) {
        ScalarFunction.isLess($1, $0, isUnsigned) ? $1 : $0
      }
    case .product: return fold(x, part, Int64(1), Int64.product)
    case .and: return fold(x, part, Int64(-1)) { $0 & $1 }
    case .or: return fold(x, part, Int64(0)) { $0 | $1 }
    }
  }

  /// Returns the combination of `start` and all elements along the axes.
  private func fold<L: Lane>(
    _ x: PlacedArray, _ part: Region, _ start: L, _ combine: (L, L) -> L
  ) -> NDArray {
    let values: [L] = x.data.widened()
    let fibers = Fibers(of: part, along: axes, in: x)
    let result = fibers.starts.map { first in
      fibers.offsets.reduce(start) { combine($0, values[first + $1]) }
    }
    return NDArray(narrowing: result, to: x.elementType, part.extents)
  }
}

extension Double {
  /// Returns the larger number, where −0 is less than 0; NaN where one is (`maximum` of IEEE 754-2019).
  fileprivate static func larger(_ x: Double, _ y: Double) -> Double {
    x == y && x.sign == .plus ? x : ScalarFunction.maximum(y, x)
  }

  /// Returns the smaller number, where −0 is less than 0; NaN where one is (`minimum` of IEEE
  /// 754-2019).
  fileprivate static func smaller(_ x: Double, _ y: Double) -> Double {
    x == y && x.sign == .minus ? x : ScalarFunction.minimum(y, x)
  }
}

extension ElementType {
  /// The smallest integer of the type, in the lane; its complement is the largest one.
  var smallest: Int64 {
    isUnsigned || self == .bool ? 0 : Int64.min >> Int64(64 - 8 * byteCount)
  }
}
