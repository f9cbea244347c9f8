extension Pipeline {
  /// What a graph goes through before it is run for its outputs.
  public static let inference = Pipeline([
    // First, so that all others see one form of each thing.
    .simplify,
    // Behind simplify, which moves functions of constants below the broadcasts of them.
    .foldConstants(),
    // Once constants are folded more things are equal, and a norm that is applied twice is one.
    .commonSubexpressions,
    // Before hoisting, because it makes arithmetic on parameters.
    .foldNorms,
    // Before fusion, which would tie such arithmetic to what depends on inputs.
    .hoistParameters,
    // Convolutions choose first: with them an epilogue is free.
    .fuseEpilogues,
    // The pointwise ops that are left.
    .fusePointwise,
    // Last, as the others leave dead nodes behind and look at live ones only.
    .eliminateDeadCode,
  ])
}
