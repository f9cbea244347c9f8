/// The coordinate of a tensor along one of its dimensions, as a function of one of the result's:
/// scale · coordinate + offset.
struct AxisMap: Hashable {
  /// The dimension of the result; nil where the coordinate is the offset everywhere.
  let dimension: Int?
  /// What its coordinate is multiplied with.
  var scale = 1
  /// What is added.
  var offset = 0

  /// The coordinate 0.
  static let zero = AxisMap(dimension: nil)

  /// Each dimension of a result as it is.
  static func identity(rank: Int) -> [AxisMap] { (0..<rank).map { AxisMap(dimension: $0) } }

  /// The coordinate for the first one of the result's box.
  func first(in box: Region) -> Int {
    (dimension.map { scale * box[$0].lowerBound } ?? 0) + offset
  }

  /// Returns the coordinates of the operand of a reshape from `operand` to the extents `result`; nil
  /// where one of them is no such function.
  static func beforeReshape(_ maps: [AxisMap], from operand: [Int], to result: [Int]) -> [AxisMap]?
  {
    if operand.contains(0) { return nil }
    var before: [AxisMap] = []
    for group in ReshapeGroup.all(from: operand, to: result) {
      guard var position = sum(Array(maps[group.result]), group.resultStrides) else { return nil }
      var dimensions: [AxisMap] = []
      for index in group.operand.reversed() {
        guard
          let (rest, quotient) = position.divided(
            by: operand[index],
            isLast: operand[group.operand.lowerBound..<index].allSatisfy { $0 == 1 })
        else { return nil }
        dimensions.insert(rest, at: 0)
        position = quotient
      }
      before += dimensions
    }
    return before
  }

  /// Returns Σ stride · coordinate; nil where it depends on more than one dimension.
  private static func sum(_ maps: [AxisMap], _ strides: [Int]) -> AxisMap? {
    var total = zero
    for (map, stride) in zip(maps, strides) {
      if let dimension = map.dimension {
        if total.dimension != nil { return nil }
        total = AxisMap(dimension: dimension, scale: map.scale * stride, offset: total.offset)
      }
      total.offset += map.offset * stride
    }
    return total
  }

  /// Returns the rest and the quotient of a division by an extent; the last one leaves no quotient.
  private func divided(by extent: Int, isLast: Bool) -> (rest: AxisMap, quotient: AxisMap)? {
    if isLast { return (self, .zero) }
    guard dimension != nil else {
      return (
        AxisMap(dimension: nil, offset: offset % extent),
        AxisMap(dimension: nil, offset: offset / extent)
      )
    }
    guard scale % extent == 0 else { return nil }
    return (
      AxisMap(dimension: nil, offset: offset % extent),
      AxisMap(dimension: dimension, scale: scale / extent, offset: offset / extent)
    )
  }
}
