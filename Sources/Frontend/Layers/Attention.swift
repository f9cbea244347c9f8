extension Tensor {
  /// Returns the multi-head scaled dot-product attention of each position of an image of queries
  /// [N, C, S…] to all positions of the images of keys [N, C, T…] and values [N, D, T…]: [N, D, S…]
  /// (Vaswani et al., 2017).
  ///
  /// The channels are `heads` groups of equal size: softmax over T of Σ_c q·k / √(C / heads), times
  /// the values. Positions stay spatial dimensions, in 1-D, 2-D or 3-D. Errors: heads that do not
  /// divide the channels, shapes that do not fit.
  ///
  ///     let qkv = x.convolution(3 * c, kernel: 1, name: "qkv").split(3, axis: 1)
  ///     let y = qkv[0].attention(keys: qkv[1], values: qkv[2], heads: 8)
  public func attention(
    keys: Tensor, values: Tensor, heads: Int = 1, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column, with: [keys, values]) {
      for (name, x) in [("queries", self), ("keys", keys), ("values", values)] {
        if x.rank < 3 || heads < 1 || x.extents[1] % heads != 0 {
          return failure(
            "attention: \(name) are \(x.type), expected [N, C, S…] with C divisible by \(heads) heads"
          )
        }
      }
      let (q, k, v) = (inHeads(heads), keys.inHeads(heads), values.inHeads(heads))
      let scale = 1 / Double(Swift.max(q.extents[2], 1)).squareRoot()
      let pairs = [[0, 0], [1, 1]]
      let scores = Tensor.apply(
        Contract(batch: pairs, contracting: [[2, 2]]),
        [q.times(q.filled(with: scale)), k],
        presuming: TensorType(
          elementType, Array(q.extents[..<2] + q.extents[3...] + k.extents[3...])))
      let positions = q.rank - 3
      let weights = Tensor.apply(
        Softmax(axes: Array(2 + positions..<scores.rank)), [scores])
      let mixed = Tensor.apply(
        Contract(
          batch: pairs,
          contracting: (0..<k.rank - 3).map { [2 + positions + $0, 3 + $0] }), [weights, v])
      let ordered = Tensor.apply(
        Transpose(permutation: [0, 1, 2 + positions] + Array(2..<2 + positions)), [mixed])
      let target = [extents[0], values.extents[1]] + extents.dropFirst(2)
      return .apply(
        Reshape(extents: target), [ordered], presuming: TensorType(elementType, target))
    }
  }

  /// Returns an image [N, C, S…] as [N, heads, C / heads, S…].
  private func inHeads(_ heads: Int) -> Tensor {
    let target = [extents[0], heads, extents[1] / heads] + extents.dropFirst(2)
    return .apply(Reshape(extents: target), [self], presuming: TensorType(elementType, target))
  }

  /// Returns an image [N, C, S…], each channel scaled by a sigmoid that two learned layers make of
  /// the means of all channels (Hu et al., 2018).
  ///
  /// Creates `name.fc1.weight` [C / reduction, C, 1…], `name.fc1.bias`, `name.fc2.weight`
  /// [C, C / reduction, 1…] and `name.fc2.bias`. Errors: a reduction that leaves no channel.
  public func squeezeExcitation(
    reduction: Int = 16, name: String? = nil, file: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    at(file, line, column) {
      if rank < 3 || reduction < 1 || extents[1] < reduction {
        return failure(
          "squeeze_excitation: reduction \(reduction) does not fit \(type), expected at most the "
            + "channels of [N, C, S…]")
      }
      let path = name ?? builder.names.fresh("squeeze_excitation")
      let gate = globalAveragePool()
        .convolution(extents[1] / reduction, kernel: 1, name: "\(path).fc1").relu()
        .convolution(extents[1], kernel: 1, name: "\(path).fc2").sigmoid()
      return times(gate.broadcast(to: extents))
    }
  }
}
