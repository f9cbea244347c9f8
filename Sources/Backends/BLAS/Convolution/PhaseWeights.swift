/// The kernel [I, O/g, taps] reordered into a matrix [O/g, I/g × taps] for each group and phase.
struct PhaseWeights: Sendable {
  private let geometry: TransposedGeometry
  private let starts: [Int]
  private let groupSize: Int

  /// The weights of a geometry.
  init(_ geometry: TransposedGeometry) {
    self.geometry = geometry
    var starts: [Int] = []
    var next = 0
    for phase in geometry.phases {
      starts.append(next)
      next += geometry.filters * geometry.channels * phase.taps.count
    }
    groupSize = next
    self.starts = starts
  }

  /// The size in bytes.
  var byteCount: Int { geometry.groups * groupSize * MemoryLayout<Float>.stride }

  /// Returns where the matrix of a group and phase starts.
  func offset(_ group: Int, _ phase: Int) -> Int { group * groupSize + starts[phase] }

  /// Reorders the weights.
  func pack(
    _ weight: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>, _ pool: ThreadPool
  ) {
    pool.parallel(geometry.groups * geometry.phases.count) { item, _ in
      let (group, index) = (item / geometry.phases.count, item % geometry.phases.count)
      let phase = geometry.phases[index]
      var target = packed + offset(group, index)
      for filter in 0..<geometry.filters {
        for channel in 0..<geometry.channels {
          let source =
            weight
            + ((group * geometry.channels + channel) * geometry.filters + filter) * geometry.taps
          for tap in phase.taps {
            target[0] = source[tap]
            target += 1
          }
        }
      }
    }
  }
}
