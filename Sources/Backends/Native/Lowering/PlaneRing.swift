/// Memory of some planes along the first spatial dimension, after which it begins anew: plane p is in
/// place p modulo their number, so that a value of which the last planes are kept is never moved.
struct PlaneRing: Hashable, Sendable {
  /// The number of planes in memory.
  let planes: Int
  /// The place of the first plane of a box.
  let first: Int

  /// The ring of a box that starts at a plane.
  init(planes: Int, from plane: Int) {
    self.planes = planes
    first = (plane % planes + planes) % planes
  }

  /// The dimension along which planes follow each other.
  static let dimension = 2

  /// Returns the ring of a box that starts some planes later.
  func advanced(by distance: Int) -> PlaneRing { PlaneRing(planes: planes, from: first + distance) }
}

extension TensorView {
  /// Returns the elements from the first one of the box to that at a corner, and the ring from there.
  func place(of corner: [Int]) -> (distance: Int, ring: PlaneRing?) {
    var (distance, ring) = (0, ring)
    for dimension in corner.indices {
      let steps = corner[dimension] - box[dimension].lowerBound
      if dimension == PlaneRing.dimension, let whole = ring {
        ring = whole.advanced(by: steps)
      } else {
        distance += steps * strides[dimension]
      }
    }
    return (distance, ring)
  }

  /// The arguments of a `gc_view` of an image whose element 0, 0, 0, 0, 0 is that at a corner, or else
  /// the first one of the box.
  func arguments(from corner: [Int]? = nil) -> [Int] {
    let first = corner.map { place(of: $0) } ?? (distance: 0, ring: ring)
    let spatial = Array(strides[2...])
    let padded = [Int](repeating: 0, count: 3 - spatial.count) + spatial
    return [memory, start + first.distance, strides[0], strides[1]] + padded
      + [first.ring?.planes ?? 0, first.ring?.first ?? 0]
  }
}

/// An op whose kernels take images in rings, as operands and as result.
protocol RingLowerable: NativeLowerable {
  /// `true` iff they do.
  var takesRings: Bool { get }
}

extension RingLowerable {
  var takesRings: Bool { true }
}

extension Convolution: RingLowerable {}
extension TransposedConvolution: RingLowerable {
  /// Phases take planes that are a stride apart, which no ring has.
  var takesRings: Bool { tile.isEmpty }
}
extension MaxPool: RingLowerable {}
extension AveragePool: RingLowerable {}

extension Fused: RingLowerable {
  var takesRings: Bool {
    body.nodes.contains { $0.op is any EpilogueLowerable }
      && body.nodes.allSatisfy { ($0.op as? any RingLowerable)?.takesRings ?? true }
  }
}
