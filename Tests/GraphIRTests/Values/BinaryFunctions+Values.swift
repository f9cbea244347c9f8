import GraphIR

extension FunctionValues {
  /// The operands of the binary functions.
  static let pairs: (x: [Double], y: [Double]) = (
    [7, -7, 7, -7, 5.5, -5.5, 6, -6, 1, -1, 1, .infinity, .nan, 1, 0, 2, -2, 1e+17],
    [3, 3, -3, -3, -2, 2, 3, 3, .infinity, .infinity, 0, 2, 1, .nan, 0, -0.5, 3, 3]
  )

  /// What PyTorch gives for binary functions of the pairs.
  static let binary: [FunctionValues] = [
    FunctionValues(
      "add",
      [
        10, -4, 4, -10, 3.5, -3.5, 9, -3, .infinity, .infinity, 1, .infinity, .nan, .nan, 0, 1.5, 1,
        1e+17,
      ]),
    FunctionValues(
      "subtract",
      [
        4, -10, 10, -4, 7.5, -7.5, 3, -9, -.infinity, -.infinity, 1, .infinity, .nan, .nan, 0, 2.5,
        -5, 1e+17,
      ]),
    FunctionValues(
      "multiply",
      [
        21, -21, -21, 21, -11, -11, 18, -18, .infinity, -.infinity, 0, .infinity, .nan, .nan, 0, -1,
        -6, 3e+17,
      ]),
    FunctionValues(
      "divide",
      [
        2.333333333, -2.333333333, -2.333333333, 2.333333333, -2.75, -2.75, 2, -2, 0, -0.0,
        .infinity, .infinity, .nan, .nan, .nan, -4, -0.6666666667, 3.333333333e+16,
      ]),
    FunctionValues(
      "remainder",
      [
        1, 2, -2, -1, -0.5, 0.5, 0, -0.0, 1, .infinity, .nan, .nan, .nan, .nan, .nan, 0, 1, 1,
      ]),
    FunctionValues(
      "truncated_remainder",
      [
        1, -1, 1, -1, 1.5, -1.5, 0, -0.0, 1, -1, .nan, .nan, .nan, .nan, .nan, 0, -2, 1,
      ]),
    FunctionValues(
      "maximum",
      [
        7, 3, 7, -3, 5.5, 2, 6, 3, .infinity, .infinity, 1, .infinity, .nan, .nan, 0, 2, 3, 1e+17,
      ]),
    FunctionValues(
      "minimum",
      [
        3, -7, -3, -7, -2, -5.5, 3, -6, 1, -1, 0, 2, .nan, .nan, 0, -0.5, -2, 3,
      ]),
    FunctionValues(
      "power",
      [
        343, -343, 0.002915451895, -0.002915451895, 0.03305785124, 30.25, 216, -216, 1, 1, 1,
        .infinity, .nan, 1, 1, 0.7071067812, -8, 1e+51,
      ]),
    FunctionValues(
      "atan2",
      [
        1.165904541, -1.165904541, 1.975688113, -1.975688113, 1.91956733, -1.222025323, 1.107148718,
        -1.107148718, 0, -0.0, 1.570796327, 1.570796327, .nan, .nan, 0, 1.81577499, -0.5880026035,
        1.570796327,
      ]),
    FunctionValues(
      "prelu",
      [
        7, -21, 7, 21, 5.5, -11, 6, -18, 1, -.infinity, 1, .infinity, .nan, 1, 0, 2, -6, 1e+17,
      ]),
  ]
}
