import Frontend
import GraphIR

extension OperatorCall {
  /// Split: parts of given extents, or of nearly equal ones.
  func split() throws(Diagnostic) -> [Tensor] {
    let x = try operand(0)
    let axis = try dimension(int("axis", 0), rank: x.rank)
    let extent = x.extents[axis]
    var parts = version < 13 ? ints("split") : try optionalIntegers(1)
    if parts == nil {
      let count = int("num_outputs") ?? node.output.count
      if count < 1 || count > max(node.output.count, 1) {
        throw Diagnostic("\(count) parts are asked for, expected \(node.output.count)")
      }
      let part = (extent + count - 1) / count
      parts = (0..<count).map { min(max(extent - $0 * part, 0), part) }
    }
    guard let parts, parts.allSatisfy({ (0...extent).contains($0) }),
      parts.reduce(0, { $0.addingReportingOverflow($1).partialValue }) == extent
    else {
      throw Diagnostic(
        "parts are \(parts ?? []), expected extents that add up to \(extent) of \(x.type)")
    }
    var (start, results) = (0, [Tensor]())
    for part in parts {
      results.append(part == extent ? x : x.part(axis, start, count: part))
      start += part
    }
    return results
  }

  /// Slice: as Python's, along some axes.
  func sliced() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let isOld = version < 10
    let starts = isOld ? ints("starts") ?? [] : try integers(1)
    let ends = isOld ? ints("ends") ?? [] : try integers(2)
    let axes = try dimensions(
      (isOld ? ints("axes") : try optionalIntegers(3)) ?? Array(starts.indices), rank: x.rank)
    let steps =
      (isOld ? nil : try optionalIntegers(4)) ?? [Int](repeating: 1, count: starts.count)
    if starts.count != axes.count || ends.count != axes.count || steps.count != axes.count
      || steps.contains(0)
    {
      throw Diagnostic(
        "starts \(starts), ends \(ends) and steps \(steps) do not fit the axes \(axes)")
    }
    var start = [Int](repeating: 0, count: x.rank)
    var (count, step) = (x.extents, [Int](repeating: 1, count: x.rank))
    for (position, axis) in axes.enumerated() {
      let extent = x.extents[axis]
      // A step beyond the extent takes one element, whatever its size.
      step[axis] = min(max(steps[position], -extent - 1), extent + 1)
      let range = step[axis] < 0 ? -1...extent - 1 : 0...extent
      /// Returns a bound cut to where a slice can begin or end.
      func bound(_ value: Int) -> Int {
        min(max(value < 0 ? value + extent : value, range.lowerBound), range.upperBound)
      }
      let (first, last) = (bound(starts[position]), bound(ends[position]))
      let distance = step[axis] < 0 ? first - last : last - first
      count[axis] = distance <= 0 ? 0 : (distance - 1) / abs(step[axis]) + 1
      start[axis] = count[axis] == 0 ? 0 : first
    }
    if count == x.extents && step.allSatisfy({ $0 == 1 }) { return x }
    return .apply(Slice(start: start, count: count, step: step), [x])
  }
}

extension Tensor {
  /// Returns `count` elements from `start` on along one dimension.
  fileprivate func part(_ dimension: Int, _ start: Int, count: Int) -> Tensor {
    var (starts, counts) = ([Int](repeating: 0, count: rank), extents)
    starts[dimension] = start
    counts[dimension] = count
    return .apply(
      Slice(start: starts, count: counts, step: .init(repeating: 1, count: rank)), [self])
  }
}
