import CBLASLoader

/// The BLAS and LAPACKE libraries of the system, opened at first use.
public enum BLASLibrary {
  /// What was found.
  public struct Report: Sendable {
    /// The file of the BLAS library; nil where none is installed and built-in loops are used.
    public let path: String?
    /// The file of LAPACKE; nil where none is installed.
    public let lapackePath: String?
    /// The processor core whose kernels the library chose; nil where it does not tell.
    public let core: String?
    /// The core that was asked for because the library did not know the processor.
    public let requestedCore: String?
    /// How the library was built; nil where it does not tell.
    public let configuration: String?
    /// The number of threads that the library uses by itself.
    public let threads: Int
  }

  /// What was found on this system.
  public static let report: Report = {
    // `blas_open` returns a constant in static memory.
    let found = blas_open()!.pointee
    func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }
    return Report(
      path: text(found.path), lapackePath: text(found.lapacke_path), core: text(found.core),
      requestedCore: text(found.requested_core), configuration: text(found.configuration),
      threads: Int(found.threads))
  }()

  /// A row-major matrix in memory.
  public struct Matrix<Element> {
    /// The first element.
    let base: UnsafePointer<Element>
    /// The distance between rows in elements.
    let stride: Int
    /// `true` iff the columns are read as rows.
    let isTransposed: Bool

    /// The matrix at `base`.
    public init(_ base: UnsafePointer<Element>, stride: Int, isTransposed: Bool = false) {
      self.base = base
      self.stride = stride
      self.isTransposed = isTransposed
    }
  }

  /// The largest extent or stride that the library takes.
  static let maxExtent = Int(Int32.max)

  /// c = a·b, or c + a·b, for a of m × k and b of k × n; the rows of c are `stride` apart.
  ///
  /// - Requires: extents and strides below 2^31.
  public static func multiply(
    m: Int, n: Int, k: Int, _ a: Matrix<Float>, _ b: Matrix<Float>,
    into c: UnsafeMutablePointer<Float>, stride: Int, isAdding: Bool = false
  ) {
    let isDone = blas_sgemm(
      a.isTransposed ? 1 : 0, b.isTransposed ? 1 : 0, Int32(m), Int32(n), Int32(k), a.base,
      Int32(max(a.stride, 1)), b.base, Int32(max(b.stride, 1)), isAdding ? 1 : 0, c,
      Int32(max(stride, 1)))
    if isDone == 0 {
      multiplyByLoops(m: m, n: n, k: k, a, b, into: c, stride: stride, isAdding: isAdding)
    }
  }

  /// The same in double precision.
  public static func multiply(
    m: Int, n: Int, k: Int, _ a: Matrix<Double>, _ b: Matrix<Double>,
    into c: UnsafeMutablePointer<Double>, stride: Int, isAdding: Bool = false
  ) {
    let isDone = blas_dgemm(
      a.isTransposed ? 1 : 0, b.isTransposed ? 1 : 0, Int32(m), Int32(n), Int32(k), a.base,
      Int32(max(a.stride, 1)), b.base, Int32(max(b.stride, 1)), isAdding ? 1 : 0, c,
      Int32(max(stride, 1)))
    if isDone == 0 {
      multiplyByLoops(m: m, n: n, k: k, a, b, into: c, stride: stride, isAdding: isAdding)
    }
  }

  /// The product without a library: four rows of b at a time, so that c is read less often.
  package static func multiplyByLoops<Element: BinaryFloatingPoint>(
    m: Int, n: Int, k: Int, _ a: Matrix<Element>, _ b: Matrix<Element>,
    into c: UnsafeMutablePointer<Element>, stride: Int, isAdding: Bool
  ) {
    let (aRow, aColumn) = a.isTransposed ? (1, a.stride) : (a.stride, 1)
    let (bRow, bColumn) = b.isTransposed ? (1, b.stride) : (b.stride, 1)
    for i in 0..<m {
      let row = c + i * stride
      if !isAdding { for j in 0..<n { row[j] = 0 } }
      var p = 0
      while p + 4 <= k {
        let x = a.base + i * aRow + p * aColumn
        let (x0, x1, x2, x3) = (x[0], x[aColumn], x[2 * aColumn], x[3 * aColumn])
        let y = b.base + p * bRow
        for j in 0..<n {
          let z = y + j * bColumn
          row[j] += (x0 * z[0] + x1 * z[bRow]) + (x2 * z[2 * bRow] + x3 * z[3 * bRow])
        }
        p += 4
      }
      while p < k {
        let x = a.base[i * aRow + p * aColumn]
        for j in 0..<n { row[j] += x * b.base[p * bRow + j * bColumn] }
        p += 1
      }
    }
  }
}
