import Frontend
import GraphIR

/// The geometry of sliding windows over an image [N, C, S…], as the attributes of a node give it.
struct WindowAttributes {
  /// The number of taps.
  let size: [Int]
  /// The distance between windows.
  let stride: [Int]
  /// The distance between taps.
  let dilation: [Int]
  /// The cells around the image.
  let padding: [Edges]

  /// The window along each spatial dimension.
  var windows: [Window] {
    size.indices.map {
      Window(size: size[$0], stride: stride[$0], dilation: dilation[$0], padding: padding[$0])
    }
  }
}

/// How the cells around an image are chosen: the attribute `auto_pad`.
enum AutomaticPadding {
  /// By other attributes.
  case explicit
  /// There are none.
  case valid
  /// As many as give ⌈extent / stride⌉ windows; an odd one at the end or, where `low`, in front.
  case same(low: Bool)

  /// Returns the cells before and after a dimension that has `total`.
  func edges(_ total: Int) -> Edges {
    switch self {
    case .same(low: false): Edges(total / 2, total - total / 2)
    default: Edges(total - total / 2, total / 2)
    }
  }
}

extension OperatorCall {
  /// Returns how the cells around an image are chosen.
  func automaticPadding() throws(Diagnostic) -> AutomaticPadding {
    try choice(
      "auto_pad", "NOTSET",
      [
        "NOTSET": .explicit, "VALID": .valid, "SAME_UPPER": .same(low: false),
        "SAME_LOWER": .same(low: true),
      ])
  }

  /// Returns a positive number for each of `count` dimensions, 1 where the attribute is not given.
  func lengths(_ name: String, _ count: Int) throws(Diagnostic) -> [Int] {
    let given = ints(name) ?? []
    if given.isEmpty { return [Int](repeating: 1, count: count) }
    try check(given, name, count, 1..<1 << 31)
    return given
  }

  /// Returns the attribute `pads`, none where it is not given.
  func explicitPadding(_ count: Int) throws(Diagnostic) -> [Edges] {
    let pads = ints("pads") ?? []
    if pads.isEmpty { return [Edges](repeating: .none, count: count) }
    try check(pads, "pads", 2 * count, -(1 << 31) + 1..<1 << 31)
    return (0..<count).map { Edges(pads[$0], pads[count + $0]) }
  }

  /// Throws iff there is not one number in a range for each dimension.
  func check(_ numbers: [Int], _ name: String, _ count: Int, _ range: Range<Int>)
    throws(Diagnostic)
  {
    if numbers.count == count && numbers.allSatisfy(range.contains) { return }
    throw Diagnostic(
      "\(name) is \(numbers), expected \(count) numbers in \(range.lowerBound) ..< "
        + "\(range.upperBound)")
  }

  /// Throws iff a tensor of some extents cannot be, so that no product of them overflows.
  func requireSize(_ extents: [Int], _ type: ElementType) throws(Diagnostic) {
    if TensorType.isRepresentable(TensorType(type, extents)) { return }
    throw Diagnostic("the result would have extents \(extents), expected fewer elements, 0 or more")
  }

  /// Returns the windows of `size` taps over an image.
  func windows(over x: Tensor, size: [Int]) throws(Diagnostic) -> WindowAttributes {
    if x.rank < 3 {
      throw Diagnostic("the image is \(x.type), expected [N, C, S…] with a spatial dimension")
    }
    let count = x.rank - 2
    try check(size, "the window", count, 1..<1 << 31)
    let (stride, dilation) = (try lengths("strides", count), try lengths("dilations", count))
    let automatic = try automaticPadding()
    let padding: [Edges]
    switch automatic {
    case .explicit: padding = try explicitPadding(count)
    case .valid: padding = [Edges](repeating: .none, count: count)
    case .same:
      padding = (0..<count).map {
        let extent = x.extents[$0 + 2]
        let span = (size[$0] - 1) * dilation[$0] + 1
        let last = (max(extent, 1) - 1) / stride[$0] * stride[$0]
        return automatic.edges(max(last + span - extent, 0))
      }
    }
    return WindowAttributes(size: size, stride: stride, dilation: dilation, padding: padding)
  }
}
