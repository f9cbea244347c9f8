import Frontend
import GraphIR
import NDArrays

extension AttentionCall {
  /// What is added to the products of queries and keys.
  struct Bias {
    /// A tensor that broadcasts to [N, H, S, T]: −∞ where a query must not see a key.
    let tensor: Tensor
    /// `true` iff there may be a query that sees no key.
    let mayHideAll: Bool
  }

  /// Returns what the mask, the order of positions, the window and the number of keys ask for; nil
  /// where every query sees every key.
  func bias() throws(Diagnostic) -> Bias? {
    let (mask, validCounts) = (try mask(), try validCounts())
    var conditions: [Tensor] = []
    var added = mask
    if let mask, mask.elementType == .bool {
      conditions.append(mask)
      added = nil
    }
    let windows = try (window("left_window_size"), window("right_window_size"))
    let isCausal = call.flag("is_causal")
    if isCausal || windows.0 != nil || windows.1 != nil {
      let distance = distance(validCounts)
      if isCausal { conditions.append(distance.greaterOrEqual(to: 0)) }
      if let left = windows.0 { conditions.append(distance.lessOrEqual(to: Double(left))) }
      if let right = windows.1 { conditions.append(distance.greaterOrEqual(to: Double(-right))) }
    }
    if let validCounts {
      conditions.append(positions([1, counts.keys], axis: 1).less(than: validCounts))
    }
    let mayHideAll =
      mask != nil || validCounts != nil || windows.0 != nil || windows.1 != nil
    guard let first = conditions.first else {
      return added.map { Bias(tensor: $0, mayHideAll: true) }
    }
    let isSeen = conditions.dropFirst().reduce(first) { Tensor.zip("and", $0, $1) }
    let type = queries.widened.elementType
    let (zero, hidden) = (call.constant(0, type), call.constant(-.infinity, type))
    return Bias(tensor: select(isSeen, added ?? zero, hidden), mayHideAll: mayHideAll)
  }

  /// Returns the mask, of bool or of the queries' type; keys behind its end are not seen.
  private func mask() throws(Diagnostic) -> Tensor? {
    guard var mask = call.optional(3) else { return nil }
    if mask.rank < 1 || mask.rank > 4 {
      throw Diagnostic("the mask is \(mask.type), expected what broadcasts to [N, H, S, T]")
    }
    if mask.elementType != .bool { mask = mask.cast(to: queries.widened.elementType) }
    let missing = counts.keys - mask.extents[mask.rank - 1]
    if missing <= 0 { return mask }
    let end = call.constant(mask.elementType == .bool ? 0 : -.infinity, mask.elementType)
      .expanded(to: mask.extents.dropLast() + [missing])
    return concatenate([mask, end], axis: -1)
  }

  /// Returns the number of keys of each sample that count, [N, 1, 1, 1].
  private func validCounts() throws(Diagnostic) -> Tensor? {
    guard let given = call.optional(6) else { return nil }
    if given.extents != [queries.extents[0]] || !given.elementType.isInteger {
      throw Diagnostic("nonpad_kv_seqlen is \(given.type), expected an integer for each sample")
    }
    if call.optional(4) != nil {
      throw Diagnostic("has both nonpad_kv_seqlen and past_key, expected one of them")
    }
    return given.cast(to: .i64).reshape([queries.extents[0], 1, 1, 1])
  }

  /// Returns how many positions each key is before each query.
  private func distance(_ validCounts: Tensor?) -> Tensor {
    let own = positions([counts.queries, counts.keys], axis: 0)
    let others = positions([counts.queries, counts.keys], axis: 1)
    let (count, past) = (Double(counts.queries), Double(pastCount))
    let query = validCounts.map { own + ($0 - count) } ?? (pastCount == 0 ? own : own + past)
    return query - others
  }

  /// Returns the number of positions that a query sees on one side; nil where it sees all.
  private func window(_ name: String) throws(Diagnostic) -> Int? {
    let size = call.int(name, -1)
    if (-1..<1 << 31).contains(size) { return size < 0 ? nil : size }
    throw Diagnostic("\(name) is \(size), expected -1 or more")
  }

  /// Returns the coordinate of each element along an axis.
  private func positions(_ extents: [Int], axis: Int) -> Tensor {
    call.builder.append(Iota(type: TensorType(.i64, extents), axis: axis), [])
  }
}
