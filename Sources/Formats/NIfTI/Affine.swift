import Glibc

/// Where the voxels of a volume are: the position of voxel (i, j, k) in millimetres is
/// i · column 0 + j · column 1 + k · column 2 + origin, with x to the right, y to the front and
/// z to the top of the patient.
public struct Affine: Hashable, Sendable {
  /// The step to the next voxel along i, j and k.
  public var columns: [SIMD3<Double>]
  /// The centre of the first voxel.
  public var origin: SIMD3<Double>

  /// The affine with three columns and an origin.
  ///
  /// - Requires: three columns.
  public init(columns: [SIMD3<Double>], origin: SIMD3<Double>) {
    precondition(columns.count == 3, "\(columns.count) columns, expected 3")
    self.columns = columns
    self.origin = origin
  }

  /// The distance of neighbours along i, j and k, in millimetres.
  public var spacing: [Double] { columns.map { ($0 * $0).sum().squareRoot() } }

  /// Returns the affine of the grid that `change` makes of this one.
  func applying(_ change: GridChange) -> Affine {
    var start = origin
    for axis in 0..<3 { start += columns[axis] * change.start[axis] }
    return Affine(
      columns: (0..<3).map { columns[change.axes[$0]] * change.scale[$0] }, origin: start)
  }
}

/// How the voxels of a new grid lie in an old one: voxel n of the new one has the old coordinate
/// `start[axes[d]] + n[d] · scale[d]` along the old axis `axes[d]`.
struct GridChange: Hashable, Sendable {
  /// The old axis that each new axis runs along.
  var axes = [0, 1, 2]
  /// The old voxels per new voxel along each new axis, negative where the direction is reversed.
  var scale = [1.0, 1, 1]
  /// The old coordinate of the first new voxel, for each old axis.
  var start = [0.0, 0, 0]

  /// `true` iff new axes run along the old ones of the same number, in the same direction.
  var keepsAxes: Bool { axes == [0, 1, 2] && scale.allSatisfy { $0 > 0 } }

  /// The new grid that covers the same space as the old one with other extents.
  ///
  /// A voxel grows by r = old / new, and since outer faces stay, the first centre moves by
  /// (r − 1) / 2 old voxels.
  static func resampling(_ old: [Int], to new: [Int]) -> GridChange {
    let ratios = zip(old, new).map { Double($0) / Double($1) }
    return GridChange(scale: ratios, start: ratios.map { ($0 - 1) / 2 })
  }
}
