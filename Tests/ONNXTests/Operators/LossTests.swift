import NDArrays
import ONNXMessages
import Testing

@Suite struct `importing losses` {
  @Test func `an ignored label has no part in the mean`() {
    expectNode(
      "NegativeLogLikelihoodLoss", version: 13,
      [.wave([3, 2]), NDArray(.i64, [3], [0, -1, 1]), .wave([2])], ["ignore_index": .int(-1)],
      gives: [NDArray(.f32, [], [3.166667])])
  }

  @Test func `the loss of scores, and their logarithms`() {
    expectNode(
      "SoftmaxCrossEntropyLoss", version: 13, [.wave([2, 3]), NDArray(.i64, [2], [0, 2])],
      ["reduction": .string("sum")],
      gives: [
        NDArray(.f32, [], [7.79611]),
        NDArray(
          .f32, [2, 3],
          [-3.653178, -0.1531782, -2.153178, -0.1429317, -2.142932, -4.142932]),
      ])
  }

  @Test func `labels that do not fit are refused`() {
    expectRefusal(
      [NodeProto("NegativeLogLikelihoodLoss", ["x0", "x1"], ["y"])],
      inputs: [.wave([2, 3]), NDArray(.i64, [3], [0, 1, 2])], ["scores are", "labels i64[3]"])
  }
}
