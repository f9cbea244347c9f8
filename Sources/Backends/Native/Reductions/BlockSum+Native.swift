extension BlockSum: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    Graph.body(of: self, step.operands.map(\.type)).flatMap { Self.lower($0, step) }
  }

  /// Returns code for a body whose result is a block sum of values that are computed element by
  /// element; nil for other bodies.
  static func lower(_ body: Graph, _ step: StepViews) -> NativeStep? {
    let node = body[body.outputs[0].value]
    guard let op = node.op as? BlockSum else { return nil }
    let type = body[node.operands[0]].type
    let cells = op.reads(step.result.box, of: [type])[0]
    let values = PointwiseBody(body, node.operands[0], over: cells, of: step.operands)
    return values.map { values in
      NativeStep(calls: [BlockSumCall(op, of: type, values, cells, step).call])
    }
  }
}

/// A call of `block_sum.h`.
private struct BlockSumCall {
  /// The call.
  let call: NativeCall

  /// The call that sums blocks of the values of a body over some cells.
  init(
    _ op: BlockSum, of type: TensorType, _ body: PointwiseBody, _ cells: Region, _ step: StepViews
  ) {
    let values = ElementValues(body, of: step.operands)
    let result = step.result
    // A tensor without dimensions is a row of one cell.
    let rank = max(cells.rank, 1)
    let counts = cells.rank == 0 ? [(1, 1, 1)] : Self.counts(op.block, cells, result.box)
    // Rows are the same in every layout, so that sums are.
    let row = type.extents.indices.last { min(op.block[$0], type.extents[$0]) > 1 } ?? rank - 1
    let across = values.vector == nil ? nil : Self.across(body, counts, row: row)
    let form = values.vector == nil ? 3 : across == nil ? 2 : 1
    let order =
      (0..<rank).filter { $0 != row && $0 != across } + [row] + (across.map { [$0] } ?? [])
    let places = values.places + [result.place]
    /// Returns the distances of a tensor in elements along the dimensions in their order.
    func strides(_ place: LoopSpace.Place) -> [Int] {
      cells.rank == 0 ? [0] : order.map { place.strides[$0] }
    }
    var arguments = [rank]
    for dimension in order {
      let (results, size, cells) = counts[dimension]
      arguments += [results, size, cells]
    }
    for place in places {
      arguments.append(place.memory)
      arguments += ([place.start] + strides(place)).map { $0 * place.elementByteCount }
    }
    let name = result.elementType.rawValue
    let defines = """
      #define GC_TENSORS \(places.count)
      #define GC_SUMS \(form)
      #define GC_LANE \(result.elementType.isFloatingPoint ? "double" : "uint64_t")
      #define GC_STORE(p, x) gc_store_\(name)(p, \(form == 3 ? "(\(result.elementType.lane))" : "")x)

      """
    let text = values.text(steps: values.places.map { strides($0)[rank - 1] })
    call = NativeCall(
      code: NativeCode(source: defines + text + "#include \"block_sum.h\"\n"),
      arguments: arguments.map(Int64.init))
  }

  /// Returns the results, the cells of a block and all cells along each dimension.
  private static func counts(_ block: [Int], _ cells: Region, _ result: Region)
    -> [(results: Int, size: Int, cells: Int)]
  {
    block.indices.map {
      (result[$0].count, min(block[$0], max(cells[$0].count, 1)), cells[$0].count)
    }
  }

  /// Returns the dimension across which vectors are read: one in which nothing is summed and whose
  /// neighbours lie together, where there are rows besides.
  private static func across(
    _ body: PointwiseBody, _ counts: [(results: Int, size: Int, cells: Int)], row: Int
  ) -> Int? {
    guard let main = body.leaves.max(by: { $0.varying < $1.varying }) else {
      return nil
    }
    return counts.indices.first {
      $0 != row && counts[$0].size == 1 && counts[$0].cells > 1 && main.strides[$0] == 1
    }
  }
}

extension PointwiseBody.Leaf {
  /// The number of dimensions in which there is more than one element.
  fileprivate var varying: Int { strides.count { $0 != 0 } }
}
