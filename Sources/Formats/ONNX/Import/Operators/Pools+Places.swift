import Frontend
import GraphIR
import NDArrays

extension OperatorCall {
  /// Returns the maxima of windows and, where the graph asks for them, the places of the maxima in
  /// the whole image, row-major or in each channel column-major.
  func maxPool() throws(Diagnostic) -> [Tensor] {
    let x = try operand(0)
    let window = try poolWindows(over: x)
    let pool = MaxPool(
      window: window.size, stride: window.stride, dilation: window.dilation,
      padding: window.padding, ceilMode: flag("ceil_mode"))
    let maxima = Tensor.apply(pool, [x])
    if !asks(forResult: 1) { return [maxima] }
    let places = Tensor.apply(
      ArgMaxPool(pool), [x], presuming: TensorType(.i64, maxima.extents))
    let spatial = Array(x.extents.dropFirst(2))
    let inChannel = flag("storage_order") ? places.columnMajor(spatial) : places
    let channels = [x.extents[0], x.extents[1]]
    let channel = builder.append(Iota(type: TensorType(.i64, [channels.reduce(1, *)]), axis: 0), [])
    let first = channel * Double(spatial.reduce(1, *))
    let ones = spatial.map { _ in 1 }
    return [maxima, inChannel + first.reshape(channels + ones)]
  }

  /// Returns zeros with the elements of a tensor at the places where a pool has found them.
  func maxUnpool() throws(Diagnostic) -> Tensor {
    let (x, places) = (try operand(0), try operand(1))
    guard x.rank > 2, places.extents == x.extents else {
      throw Diagnostic(
        "operands are \(x.type) and \(places.type), expected equal extents [N, C, S…]")
    }
    let pooled = try pooledExtents(of: x)
    let target = try optionalIntegers(2) ?? pooled
    if target.count != x.rank || zip(target, pooled).contains(where: { $0 < $1 }) {
      throw Diagnostic("output_shape is \(target), expected at least \(pooled)")
    }
    try requireSize(target, x.elementType)
    let count = x.type.count
    let zeros = constant(0, x.elementType).expanded(to: [pooled.reduce(1, *)])
    let result = Tensor.apply(
      ScatterND(), [zeros, places.reshape([count, 1]), x.reshape([count])]
    )
    .reshape(pooled)
    return target == pooled
      ? result
      : .apply(
        Pad(
          edges: zip(target, pooled).map { Edges(0, $0 - $1) }, interior: pooled.map { _ in 0 }),
        [result])
  }

  /// Returns the extents of an image from which windows make one like `x`.
  private func pooledExtents(of x: Tensor) throws(Diagnostic) -> [Int] {
    let count = x.rank - 2
    let window = try windows(over: x, size: try kernelShape())
    try check(Array(x.extents.dropFirst(2)), "the image", count, 0..<1 << 31)
    let spatial = window.windows.enumerated().map { dimension, window in
      (x.extents[dimension + 2] - 1) * window.stride - window.padding.low - window.padding.high
        + window.size
    }
    let extents = x.extents.prefix(2) + spatial
    try requireSize(Array(extents), x.elementType)
    return Array(extents)
  }
}

extension Tensor {
  /// Returns positions in row-major order as those in column-major order.
  fileprivate func columnMajor(_ extents: [Int]) -> Tensor {
    var place = self
    var result: Tensor?
    for (dimension, extent) in extents.enumerated().reversed() {
      let step = extents[..<dimension].reduce(1, *)
      let divisor = place.filled(with: Double(extent))
      let part = place.remainder(divisor) * Double(step)
      result = result.map { $0 + part } ?? part
      place = place / divisor
    }
    return result ?? self
  }
}
