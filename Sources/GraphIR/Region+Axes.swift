extension Region {
  /// Returns the box with the whole of a tensor of `extents` along some axes; empty where it is.
  func extended(along axes: [Int], to extents: [Int]) -> Region {
    if isEmpty { return .empty(rank: rank) }
    var box = self
    for axis in axes { box[axis] = 0..<extents[axis] }
    return box
  }
}

extension TensorType {
  /// Returns the type with extent 1 along some axes.
  func reducing(_ axes: [Int]) -> TensorType {
    var extents = extents
    for axis in axes { extents[axis] = 1 }
    return TensorType(elementType, extents)
  }
}
