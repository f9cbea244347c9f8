extension TensorView {
  /// Returns the view of every so many pixels of an image; `extents` are those of the whole phase.
  func phase(_ factors: [Int], _ offsets: [Int], extents: [Int]) -> TensorView {
    var (bounds, strides, corner) = (box.bounds, strides, box.bounds.map(\.lowerBound))
    for (index, factor) in factors.enumerated() {
      let (dimension, offset) = (index + 2, offsets[index])
      let range = box[dimension]
      let first = (range.lowerBound - offset + factor - 1) / factor
      bounds[dimension] = first..<max(first, (range.upperBound - offset + factor - 1) / factor)
      strides[dimension] *= factor
      corner[dimension] = first * factor + offset
    }
    return TensorView(
      type: TensorType(elementType, [type.extents[0], type.extents[1]] + extents),
      box: Region(bounds), memory: memory, start: start + place(of: corner).distance,
      strides: strides)
  }

  /// Returns the view of every so many outputs of the weights of a convolution.
  func outputs(from first: Int, stride: Int, count: Int) -> TensorView {
    var extents = type.extents
    extents[0] = count
    var (box, strides) = (box, strides)
    let start = start + (first - box[0].lowerBound) * strides[0]
    if !box.isEmpty { box[0] = 0..<count }
    strides[0] *= stride
    return TensorView(
      type: TensorType(elementType, extents), box: box, memory: memory, start: start,
      strides: strides, isFixed: isFixed)
  }
}
