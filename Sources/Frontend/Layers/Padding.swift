/// A number for each spatial dimension: one `Int` for all, or an array.
public protocol PerDimension {
  /// Returns the numbers for `count` dimensions; nil where another count is given.
  func values(_ count: Int) -> [Int]?
}

extension Int: PerDimension {
  public func values(_ count: Int) -> [Int]? { [Int](repeating: self, count: count) }
}

extension [Int]: PerDimension {
  public func values(_ count: Int) -> [Int]? { self.count == count ? self : nil }
}

/// The cells around an image: `.same`, `1`, `[1, 0, 1]` (a number for both edges of each spatial
/// dimension) or `.edges([Edges(0, 1), Edges(0, 1)])`.
public struct Padding: Hashable, Sendable {
  /// The ways to say it.
  enum Rule: Hashable, Sendable {
    /// As many as give ⌈extent / stride⌉ windows.
    case same
    /// On all edges.
    case cells(Int)
    /// On both edges of each dimension.
    case symmetric([Int])
    /// On each edge.
    case edges([Edges])
  }

  /// The way it is said.
  let rule: Rule

  /// No cells: the image shrinks by what the kernel spans.
  public static let valid = Padding(rule: .cells(0))
  /// As many as give ⌈extent / stride⌉ results, the odd one at the end (as TensorFlow; for stride 1
  /// as PyTorch). A transposed convolution gives extent · stride results.
  public static let same = Padding(rule: .same)

  /// The same number of cells on every edge.
  public static func cells(_ count: Int) -> Padding { Padding(rule: .cells(count)) }
  /// The cells on both edges of each spatial dimension.
  public static func cells(_ counts: [Int]) -> Padding { Padding(rule: .symmetric(counts)) }
  /// The cells on each edge of each spatial dimension.
  public static func edges(_ edges: [Edges]) -> Padding { Padding(rule: .edges(edges)) }

  /// Returns the edges of each dimension; `same` gives the total where that is the rule. Returns nil
  /// where another number of dimensions is given.
  func edges(_ count: Int, same total: (_ dimension: Int) -> Int) -> [Edges]? {
    switch rule {
    case .same:
      (0..<count).map { dimension in
        let cells = total(dimension)
        return Edges(cells / 2, cells - cells / 2)
      }
    case .cells(let cells): [Edges](repeating: Edges(cells, cells), count: count)
    case .symmetric(let cells): cells.count == count ? cells.map { Edges($0, $0) } : nil
    case .edges(let edges): edges.count == count ? edges : nil
    }
  }
}

extension Padding: ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The same number of cells on every edge.
  public init(integerLiteral cells: Int) { self = .cells(cells) }
  /// The cells on both edges of each spatial dimension.
  public init(arrayLiteral cells: Int...) { self = .cells(cells) }
}
