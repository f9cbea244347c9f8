import GraphIR
import Support

/// Which boxes of its operands a step holds, when it computes a box of its result.
enum HeldBoxes: CaseIterable {
  /// Exactly what it reads.
  case reads
  /// Random boxes around what it reads, with NaN (or other numbers) in the rest of them.
  case poisonedSupersets

  /// Returns the operands as they are held.
  func restrict(_ arrays: [PlacedArray], _ op: any Op, over box: Region, seed: Int) -> [PlacedArray]
  {
    let reads = op.reads(box, of: arrays.map(\.type))
    if self == .reads { return zip(arrays, reads).map { $0.restricted(to: $1) } }
    var draw = Draw(seed, "held boxes of \(box)")
    return zip(arrays, reads).map { array, read in
      // What is not read at all may be held nevertheless.
      let core =
        read.isEmpty ? Region(array.extents.map { draw(0...$0) }.map { $0..<$0 }) : read
      let held = Region(
        zip(core.bounds, array.extents).map { bounds, extent in
          draw(0...bounds.lowerBound)..<draw(bounds.upperBound...extent)
        })
      return array.restricted(to: held).poisoned(outside: read)
    }
  }
}
