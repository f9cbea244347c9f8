import BLASBackend

/// The first values of parameters, as their initialisers say.
enum Initialization {
  /// Returns the value of a parameter; the same for the same name and seed.
  static func value(of parameter: Parameter, seed: Int) -> NDArray {
    let type = parameter.type
    let random = CounterRandom(seed: UInt64(bitPattern: Int64(seed)), name: parameter.name)
    let (fanIn, fanOut) = fans(type.extents)
    func uniform(_ low: Double, _ high: Double) -> [Double] {
      (0..<type.count).map { low + (high - low) * random.uniform($0) }
    }
    func normal(_ mean: Double, _ deviation: Double) -> [Double] {
      (0..<type.count).map { mean + deviation * random.normal($0) }
    }
    let values: [Double]
    switch parameter.initializer {
    case .constant(let value):
      values = [Double](repeating: value.value, count: type.count)
    case .uniform(let low, let high):
      values = uniform(low.value, high.value)
    case .normal(let mean, let deviation):
      values = normal(mean.value, deviation.value)
    case .kaimingUniform(let gain):
      let bound = gain.value * (3 / fanIn).squareRoot()
      values = uniform(-bound, bound)
    case .kaimingNormal(let gain):
      values = normal(0, gain.value / fanIn.squareRoot())
    case .xavierUniform(let gain):
      let bound = gain.value * (6 / (fanIn + fanOut)).squareRoot()
      values = uniform(-bound, bound)
    case .xavierNormal(let gain):
      values = normal(0, gain.value * (2 / (fanIn + fanOut)).squareRoot())
    case .orthogonal(let gain):
      let rows = type.extents.first ?? 1
      let columns = rows == 0 ? 0 : type.count / rows
      values = BLASLibrary.orthogonal(rows: rows, columns: columns, random: random)
        .map { $0 * gain.value }
    }
    return NDArray(narrowing: values, to: type.elementType, type.extents)
  }

  /// Returns fan-in and fan-out of a weight [O, I, k…], at least 1.
  private static func fans(_ extents: [Int]) -> (Double, Double) {
    if extents.count < 2 {
      let count = Double(max(extents.first ?? 1, 1))
      return (count, count)
    }
    let taps = extents.dropFirst(2).reduce(1, *)
    return (Double(max(extents[1] * taps, 1)), Double(max(extents[0] * taps, 1)))
  }
}
