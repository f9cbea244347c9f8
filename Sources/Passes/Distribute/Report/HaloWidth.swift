import GraphIR

/// What ranks have of a value beyond what they own, along one dimension.
public struct HaloWidth: Hashable, Codable, Sendable {
  /// The name of the dimension, or its number where it has none.
  public let dimension: String
  /// The most elements below what a rank owns; negative where all have less than they own.
  public let low: Int
  /// The most elements above what a rank owns.
  public let high: Int
}

extension HaloWidth: CustomStringConvertible {
  /// The widths as text: `h 1+1`.
  public var description: String { "\(dimension) \(low)+\(high)" }
}

extension Placement {
  /// Returns the dimensions along which some rank owns a part only.
  func splitDimensions(of whole: Region) -> [Int] {
    whole.bounds.indices.filter { dimension in
      owned.contains { !$0.isEmpty && $0[dimension] != whole[dimension] }
    }
  }

  /// Returns the widths along each dimension that is split; ranks that own nothing do not count.
  func haloWidths(of whole: Region) -> [HaloWidth] {
    let pairs = zip(owned, boxes).filter { !$0.isEmpty && !$1.isEmpty }
    let names = Anchor.dimensionNames(rank: whole.rank)
    return splitDimensions(of: whole).map { dimension in
      HaloWidth(
        dimension: names[dimension] ?? "\(dimension)",
        low: pairs.map { $0[dimension].lowerBound - $1[dimension].lowerBound }.max() ?? 0,
        high: pairs.map { $1[dimension].upperBound - $0[dimension].upperBound }.max() ?? 0)
    }
  }

  /// `true` iff every rank that has something has the whole along a dimension that is split.
  func isGather(of whole: Region) -> Bool {
    splitDimensions(of: whole).contains { dimension in
      boxes.allSatisfy { $0.isEmpty || $0[dimension] == whole[dimension] }
    }
  }
}
