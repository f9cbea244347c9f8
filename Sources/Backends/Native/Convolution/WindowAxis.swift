/// How results and cells of an image meet along one spatial dimension, in coordinates of the boxes
/// that are computed and held.
///
/// Tap t of result o is at cell o · stride + t · dilation − before; in a transposed convolution
/// cell i meets the results i · stride + t · dilation − before.
struct WindowAxis {
  /// The number of taps.
  var taps = 1
  /// The distance between neighbouring windows.
  var stride = 1
  /// The distance between neighbouring taps.
  var dilation = 1
  /// The distance above.
  var before = 0
  /// The results that are computed.
  var result = 1
  /// The cells that are held.
  var image = 1
  /// The global coordinate of the first result.
  var origin = 0

  /// The arguments of a `gc_window`.
  var window: [Int] { [result, image, before, origin] }
}

extension WindowAxis {
  /// The axis of a window over a box of results and the cells that are held.
  init(_ window: Window, results: Range<Int>, held: Range<Int>) {
    self.init(
      taps: window.size, stride: window.stride, dilation: window.dilation,
      before: held.lowerBound - window.start(results.lowerBound), result: results.count,
      image: held.count, origin: results.lowerBound)
  }

  /// The axis of a transposed window.
  init(_ window: TransposedWindow, results: Range<Int>, held: Range<Int>) {
    self.init(
      taps: window.size, stride: window.stride, dilation: window.dilation,
      before: results.lowerBound + window.padding.low - held.lowerBound * window.stride,
      result: results.count, image: held.count, origin: results.lowerBound)
  }

  /// Returns the cells that neighbouring results meet, from the first to behind the last; at least.
  func cells(_ results: Int, isTransposed: Bool) -> Int {
    let reach = (taps - 1) * dilation
    return isTransposed
      ? (results - 1 + reach) / stride + 2 : (results - 1) * stride + reach + 1
  }

  /// `true` iff no tap of any result lies beside the image.
  func isInside(isTransposed: Bool) -> Bool {
    if !isTransposed {
      return before <= 0 && cells(result, isTransposed: false) - before <= image
    }
    return (0..<result).allSatisfy { result in
      (0..<taps).allSatisfy { tap in
        let distance = result + before - tap * dilation
        return distance % stride != 0 || (0..<image * stride).contains(distance)
      }
    }
  }

  /// The most taps that a result meets in a transposed convolution.
  var phaseTaps: Int {
    var (divisor, rest) = (stride, dilation % stride)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    return (taps + stride / divisor - 1) / (stride / divisor)
  }
}
