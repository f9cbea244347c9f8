import GraphIR
import Testing

@Suite struct `gathers and choices` {
  private let x = NDArray.counting(.f32, [3, 4])

  @Test func `put the dimensions of the indices in the axis's place`() throws {
    let indices = NDArray.integers(.i64, [2, 2], [0, -1, 2, 2])
    try check(
      Gather(axis: 1), [x, indices],
      gives: NDArray(.f32, [3, 2, 2], [0, 3, 2, 2, 4, 7, 6, 6, 8, 11, 10, 10]))
    try check(
      Gather(axis: 0), [x, .integers(.u8, [], [1])], gives: NDArray(.f32, [4], [4, 5, 6, 7]))
  }

  @Test func `count negative indices from the end and move others to the nearest end`() throws {
    let x = NDArray(.f32, [3], [10, 20, 30])
    try check(
      Gather(axis: 0), [x, .integers(.i8, [6], [-1, -3, -4, -128, 3, 127])],
      gives: NDArray(.f32, [6], [30, 10, 10, 10, 30, 30]))
    try check(
      Gather(axis: 0), [x, .integers(.u64, [2], [-1, 1])], gives: NDArray(.f32, [2], [30, 20]))
    try check(
      Gather(axis: 0), [x, .integers(.i64, [2], [.min, .max])],
      gives: NDArray(.f32, [2], [10, 30]))
  }

  @Test func `take at known indices`() throws {
    try check(
      Take(axis: 1, indices: [3, 0, 0]), [x],
      gives: NDArray(.f32, [3, 3], [3, 0, 0, 7, 4, 4, 11, 8, 8]))
  }

  @Test func `take slices at places that vectors name`() throws {
    try check(
      GatherND(), [x, .integers(.i64, [3, 2], [0, 1, -1, -1, 9, -9])],
      gives: NDArray(.f32, [3], [1, 11, 8]))
    try check(
      GatherND(), [x, .integers(.u8, [1, 1], [2])], gives: NDArray(.f32, [1, 4], [8, 9, 10, 11]))
    try check(
      GatherND(batch: 1), [x, .integers(.i8, [3, 2, 1], [0, 3, 1, -1, 2, 2])],
      gives: NDArray(.f32, [3, 2], [0, 3, 5, 7, 10, 10]))
  }

  @Test func `write slices in order, and none where an index is outside`() throws {
    let x = NDArray(.f32, [4], [1, 2, 3, 4])
    let indices = NDArray.integers(.i64, [5, 1], [0, -1, 0, 4, -5])
    let updates = NDArray(.f32, [5], [10, 20, 30, 40, 50])
    for (reduction, expected) in [
      (ScatterND.Reduction.none, [30, 2, 3, 20]), (.add, [41, 2, 3, 24]),
      (.multiply, [300, 2, 3, 80]), (.maximum, [30, 2, 3, 20]), (.minimum, [1, 2, 3, 4]),
    ] as [(ScatterND.Reduction, [Double])] {
      try check(
        ScatterND(reduction: reduction), [x, indices, updates],
        gives: NDArray(.f32, [4], expected))
    }
    try check(
      ScatterND(batch: 1, reduction: .minimum),
      [
        .integers(.u8, [2, 2], [1, 200, 3, 4]), .integers(.u64, [2, 1, 1], [1, -1]),
        .integers(.u8, [2, 1], [130, 1]),
      ],
      gives: .integers(.u8, [2, 2], [1, 130, 3, 4]))
    try check(
      ScatterND(reduction: .maximum),
      [NDArray(.f32, [2], [1, 2]), .integers(.i64, [1, 1], [0]), NDArray(.f32, [1], [.nan])],
      gives: NDArray(.f32, [2], [.nan, 2]))
  }

  @Test func `sort, the lower index first where equal, NaN as the largest`() throws {
    let x = NDArray(.f32, [6], [2, .nan, -0.0, 0, .infinity, 2])
    try check(ArgSort(axis: 0), [x], gives: .integers(.i64, [6], [2, 3, 0, 5, 4, 1]))
    try check(
      ArgSort(axis: 0, descending: true), [x], gives: .integers(.i64, [6], [1, 4, 0, 5, 2, 3]))
    try check(
      ArgSort(axis: 0), [.integers(.u8, [2, 2], [255, 1, 0, 1])],
      gives: .integers(.i64, [2, 2], [1, 0, 0, 1]))
  }

