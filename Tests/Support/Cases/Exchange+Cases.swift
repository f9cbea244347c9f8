import GraphIR

extension OpCases {
  /// Every phase; messages are a matter of local graphs.
  static let exchange: [OpCase] =
    Exchange.Phase.allCases.map { OpCase(Exchange(phase: $0), [TensorType(.f32, [2, 5])]) }
    + [
      OpCase(
        Exchange(
          sends: [.init(1, Region([0..<2, 3..<5]))], receives: [.init(2, Region([0..<1, 0..<1]))]),
        [TensorType(.f32, [2, 5])])
    ]

  /// One operand and several, which are loose because the first holds everything.
  static let assemble: [OpCase] = [
    OpCase(Assemble(), [TensorType(.f32, [3, 4])]),
    OpCase(
      Assemble(), [TensorType(.f32, [3, 4]), TensorType(.f32, [3, 4])], isLoose: true,
      fill: { _, type, seed in .random(type, seed: seed, name: "one value") }),
  ]
}
