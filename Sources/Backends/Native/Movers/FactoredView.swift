/// A tensor whose elements lie at a distance for each factor of its dimensions: what reshapes and
/// transposes make of a tensor in memory.
struct FactoredView {
  /// A part of a dimension: coordinates count through its factors like digits.
  struct Factor {
    let extent: Int
    let stride: Int
  }

  private var dimensions: [[Factor]]
  private let start: Int
  private let memory: Int

  /// The view of a tensor in memory.
  init(_ view: TensorView) {
    let lower = view.box.bounds.map(\.lowerBound)
    start = view.start - zip(lower, view.strides).reduce(0) { $0 + $1.0 * $1.1 }
    memory = view.memory
    dimensions = zip(view.type.extents, view.strides).map { [Factor(extent: $0, stride: $1)] }
  }

  /// Reorders the dimensions.
  mutating func transpose(_ permutation: [Int]) { dimensions = permutation.map { dimensions[$0] } }

  /// Counts through the factors in other groups; returns `false` where these cut a factor unevenly.
  mutating func reshape(to extents: [Int]) -> Bool {
    var factors = Array(dimensions.joined().filter { $0.extent != 1 }.reversed())
    var result: [[Factor]] = []
    for extent in extents.reversed() {
      var (left, parts) = (extent, [Factor]())
      while left > 1 {
        guard let factor = factors.first else { return false }
        factors.removeFirst()
        if left % factor.extent == 0 {
          parts.insert(factor, at: 0)
          left /= factor.extent
        } else if factor.extent % left == 0 {
          parts.insert(Factor(extent: left, stride: factor.stride), at: 0)
          factors.insert(
            Factor(extent: factor.extent / left, stride: factor.stride * left), at: 0)
          left = 1
        } else {
          return false
        }
      }
      result.insert(parts, at: 0)
    }
    dimensions = result
    return true
  }

  /// Returns the boxes that copy the view into a result.
  func pieces(to result: TensorView) -> [CopyPiece] {
    var pieces = [
      CopyPiece(
        extents: [], source: .copy(memory: memory, start: start, strides: []), start: result.start,
        strides: [])
    ]
    for (dimension, factors) in dimensions.enumerated() {
      let parts = Self.digits(result.box[dimension], factors.map(\.extent)[...])
      let stride = result.strides[dimension]
      pieces = pieces.flatMap { piece in
        parts.map { part in
          piece.extended(
            part, factors, stride: stride, first: result.box[dimension].lowerBound)
        }
      }
    }
    return pieces
  }

  /// Returns a range of numbers as boxes of their digits, the first one the highest.
  private static func digits(_ range: Range<Int>, _ extents: ArraySlice<Int>) -> [[Range<Int>]] {
    guard let highest = extents.first else { return [[]] }
    let inner = extents.dropFirst().reduce(1, *)
    if inner == 1 { return [[range] + extents.dropFirst().map { _ in 0..<1 }] }
    precondition(range.upperBound <= highest * inner, "\(range) has more digits than \(extents)")
    let rest = Array(extents.dropFirst())
    var (parts, next) = ([[Range<Int>]](), range.lowerBound)
    while next < range.upperBound {
      let digit = next / inner
      let wholes = next % inner == 0 ? (range.upperBound - next) / inner : 0
      if wholes > 0 {
        parts.append([digit..<digit + wholes] + rest.map { 0..<$0 })
        next += wholes * inner
      } else {
        let end = min(range.upperBound, (digit + 1) * inner)
        let low = next - digit * inner..<end - digit * inner
        parts += digits(low, rest[...]).map { [digit..<digit + 1] + $0 }
        next = end
      }
    }
    return parts
  }
}

extension CopyPiece {
  /// Returns the piece with one more dimension of the result, in a box of the digits of its
  /// coordinates; `first` is the lowest coordinate of the result.
  fileprivate func extended(
    _ digits: [Range<Int>], _ factors: [FactoredView.Factor], stride: Int, first: Int
  ) -> CopyPiece {
    guard case .copy(let memory, let from, let sourceStrides) = source else { return self }
    var (steps, step) = ([Int](), 1)
    for factor in factors.reversed() {
      steps.insert(step, at: 0)
      step *= factor.extent
    }
    let lowest = zip(digits, steps).reduce(0) { $0 + $1.0.lowerBound * $1.1 }
    return CopyPiece(
      extents: extents + digits.map(\.count),
      source: .copy(
        memory: memory,
        start: from + zip(digits, factors).reduce(0) { $0 + $1.0.lowerBound * $1.1.stride },
        strides: sourceStrides + factors.map(\.stride)),
      start: start + (lowest - first) * stride, strides: strides + steps.map { $0 * stride })
  }
}
