extension Int {
  /// Returns all lists of `count` factors whose product is this number, those with the largest first
  /// factors first.
  func factorizations(_ count: Int) -> [[Int]] {
    if count == 0 { return self == 1 ? [[]] : [] }
    return (1...self).reversed().filter { self % $0 == 0 }.flatMap { first in
      (self / first).factorizations(count - 1).map { [first] + $0 }
    }
  }
}
