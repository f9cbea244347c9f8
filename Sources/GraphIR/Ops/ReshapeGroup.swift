/// Neighbouring dimensions of an operand and of a result that hold the same elements: what a
/// reshape merges or splits, independent of all other dimensions.
package struct ReshapeGroup {
  /// The dimensions of the operand.
  package let operand: Range<Int>
  /// The dimensions of the result.
  package let result: Range<Int>
  /// The distance in positions between neighbours along each of the operand's dimensions.
  package let operandStrides: [Int]
  /// The distance in positions between neighbours along each of the result's dimensions.
  package let resultStrides: [Int]
  private let operandExtents: [Int]

  /// Returns the smallest groups in order.
  ///
  /// - Requires: both extents hold the same number of elements, not 0.
  package static func all(from operand: [Int], to result: [Int]) -> [ReshapeGroup] {
    var groups: [ReshapeGroup] = []
    var (i, j) = (0, 0)
    while i < operand.count || j < result.count {
      let (firstOperand, firstResult) = (i, j)
      var (left, right) = (1, 1)
      if i < operand.count {
        left = operand[i]
        i += 1
      }
      if j < result.count {
        right = result[j]
        j += 1
      }
      while left != right {
        if left < right {
          left *= operand[i]
          i += 1
        } else {
          right *= result[j]
          j += 1
        }
      }
      let (from, to) = (Array(operand[firstOperand..<i]), Array(result[firstResult..<j]))
      groups.append(
        ReshapeGroup(
          operand: firstOperand..<i, result: firstResult..<j,
          operandStrides: Extents.strides(from), resultStrides: Extents.strides(to),
          operandExtents: from))
    }
    return groups
  }

  /// Returns the range from the first to the last position, inside the group, of a box of the
  /// result.
  package func positions(of part: Region) -> Range<Int> {
    var (first, last) = (0, 0)
    for (dimension, stride) in zip(result, resultStrides) {
      first += part[dimension].lowerBound * stride
      last += (part[dimension].upperBound - 1) * stride
    }
    return first..<last + 1
  }

  /// Returns the smallest box of the operand's dimensions around a range of positions.
  func operandBox(holding positions: Range<Int>) -> [Range<Int>] {
    var (first, last) = (positions.lowerBound, positions.upperBound - 1)
    var isWithinOneRow = true
    return zip(operandStrides, operandExtents).map { stride, extent in
      // A range that leaves a row holds its end and the start of the next one.
      if !isWithinOneRow { return 0..<extent }
      let bounds = first / stride..<last / stride + 1
      isWithinOneRow = bounds.count == 1
      first %= stride
      last %= stride
      return bounds
    }
  }

  /// Returns what a position inside the group adds to an offset in the operand.
  package func operandOffset(of position: Int, in layout: PlacedArray.Layout) -> Int {
    var (rest, offset) = (position, 0)
    for (dimension, stride) in zip(operand, operandStrides) {
      let coordinate = rest / stride
      rest %= stride
      let bounds = layout.box[dimension]
      precondition(bounds.contains(coordinate), "read outside of the held box")
      offset += (coordinate - bounds.lowerBound) * layout.strides[dimension]
    }
    return offset
  }
}
