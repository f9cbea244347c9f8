import NDArrays

/// The anatomical directions of the axes i, j and k: `RAS` for right, anterior, superior.
public struct Orientation: Hashable, Sendable, CustomStringConvertible {
  /// The world axis (0 left to right, 1 back to front, 2 bottom to top) of each voxel axis.
  let axes: [Int]
  /// `true` iff a voxel axis runs against its world axis.
  let isReversed: [Bool]

  /// The letters of the positive and the negative direction of each world axis.
  private static let letters: [[Character]] = [["R", "L"], ["A", "P"], ["S", "I"]]

  /// The directions spelled by three letters, one of R/L, A/P and S/I each, in any order.
  public init(_ text: String) throws(FormatError) {
    let letters = text.uppercased().map { letter in
      Self.letters.firstIndex { $0.contains(letter) }.map { ($0, letter == Self.letters[$0][1]) }
    }
    let found = letters.compactMap { $0 }
    guard letters.count == 3, found.count == 3, found.map(\.0).sorted() == [0, 1, 2] else {
      throw FormatError(
        "orientation '\(text)', expected one letter each of R or L, A or P, S or I, as in RAS")
    }
    axes = found.map(\.0)
    isReversed = found.map(\.1)
  }

  /// The directions nearest to those of an affine; nil where it is flat or not finite.
  ///
  /// Of the six assignments of axes it takes the one with the largest sum of cosines.
  public init?(_ affine: Affine) {
    let spacing = affine.spacing
    guard spacing.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let directions = zip(affine.columns, spacing).map { $0 / $1 }
    let (x, y, z) = (directions[0], directions[1], directions[2])
    let determinant =
      x.x * (y.y * z.z - y.z * z.y) - y.x * (x.y * z.z - x.z * z.y) + z.x * (x.y * y.z - x.z * y.y)
    if abs(determinant) < 1e-6 { return nil }
    var best = (axes: [0, 1, 2], score: -1.0)
    for axes in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let score = zip(directions, axes).reduce(0) { $0 + abs($1.0[$1.1]) }
      if score > best.score + 1e-9 { best = (axes, score) }
    }
    axes = best.axes
    isReversed = zip(directions, best.axes).map { $0[$1] < 0 }
  }

  /// The three letters.
  public var description: String {
    String(zip(axes, isReversed).map { Self.letters[$0][$1 ? 1 : 0] })
  }

  /// Returns an array [i, j, k, …] with these axes as one with the axes of `target`.
  ///
  /// The reverse is `target.rearranging(_, to: self)`; it is exact in both directions.
  ///
  /// - Requires: three dimensions or more.
  public func rearranging(_ array: NDArray, to target: Orientation) -> NDArray {
    precondition(array.extents.count >= 3, "an array of \(array.extents) has no three axes")
    let (axes, isFlipped) = steps(to: target)
    let rest = 3..<array.extents.count
    return array.rearranged(axes + rest, isFlipped: isFlipped + rest.map { _ in false })
  }

  /// Returns, for each axis of `target`, the own axis along it and whether it runs the other way.
  func steps(to target: Orientation) -> (axes: [Int], isFlipped: [Bool]) {
    let axes = target.axes.map { world in self.axes.firstIndex(of: world) ?? 0 }
    return (axes, zip(axes, target.isReversed).map { isReversed[$0] != $1 })
  }
}

extension NIfTIHeader {
  /// The directions of the axes; nil where the affine is flat or not finite.
  public var orientation: Orientation? { Orientation(affine) }
}

extension NIfTIVolume {
  /// Returns the same volume with its axes permuted and flipped to the given directions, such as
  /// `RAS`, and its head with them.
  ///
  /// The reverse for an array on any grid is `Orientation.rearranging`.
  public func reoriented(to text: String) throws(FormatError) -> NIfTIVolume {
    let target = try Orientation(text)
    guard let own = header.orientation else {
      throw FormatError("a NIfTI affine that is flat or not finite has no orientation")
    }
    guard array.extents.count >= 3 else {
      throw FormatError("a volume of \(array.extents) has no orientation, expected 3 dimensions")
    }
    let (axes, isFlipped) = own.steps(to: target)
    var change = GridChange(axes: axes)
    for axis in 0..<3 where isFlipped[axis] {
      change.scale[axis] = -1
      change.start[axes[axis]] = Double(array.extents[axes[axis]] - 1)
    }
    var header = header.applying(change)
    let result = own.rearranging(array, to: target)
    for axis in 0..<3 { header[dimension: axis + 1] = Int16(result.extents[axis]) }
    return NIfTIVolume(result, header: header)
  }
}
