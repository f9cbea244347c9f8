import Glibc

/// A rotation as NIfTI stores it: the unit quaternion (a, b, c, d) with a ≥ 0, and whether the third
/// column is negated (`qfac`).
///
/// The formulas are those of the standard's `nifti1.h` and `nifti1_io.c`.
struct Quaternion {
  /// The stored components b, c and d.
  let b, c, d: Double
  /// −1 where the axes are left-handed, else 1.
  let handedness: Double

  /// The rotation with the given components.
  init(b: Double, c: Double, d: Double, handedness: Double) {
    (self.b, self.c, self.d, self.handedness) = (b, c, d, handedness)
  }

  /// The rotation whose columns are the given directions, which are orthogonal.
  init(columns: [SIMD3<Double>]) {
    let unit = columns.map { $0 / ($0 * $0).sum().squareRoot() }
    let (x, y) = (unit[0], unit[1])
    let cross = SIMD3(
      x.y * y.z - x.z * y.y, x.z * y.x - x.x * y.z, x.x * y.y - x.y * y.x)
    handedness = (cross * unit[2]).sum() < 0 ? -1 : 1
    let z = unit[2] * handedness
    let trace = 1 + x.x + y.y + z.z
    if trace > 0.5 {
      let a = 0.5 * trace.squareRoot()
      (b, c, d) = (0.25 * (y.z - z.y) / a, 0.25 * (z.x - x.z) / a, 0.25 * (x.y - y.x) / a)
      return
    }
    let squares = [1 + x.x - y.y - z.z, 1 + y.y - x.x - z.z, 1 + z.z - x.x - y.y]
    let values: [Double]
    if squares[0] > 1 {
      let b = 0.5 * squares[0].squareRoot()
      values = [b, 0.25 * (y.x + x.y) / b, 0.25 * (z.x + x.z) / b, 0.25 * (y.z - z.y) / b]
    } else if squares[1] > 1 {
      let c = 0.5 * squares[1].squareRoot()
      values = [0.25 * (y.x + x.y) / c, c, 0.25 * (z.y + y.z) / c, 0.25 * (z.x - x.z) / c]
    } else {
      let d = 0.5 * squares[2].squareRoot()
      values = [0.25 * (z.x + x.z) / d, 0.25 * (z.y + y.z) / d, d, 0.25 * (x.y - y.x) / d]
    }
    let sign = values[3] < 0 ? -1.0 : 1.0
    (b, c, d) = (values[0] * sign, values[1] * sign, values[2] * sign)
  }

  /// The directions of the three axes.
  var columns: [SIMD3<Double>] {
    var (a, b, c, d) = (1 - (b * b + c * c + d * d), b, c, d)
    if a < 1e-7 {
      let norm = 1 / (b * b + c * c + d * d).squareRoot()
      (a, b, c, d) = (0, b * norm, c * norm, d * norm)
    } else {
      a = a.squareRoot()
    }
    return [
      SIMD3(a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)),
      SIMD3(2 * (b * c - a * d), a * a + c * c - b * b - d * d, 2 * (c * d + a * b)),
      SIMD3(2 * (b * d + a * c), 2 * (c * d - a * b), a * a + d * d - c * c - b * b) * handedness,
    ]
  }
}
