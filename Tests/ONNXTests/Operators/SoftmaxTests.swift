import NDArrays
import ONNXMessages
import Testing

@Suite struct `importing softmax and dropout` {
  @Test func `before version 13 the axes from one on count as one`() {
    expectNode(
      "Softmax", version: 11, [.wave([2, 2, 3])],
      gives: [
        NDArray(
          .f32, [2, 2, 3],
          [
            0.004766123, 0.1578323, 0.02136028, 0.7073554, 0.09573015, 0.01295567, 0.539556,
            0.07302096, 0.009882313, 0.3272573, 0.04428945, 0.005993926,
          ])
      ])
    expectNode(
      "LogSoftmax", version: 11, [.wave([1, 2, 3])], ["axis": .int(2)],
      gives: [
        NDArray(
          .f32, [1, 2, 3],
          [-3.653178, -0.1531782, -2.153178, -0.1429317, -2.142932, -4.142932])
      ])
    expectNode(
      "Hardmax", version: 11, [.wave([2, 2, 3])],
      gives: [NDArray(.f32, [2, 2, 3], [0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0])])
  }

  @Test(arguments: [(6, ElementType.f32), (7, .f32), (10, .bool), (12, .bool)])
  func `dropout keeps all where nothing is trained`(version: Int, maskType: ElementType) {
    let x = NDArray.wave([2, 2])
    expectNode(
      "Dropout", version: version, [x], version == 6 ? ["is_test": .int(1)] : [:],
      gives: [x, NDArray(maskType, [2, 2], [1, 1, 1, 1])])
  }

  @Test func `dropout that trains drops all or nothing where the ratio says so`() {
    let (x, yes) = (NDArray.wave([2, 2]), NDArray(.bool, [], [1]))
    expectNode(
      "Dropout", version: 12, [x, NDArray(.f32, [], [0]), yes],
      gives: [x, NDArray(.bool, [2, 2], [1, 1, 1, 1])])
    expectNode(
      "Dropout", version: 12, [x, NDArray(.f32, [], [1]), yes],
      gives: [NDArray(.f32, [2, 2], [0, 0, 0, 0]), NDArray(.bool, [2, 2], [0, 0, 0, 0])])
  }
}
