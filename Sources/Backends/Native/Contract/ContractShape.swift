/// What a product of tensors loops over.
struct ContractShape {
  /// The dimensions that the result keeps once, those of the left operand and of the right one, and
  /// those that are summed over; with the distances in the left operand, the right one and the result.
  let batch: FlatDimensions, rows: FlatDimensions, columns: FlatDimensions, terms: FlatDimensions
  /// The elements from the start of each operand's memory to the first one that is read.
  let starts: [Int]

  /// The shape of a step.
  init(_ op: Contract, _ step: StepViews) {
    let (operands, result) = (step.operands, step.result)
    let free = operands.indices.map { op.free($0, rank: operands[$0].box.rank) }
    let reads = op.reads(result.box, of: operands.map(\.type))
    starts = zip(operands, reads).map { operand, read in
      operand.start
        + (operand.box.isEmpty || read.isEmpty
          ? 0 : operand.place(of: read.bounds.map(\.lowerBound)).distance)
    }
    let extents = result.extents
    batch = FlatDimensions(
      op.batch.enumerated().map { position, pair in
        (
          extents[position],
          [operands[0].strides[pair[0]], operands[1].strides[pair[1]], result.strides[position]]
        )
      })
    rows = FlatDimensions(
      free[0].enumerated().map { position, dimension in
        let target = op.batch.count + position
        return (extents[target], [operands[0].strides[dimension], 0, result.strides[target]])
      })
    columns = FlatDimensions(
      free[1].enumerated().map { position, dimension in
        let target = op.batch.count + free[0].count + position
        return (extents[target], [0, operands[1].strides[dimension], result.strides[target]])
      })
    terms = FlatDimensions(
      op.contracting.map { pair in
        (
          operands[0].type.extents[pair[0]],
          [operands[0].strides[pair[0]], operands[1].strides[pair[1]], 0]
        )
      })
  }
}

/// Dimensions that are counted through as one, the last one fastest; as few as possible.
struct FlatDimensions {
  private var dimensions: [(extent: Int, strides: [Int])] = []

  /// The dimensions of some extents, with the elements between neighbours in each of some tensors.
  init(_ all: [(extent: Int, strides: [Int])]) {
    for next in all where next.extent != 1 {
      if let last = dimensions.last,
        zip(last.strides, next.strides).allSatisfy({ $0 == $1 * next.extent })
      {
        dimensions[dimensions.count - 1] = (last.extent * next.extent, next.strides)
      } else {
        dimensions.append(next)
      }
    }
  }

  /// The number of elements.
  var count: Int { dimensions.reduce(1) { $0 * $1.extent } }

  /// The dimensions as a `gc_dims` of a tensor.
  func arguments(_ tensor: Int) -> [Int64] {
    ([dimensions.count] + dimensions.map(\.extent) + dimensions.map { $0.strides[tensor] })
      .map(Int64.init)
  }
}
