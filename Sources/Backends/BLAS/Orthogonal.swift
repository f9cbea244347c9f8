import CBLASLoader

extension BLASLibrary {
  /// Returns a row-major `rows` × `columns` matrix with orthonormal rows or columns, whichever are
  /// fewer: the factor Q of a matrix of normal numbers, where R has a positive diagonal (Saxe et
  /// al., 2014; Mezzadri, 2007).
  public static func orthogonal(rows: Int, columns: Int, random: CounterRandom) -> [Double] {
    let (tall, wide) = (max(rows, columns), min(rows, columns))
    if wide == 0 { return [] }
    var matrix = (0..<tall * wide).map { random.normal($0) }
    if !orthogonalizeByLibrary(&matrix, tall, wide) { orthogonalizeByLoops(&matrix, tall, wide) }
    if rows >= columns { return matrix }
    var transposed = matrix
    for i in 0..<tall {
      for j in 0..<wide { transposed[j * tall + i] = matrix[i * wide + j] }
    }
    return transposed
  }

  private static func orthogonalizeByLibrary(_ matrix: inout [Double], _ rows: Int, _ columns: Int)
    -> Bool
  {
    guard report.lapackePath != nil, rows <= maxExtent else { return false }
    var factor = matrix
    var diagonal = [Double](repeating: 0, count: columns)
    if lapacke_orthogonalize(Int32(rows), Int32(columns), &factor, &diagonal) == 0 { return false }
    for i in 0..<rows {
      for j in 0..<columns where diagonal[j] < 0 { factor[i * columns + j].negate() }
    }
    matrix = factor
    return true
  }

  /// Gram and Schmidt's method, twice, which is as orthogonal as rounding allows.
  package static func orthogonalizeByLoops(_ matrix: inout [Double], _ rows: Int, _ columns: Int) {
    func dot(_ a: Int, _ b: Int) -> Double {
      (0..<rows).reduce(0) { $0 + matrix[$1 * columns + a] * matrix[$1 * columns + b] }
    }
    for j in 0..<columns {
      for _ in 0..<2 {
        for other in 0..<j {
          let projection = dot(other, j)
          for i in 0..<rows {
            matrix[i * columns + j] -= projection * matrix[i * columns + other]
          }
        }
      }
      let length = dot(j, j).squareRoot()
      for i in 0..<rows { matrix[i * columns + j] /= length }
    }
  }
}
