/// The geometry of a sliding window as a user says it.
struct WindowOptions {
  /// The extents of the window.
  var size: any PerDimension
  /// The distance between windows.
  var stride: any PerDimension
  /// The distance between taps.
  var dilation: any PerDimension = 1
  /// The cells around the image.
  var padding: Padding

  /// A number for each spatial dimension.
  struct Resolved {
    /// The extents of the window.
    let size: [Int]
    /// The distance between windows.
    let stride: [Int]
    /// The distance between taps.
    let dilation: [Int]
    /// The cells around the image.
    let padding: [Edges]
  }

  /// Returns the geometry for an image; records a diagnostic of `function` and returns nil where it
  /// does not fit the number of spatial dimensions.
  ///
  /// `.same` gives ⌈extent / stride⌉ windows, or where `isTransposed` extent · stride results.
  func resolved(for x: Tensor, _ function: String, isTransposed: Bool = false) -> Resolved? {
    let spatial = x.rank - 2
    if spatial < 1 {
      _ = x.failure(
        "\(function): the image \(x.type) has no spatial dimension, expected [N, C, S…]")
      return nil
    }
    func numbers(_ value: any PerDimension, _ name: String) -> [Int]? {
      if let numbers = value.values(spatial), numbers.allSatisfy({ $0 >= 1 }) { return numbers }
      _ = x.failure(
        "\(function): \(name) \(value) does not fit, expected \(spatial) positive numbers")
      return nil
    }
    guard let size = numbers(size, "window"), let stride = numbers(stride, "stride"),
      let dilation = numbers(dilation, "dilation")
    else { return nil }
    let padding = padding.edges(spatial) { dimension in
      let span = (size[dimension] - 1) * dilation[dimension] + 1
      if isTransposed { return max(span - stride[dimension], 0) }
      let extent = x.extents[dimension + 2]
      let results = (extent + stride[dimension] - 1) / stride[dimension]
      return max((results - 1) * stride[dimension] + span - extent, 0)
    }
    guard let padding else {
      _ = x.failure("\(function): padding has another rank, expected \(spatial) dimensions")
      return nil
    }
    return Resolved(size: size, stride: stride, dilation: dilation, padding: padding)
  }
}