  @Test func `find the largest cell of a window in the whole image`() throws {
    let pool = MaxPool(
      window: [2, 2], stride: [1, 2], dilation: [1, 1], padding: [Edges(0, 0), Edges(1, 0)])
    try check(
      ArgMaxPool(pool), [NDArray(.f32, [1, 1, 2, 3], [5, 7, 7, 5, .nan, 1])],
      gives: .integers(.i64, [1, 1, 1, 2], [0, 4]))
    let outside = MaxPool(window: [1], stride: [1], dilation: [1], padding: [Edges(1, 0)])
    try check(
      ArgMaxPool(outside), [NDArray(.f32, [1, 1, 2], [-.infinity, 1])],
      gives: .integers(.i64, [1, 1, 3], [-1, 0, 1]))
  }

  @Test func `select by a condition`() throws {
    let (a, b) = (NDArray(.f32, [3], [1, .nan, 3]), NDArray(.f32, [3], [-1, -2, -0.0]))
    try check(
      Select(), [NDArray(.bool, [3], [1, 0, 0]), a, b], gives: NDArray(.f32, [3], [1, -2, -0.0]))
  }

  @Test func `make vectors of indices`() throws {
    let indices = NDArray.integers(.i64, [2, 2], [0, 2, 1, 0])
    try check(
      OneHot(axis: 1, depth: 3, elementType: .f32), [indices],
      gives: NDArray(.f32, [2, 3, 2], [1, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0]))
    try check(
      OneHot(axis: 1, depth: 2, elementType: .bool), [.integers(.u8, [3], [1, 255, 0])],
      gives: NDArray(.bool, [3, 2], [0, 1, 0, 0, 1, 0]))
    try check(
      OneHot(axis: 0, depth: 2, elementType: .i8), [.integers(.i32, [2], [-1, 1])],
      gives: .integers(.i8, [2, 2], [0, 0, 0, 1]))
  }

  @Test(
    arguments: [
      (Compare.Relation.equal, [0, 1, 0, 0]), (.notEqual, [1, 0, 1, 1]), (.less, [1, 0, 0, 0]),
      (.lessOrEqual, [1, 1, 0, 0]), (.greater, [0, 0, 1, 0]), (.greaterOrEqual, [0, 1, 1, 0]),
    ] as [(Compare.Relation, [Double])])
  func `compare, with NaN as nothing's equal`(_ relation: Compare.Relation, _ expected: [Double])
    throws
  {
    let x = NDArray(.f32, [4], [1, 0, 3, .nan])
    let y = NDArray(.f32, [4], [2, -0.0, -3, .nan])
    try check(Compare(comparison: relation), [x, y], gives: NDArray(.bool, [4], expected))
  }

  @Test func `compare unsigned integers as such`() throws {
    for type in [ElementType.u8, .u16, .u32, .u64] {
      let (small, large) = (NDArray.integers(type, [1], [1]), NDArray.integers(type, [1], [-1]))
      try check(Compare(comparison: .less), [small, large], gives: NDArray(.bool, [1], [1]))
      try check(Compare(comparison: .greater), [small, large], gives: NDArray(.bool, [1], [0]))
    }
    let (small, large) = (NDArray.integers(.i64, [1], [1]), NDArray.integers(.i64, [1], [-1]))
    try check(Compare(comparison: .less), [small, large], gives: NDArray(.bool, [1], [0]))
  }

  @Test func `cast by one rounding`() throws {
    let x = NDArray(.f64, [4], [1 + 0x1p-24 + 0x1p-50, 1e39, -1.5, .nan])
    try check(
      Cast(to: .f32), [x], gives: NDArray(.f32, [4], [1 + 0x1p-23, .infinity, -1.5, .nan]))
    try check(Cast(to: .i8), [x], gives: .integers(.i8, [4], [1, 127, -1, 0]))
    try check(Cast(to: .bool), [x], gives: NDArray(.bool, [4], [1, 1, 1, 1]))
    try check(
      Cast(to: .f16), [NDArray(.bool, [2], [1, 0])], gives: NDArray(.f16, [2], [1, 0]))
    try check(
      Cast(to: .f64), [.integers(.u64, [1], [-1])], gives: NDArray(.f64, [1], [0x1p64]))
  }
}
