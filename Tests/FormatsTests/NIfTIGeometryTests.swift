import Formats
import NDArrays
import Testing

@Suite struct `the position of a NIfTI volume` {
  @Test func `is the sform, else the qform, else the sizes of voxels`() {
    var header = NIfTIHeader()
    #expect(header.affine == affine([1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]))
    header = oblique(sform: false, qform: true)
    #expect(isClose(header.affine, obliqueAffine))
    #expect(isClose(oblique(sform: true, qform: false).affine, obliqueAffine))
    #expect(isClose(oblique(sform: true, qform: true).affine, obliqueAffine))
  }

  @Test(arguments: [(true, false), (false, true), (true, true)])
  func `covers the same space where the output has another grid`(
    _ hasSform: Bool, _ hasQform: Bool
  ) throws {
    let header = oblique(sform: hasSform, qform: hasQform)
    let volume = try NIfTI.read(bytes: file(sample(.u8, [4, 6, 5]), header: header))
    let output = try NIfTI.read(
      bytes: file(sample(.u8, [8, 3, 5]), header: volume.header))
    let (old, new) = (volume.header.affine, output.header.affine)
    #expect(isClose(position(old, [-0.5, -0.5, -0.5]), position(new, [-0.5, -0.5, -0.5])))
    #expect(isClose(position(old, [3.5, 5.5, 4.5]), position(new, [7.5, 2.5, 4.5])))
    #expect(isClose(position(new, [0, 0, 0]), position(old, [-0.25, 0.5, 0])))
    for (x, y) in zip(output.header.spacing, [1.0, 6.0, 4.0]) { #expect(abs(x - y) < 1e-5) }
  }

  @Test func `is that of the input to the bit where the grid is the same`() throws {
    let header = oblique(sform: true, qform: true)
    let input = try file(sample(.u8, [4, 6, 5]), header: header)
    let volume = try NIfTI.read(bytes: input)
    let output = try file(sample(.u8, [4, 6, 5], seed: 2), header: volume.header)
    #expect(input[..<352] == output[..<352])
  }

  @Test(arguments: [(true, false), (false, true), (true, true)], allOrientations)
  func `moves every voxel to its place when axes are turned`(
    _ forms: (Bool, Bool), _ text: String
  ) throws {
    let header = oblique(sform: forms.0, qform: forms.1)
    let volume = try NIfTI.read(bytes: file(sample(.u16, [4, 6, 5]), header: header))
    let turned = try volume.reoriented(to: text)
    #expect(turned.header.orientation?.description == text)
    let back = try turned.reoriented(to: "PSL")
    #expect(back.array == volume.array)
    #expect(isClose(back.header.affine, volume.header.affine))
    let own = try Orientation("PSL")
    let restored = try Orientation(text).rearranging(turned.array, to: own)
    #expect(restored == volume.array)
    for index in [[0, 0, 0], [3, 5, 4], [1, 2, 3]] {
      let place = position(volume.header.affine, index.map(Double.init))
      let found = try #require(nearest(turned, place))
      #expect(element(turned.array, found) == element(volume.array, index))
    }
  }

  @Test func `has the orientation of its affine`() throws {
    #expect(NIfTIHeader().orientation?.description == "RAS")
    #expect(oblique(sform: true, qform: false).orientation?.description == "PSL")
    #expect(try Orientation("lps").description == "LPS")
    for text in ["", "RA", "RAA", "RLS", "XYZ", "RASR"] {
      expectError("orientation '\(text)'") { () throws(FormatError) in _ = try Orientation(text) }
    }
  }

  @Test func `is refused for turning where it is flat or not finite`() throws {
    for value in [0, Float.nan, .infinity] {
      let columns = affine([Double(value), 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0])
      #expect(Orientation(columns) == nil)
    }
    #expect(Orientation(affine([1, 0, 0], [1, 0, 0], [0, 0, 1], [0, 0, 0])) == nil)
  }
}

/// All 48 ways to turn three axes.
let allOrientations: [String] = {
  var texts: [String] = []
  for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
    for flags in 0..<8 {
      texts.append(
        String(order.map { axis in Array(["RL", "AP", "SI"][axis])[flags >> axis & 1] }))
    }
  }
  return texts
}()

/// A rotation by about 20 degrees off axes that point to P, S and L, voxels of 2, 3 and 4 mm.
let obliqueAffine: Affine = {
  let (c, s) = (0.9396926, 0.3420201)
  return affine(
    [-2 * s, -2 * c, 0], [0, 0, 3], [-4 * c, 4 * s, 0], [10.5, -20.25, 30])
}()

/// The same rotation as a quaternion (b, c, d), computed with NumPy.
private let obliqueQuaternion = [0.4055798010, -0.5792279335, -0.5792279335]

/// Returns an affine by columns.
private func affine(_ i: [Double], _ j: [Double], _ k: [Double], _ origin: [Double]) -> Affine {
  Affine(columns: [SIMD3(i), SIMD3(j), SIMD3(k)], origin: SIMD3(origin))
}

/// Returns a head with `obliqueAffine` in the given forms, made byte by byte.
private func oblique(sform: Bool, qform: Bool) -> NIfTIHeader {
  var bytes = NIfTIHeader().encoded()
  func set(_ offset: Int, _ value: Double) {
    let bits = Float(value).bitPattern
    for i in 0..<4 { bytes[offset + i] = UInt8(truncatingIfNeeded: bits >> (8 * i)) }
  }
  for (i, size) in [2.0, 3, 4].enumerated() { set(80 + 4 * i, size) }
  if sform {
    bytes[254] = 1
    for (column, value) in (obliqueAffine.columns + [obliqueAffine.origin]).enumerated() {
      for row in 0..<3 { set(280 + 16 * row + 4 * column, value[row]) }
    }
  }
  if qform {
    bytes[252] = 1
    for (i, value) in obliqueQuaternion.enumerated() { set(256 + 4 * i, value) }
    for row in 0..<3 { set(268 + 4 * row, obliqueAffine.origin[row]) }
  }
  return NIfTIHeader(bytes)
}

/// Returns the position of a voxel.
private func position(_ affine: Affine, _ index: [Double]) -> SIMD3<Double> {
  affine.origin + affine.columns[0] * index[0] + affine.columns[1] * index[1]
    + affine.columns[2] * index[2]
}

/// `true` iff two positions are less than 0.1 µm apart.
private func isClose(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Bool {
  let d = a - b
  return (d * d).sum() < 1e-8
}

/// `true` iff columns and origins are close.
private func isClose(_ a: Affine, _ b: Affine) -> Bool {
  zip(a.columns + [a.origin], b.columns + [b.origin]).allSatisfy { isClose($0, $1) }
}

/// Returns the voxel of a volume at a position; nil where there is none.
private func nearest(_ volume: NIfTIVolume, _ place: SIMD3<Double>) -> [Int]? {
  var found: [Int]?
  Region(whole: volume.array.extents).forEach { index in
    let center = position(volume.header.affine, index.map(Double.init))
    let d = center - place
    if (d * d).sum() < 1e-6 { found = index }
  }
  return found
}

/// Returns an element.
private func element(_ array: NDArray, _ index: [Int]) -> Int64 {
  let values: [Int64] = array.widened()
  return values[zip(index, Extents.strides(array.extents)).reduce(0) { $0 + $1.0 * $1.1 }]
}
