import GraphIR
import NDArrays
import Testing

@Suite struct `importing ONNX models` {
  @Test func `an identity is its operand`() {
    let x = NDArray(.f32, [2], [1, 2])
    expectNode("Identity", version: 13, [x], gives: [x])
  }
}
