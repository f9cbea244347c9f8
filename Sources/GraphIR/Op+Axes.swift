extension Op {
  /// Throws, citing `constraint`, iff a tensor of `rank` has no such axis.
  func requireAxis(_ axis: Int, rank: Int, _ constraint: String) throws(Diagnostic) {
    try require(
      (0..<rank).contains(axis),
      "\(constraint): axis is \(axis), expected one of the \(rank) dimensions from 0")
  }

  /// Throws, citing `constraint`, iff a tensor of `rank` lacks one of the axes or one is repeated.
  func requireAxes(_ axes: [Int], rank: Int, _ constraint: String) throws(Diagnostic) {
    for (position, axis) in axes.enumerated() {
      try requireAxis(axis, rank: rank, constraint)
      try require(
        !axes[..<position].contains(axis), "\(constraint): axis \(axis) is given twice")
    }
  }
}
