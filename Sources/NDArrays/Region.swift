/// A box: one half-open interval per dimension, in the global coordinates of a tensor.
public struct Region: Hashable, Sendable {
  /// The interval of each dimension.
  public var bounds: [Range<Int>]

  /// The box with the given intervals.
  @inlinable public init(_ bounds: [Range<Int>]) { self.bounds = bounds }

  /// The whole of a tensor with the given extents.
  @inlinable public init(whole extents: [Int]) { bounds = extents.map { 0..<$0 } }

  /// An empty box of the given rank.
  @inlinable public static func empty(rank: Int) -> Region {
    Region([Range<Int>](repeating: 0..<0, count: rank))
  }

  /// The number of dimensions.
  @inlinable public var rank: Int { bounds.count }

  /// The length along each dimension.
  @inlinable public var extents: [Int] { bounds.map(\.count) }

  /// The number of elements.
  @inlinable public var count: Int { bounds.reduce(1) { $0 * $1.count } }

  /// `true` iff no element is inside.
  @inlinable public var isEmpty: Bool { bounds.contains(where: \.isEmpty) }

  /// The interval of one dimension.
  @inlinable public subscript(dimension: Int) -> Range<Int> {
    get { bounds[dimension] }
    set { bounds[dimension] = newValue }
  }

  /// `true` iff every element of `other` is inside.
  @inlinable public func contains(_ other: Region) -> Bool {
    other.isEmpty
      || zip(bounds, other.bounds).allSatisfy {
        $0.lowerBound <= $1.lowerBound && $1.upperBound <= $0.upperBound
      }
  }

  /// Returns the box inside both; an empty one where they do not meet.
  @inlinable public func intersection(_ other: Region) -> Region {
    precondition(rank == other.rank, "boxes of rank \(rank) and \(other.rank) do not meet")
    return Region(zip(bounds, other.bounds).map { $0.clamped(to: $1) })
  }

  /// Returns the smallest box that holds both; an empty box adds nothing.
  @inlinable public func hull(_ other: Region) -> Region {
    if isEmpty { return other }
    if other.isEmpty { return self }
    return Region(
      zip(bounds, other.bounds).map {
        min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound)
      })
  }
}

extension Region {
  /// Calls `body` with each coordinate inside, last dimension fastest.
  @inlinable public func forEach(_ body: ([Int]) -> Void) {
    if isEmpty { return }
    var index = bounds.map(\.lowerBound)
    while true {
      body(index)
      var dimension = rank - 1
      while dimension >= 0 {
        index[dimension] += 1
        if index[dimension] < bounds[dimension].upperBound { break }
        index[dimension] = bounds[dimension].lowerBound
        dimension -= 1
      }
      if dimension < 0 { return }
    }
  }
}

extension Region: CustomStringConvertible {
  /// The intervals as text: `[0:64, 32:128]`.
  public var description: String {
    "[" + bounds.map { "\($0.lowerBound):\($0.upperBound)" }.joined(separator: ", ") + "]"
  }
}

extension Region {
  /// Returns `lower..<upper` cut to `0..<extent`; an empty interval inside it where nothing is left.
  @inlinable public static func clip(_ lower: Int, _ upper: Int, to extent: Int) -> Range<Int> {
    let start = max(0, min(lower, extent))
    return start..<max(start, min(upper, extent))
  }
}

extension Region {
  /// `true` iff some element is inside both.
  @inlinable public func intersects(_ other: Region) -> Bool {
    for (left, right) in zip(bounds, other.bounds)
    where max(left.lowerBound, right.lowerBound) >= min(left.upperBound, right.upperBound) {
      return false
    }
    return true
  }

  /// Returns disjoint boxes that together hold what is inside this box and not inside `other`.
  public func subtracting(_ other: Region) -> [Region] {
    if isEmpty { return [] }
    if other.isEmpty || !intersects(other) { return [self] }
    var (pieces, rest) = ([Region](), self)
    for dimension in 0..<rank {
      let (bounds, cut) = (rest[dimension], rest[dimension].clamped(to: other[dimension]))
      for side in [bounds.lowerBound..<cut.lowerBound, cut.upperBound..<bounds.upperBound]
      where !side.isEmpty {
        var piece = rest
        piece[dimension] = side
        pieces.append(piece)
      }
      rest[dimension] = cut
    }
    return pieces
  }
}

extension Region {
  /// Returns the position, in the row-major order of the elements of `place`, of the first element;
  /// nil where the elements do not lie together there.
  ///
  /// - Requires: `place` contains the box.
  public func position(in place: Region) -> Int? {
    if isEmpty { return 0 }
    let strides = Extents.strides(place.extents)
    var (position, isInsideRow) = (0, false)
    for dimension in 0..<rank {
      if isInsideRow && bounds[dimension] != place[dimension] { return nil }
      if bounds[dimension].count > 1 { isInsideRow = true }
      position += (bounds[dimension].lowerBound - place[dimension].lowerBound) * strides[dimension]
    }
    return position
  }

  /// `true` iff the boxes together hold every element.
  public func isCovered(by boxes: [Region]) -> Bool {
    boxes.reduce([self].filter { !$0.isEmpty }) { rest, box in
      rest.flatMap { $0.subtracting(box) }
    }.isEmpty
  }
}

extension Region: Codable {
  /// Decodes a list of pairs `[lower, upper]`.
  public init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    var bounds: [Range<Int>] = []
    while !container.isAtEnd {
      let pair = try container.decode([Int].self)
      guard pair.count == 2, pair[0] <= pair[1] else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "\(pair) is not a pair of rising bounds")
      }
      bounds.append(pair[0]..<pair[1])
    }
    self.init(bounds)
  }

  /// Encodes a list of pairs `[lower, upper]`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    for bound in bounds { try container.encode([bound.lowerBound, bound.upperBound]) }
  }
}
