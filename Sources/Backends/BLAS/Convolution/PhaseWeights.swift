/// The kernel [I, O/g, taps] reordered into a matrix [O/g, I/g × taps] for each group and phase, as far
/// as a step reads it.
struct PhaseWeights: Sendable {
  private let geometry: TransposedGeometry
  /// The number of taps in earlier phases.
  private let starts: [Int]
  private let groupSize: Int

  /// The weights of a geometry.
  init(_ geometry: TransposedGeometry) {
    self.geometry = geometry
    var starts: [Int] = []
    var next = 0
    for phase in geometry.phases {
      starts.append(next)
      next += phase.taps.count
    }
    groupSize = geometry.filters * geometry.channels * next
    self.starts = starts
  }

  /// The size in bytes.
  var byteCount: Int { geometry.groups.count * groupSize * MemoryLayout<Float>.stride }

  /// Returns where the matrix of a group and phase starts; those of a group lie one behind the other.
  func offset(_ group: Int, _ phase: Int) -> Int {
    group * groupSize + geometry.groups[group].filters.count * geometry.channels * starts[phase]
  }

  /// Reorders the weights.
  func pack(
    _ weight: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>, _ pool: ThreadPool
  ) {
    pool.parallel(geometry.groups.count * geometry.phases.count) { item, _ in
      let (index, number) = (item / geometry.phases.count, item % geometry.phases.count)
      let (group, phase) = (geometry.groups[index], geometry.phases[number])
      var target = packed + offset(index, number)
      for filter in group.filters.indices {
        let first = weight + group.weight + (filter - group.filters.lowerBound) * geometry.taps
        for channel in 0..<geometry.channels {
          let source = first + channel * geometry.weightStride
          for tap in phase.taps {
            target[0] = source[tap]
            target += 1
          }
        }
      }
    }
  }
}
