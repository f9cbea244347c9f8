import GraphIR
import Support

/// Which boxes of its operands a step holds, when it computes a box of its result.
enum HeldBoxes: CaseIterable {
  /// Exactly what it reads.
  case reads
  /// Random boxes around what it reads, with NaN (or other numbers) in the rest of them.
  case poisonedSupersets

  /// Returns the boxes that are held of operands of some types.
  func boxes(_ types: [TensorType], _ op: any Op, over box: Region, seed: Int) -> [Region] {
    let reads = op.reads(box, of: types)
    if self == .reads { return reads }
    var draw = Draw(seed, "held boxes of \(box)")
    return zip(types, reads).map { type, read in
      // What is not read at all may be held nevertheless.
      let core = read.isEmpty ? Region(type.extents.map { draw(0...$0) }.map { $0..<$0 }) : read
      return Region(
        zip(core.bounds, type.extents).map { bounds, extent in
          draw(0...bounds.lowerBound)..<draw(bounds.upperBound...extent)
        })
    }
  }

  /// Returns the operands as they are held.
  func restrict(_ arrays: [PlacedArray], _ op: any Op, over box: Region, seed: Int) -> [PlacedArray]
  {
    let types = arrays.map(\.type)
    let held = zip(arrays, boxes(types, op, over: box, seed: seed)).map { $0.restricted(to: $1) }
    if self == .reads { return held }
    return zip(held, op.reads(box, of: types)).map { $0.poisoned(outside: $1) }
  }
}
