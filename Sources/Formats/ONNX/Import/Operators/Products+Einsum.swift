import GraphIR

/// An equation such as `bij, bjk -> bik`, whose letters are numbers here.
///
/// `...` stands for any number of dimensions, aligned at the last one; without `->` the result has
/// those dimensions, then the letters that come once, in alphabetical order.
struct EinsumEquation {
  /// The labels of each operand's dimensions.
  let operands: [[Int]]
  /// The labels of the result's dimensions.
  let result: [Int]

  /// The labels of an equation for operands of the given ranks.
  init(_ equation: String, ranks: [Int]) throws(Diagnostic) {
    let sides = equation.filter { $0 != " " }.split(
      separator: "->", omittingEmptySubsequences: false)
    let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false)
    if sides.count > 2 || terms.count != ranks.count {
      throw Diagnostic(
        "the equation is '\(equation)', expected a term for each of \(ranks.count) operands")
    }
    var operands: [[Int]] = []
    var free = 0
    for (term, rank) in zip(terms, ranks) {
      let labels = try Self.labels(term, equation) { rank - $0 }
      if labels.count != rank {
        throw Diagnostic("the equation is '\(equation)', expected \(rank) dimensions in '\(term)'")
      }
      operands.append(labels)
      free = max(free, labels.count { $0 < 0 })
    }
    self.operands = operands
    let all = operands.flatMap { $0 }
    let ellipsis = Array(-free..<0)
    if sides.count == 1 {
      let once = Set(all).filter { label in label > 0 && all.count { $0 == label } == 1 }
      result = ellipsis + once.sorted()
      return
    }
    result = try Self.labels(sides[1], equation) { _ in free }
    let isComplete = result.allSatisfy(all.contains) && result.count { $0 < 0 } == free
    if !isComplete || Set(result).count != result.count {
      throw Diagnostic(
        "the equation is '\(equation)', expected each letter of the result once, and in an operand")
    }
  }

  /// Returns the labels of a term; `free` gives the number of dimensions of `...` beside a number
  /// of letters.
  private static func labels(_ term: Substring, _ equation: String, _ free: (Int) -> Int)
    throws(Diagnostic) -> [Int]
  {
    let parts = term.split(separator: "...", omittingEmptySubsequences: false)
    let letters = parts.reduce(0) { $0 + $1.unicodeScalars.count }
    let isKnown = parts.joined().unicodeScalars.allSatisfy {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0)
    }
    if parts.count > 2 || !isKnown {
      throw Diagnostic(
        "the equation is '\(equation)', expected letters and at most one '...' in '\(term)'")
    }
    let labels = parts.map { $0.unicodeScalars.map { Int($0.value) } }
    if parts.count == 1 { return labels[0] }
    let count = free(letters)
    if count < 0 {
      throw Diagnostic("the equation is '\(equation)', expected fewer dimensions in '\(term)'")
    }
    return labels[0] + Array(-count..<0) + labels[1]
  }
}
