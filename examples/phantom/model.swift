import Frontend

// The head phantom of Shepp and Logan (1974) in three dimensions: ellipsoids that add up. It has no
// input; the coordinates of the voxels are tensors, and so is the noise.

struct Ellipsoid {
  let value: Double
  let axes: (Double, Double, Double)
  let centre: (Double, Double, Double)
  let degrees: Double
}

let ellipsoids = [
  Ellipsoid(value: 1, axes: (0.81, 0.69, 0.92), centre: (0, 0, 0), degrees: 0),
  Ellipsoid(value: -0.8, axes: (0.78, 0.6624, 0.874), centre: (0, 0, -0.0184), degrees: 0),
  Ellipsoid(value: -0.2, axes: (0.22, 0.11, 0.31), centre: (0, 0.22, 0), degrees: -18),
  Ellipsoid(value: -0.2, axes: (0.28, 0.16, 0.41), centre: (0, -0.22, 0), degrees: 18),
  Ellipsoid(value: 0.1, axes: (0.41, 0.21, 0.25), centre: (0, 0, 0.35), degrees: 0),
  Ellipsoid(value: 0.1, axes: (0.05, 0.046, 0.046), centre: (0, 0, 0.1), degrees: 0),
  Ellipsoid(value: 0.1, axes: (0.05, 0.046, 0.046), centre: (0, 0, -0.1), degrees: 0),
]

/// Returns the coordinates along an axis in −1…1, with an extent of 1 along the others.
func coordinates(axis: Int, size: Int) -> Tensor {
  var extents = [1, 1, 1, 1, 1]
  extents[axis] = size
  return (positions(extents, axis: axis) + 0.5) * (2 / Double(size)) - 1
}

/// Returns 1 inside of the ellipsoid, 0 outside; it is turned around the first axis.
func inside(_ ellipsoid: Ellipsoid, size: Int) -> Tensor {
  let turn = ellipsoid.degrees * .pi / 180
  let x = coordinates(axis: 2, size: size) - ellipsoid.centre.0
  let y = coordinates(axis: 3, size: size) - ellipsoid.centre.1
  let z = coordinates(axis: 4, size: size) - ellipsoid.centre.2
  let u = y * cosine(turn) + z * sine(turn)
  let v = z * cosine(turn) - y * sine(turn)
  let distance =
    (x / ellipsoid.axes.0).square() + (u / ellipsoid.axes.1).square()
    + (v / ellipsoid.axes.2).square()
  return distance.lessOrEqual(to: 1).cast(to: .f32)
}

// Six terms of the series are exact to 1e-9 for the small angles here.
func sine(_ x: Double) -> Double {
  x - x * x * x / 6 + x * x * x * x * x / 120 - x * x * x * x * x * x * x / 5040
}
func cosine(_ x: Double) -> Double { 1 - 2 * sine(x / 2) * sine(x / 2) }

/// Returns 0 outside of the head, 1 in the skull, 2 in the brain and 3 in a ventricle.
func labels(_ volume: Tensor, brain: Tensor) -> Tensor {
  let isDark = volume.less(than: 0.1)
  let tissue = select(isDark, brain * 3, brain * 2)
  return select(volume.greater(than: 0.6), tissue * 0 + 1, tissue)
}

let size = 64
let model = Model("phantom") { model in
  let parts = ellipsoids.map { inside($0, size: size) }
  var volume = parts[0]
  for (part, ellipsoid) in zip(parts, ellipsoids).dropFirst() {
    volume = volume + part * ellipsoid.value
  }
  let noisy = volume + randomNormal(volume.extents, deviation: 0.08, name: "noise")
  model.output("volume", noisy)
  model.output("labels", labels(volume, brain: parts[1]).cast(to: .u8))
  model.output("image", noisy.slice(axis: 2, size / 2..<size / 2 + 1).squeeze(axes: [2]))
}
