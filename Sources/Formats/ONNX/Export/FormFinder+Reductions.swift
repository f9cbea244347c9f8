import GraphIR
import NDArrays

extension FormFinder {
  /// Reductions, with the conversions around them, that keep their dimensions or drop them.
  func reductions(_ value: Value) -> [Form] {
    let isDropping = graph[value].op is Reshape
    let kept = isDropping ? graph[value].operands[0] : value
    let type = graph[kept].operands.first.map { graph[$0].type.elementType } ?? .bool
    // Runtimes have these for few integers.
    if !type.isFloatingPoint && type != .i32 && type != .i64 { return [] }
    return sums(kept, isDropping) + extremes(kept, isDropping)
  }

  /// Sums and means of f64, rounded.
  private func sums(_ value: Value, _ isDropping: Bool) -> [Form] {
    let wide = uncast(value)
    var (sum, name) = (wide, "ReduceSum")
    if let quotient = operands("divide", wide), number(quotient[1]) != nil {
      (sum, name) = (quotient[0], "ReduceMean")
    }
    guard let (tree, partial) = find(TreeSum.self, sum),
      let (_, blocks) = find(BlockSum.self, partial[0])
    else { return [] }
    let rank = graph[value].type.rank
    var forms: [Form] = []
    if name == "ReduceMean" && rank > 2 && tree.axes == Array(2..<rank) && !isDropping {
      forms.append(Form("GlobalAveragePool", blocks))
    }
    return forms + [form(name, blocks, tree.axes, isDropping)]
  }

  /// Reductions that are one op.
  private func extremes(_ value: Value, _ isDropping: Bool) -> [Form] {
    if let (search, operands) = find(ArgReduce.self, value), isDropping {
      let name = search.function == .maximum ? "ArgMax" : "ArgMin"
      return [
        Form(
          name, operands,
          [
            .int("axis", search.axis), .int("keepdims", 0),
            .flag("select_last_index", search.lastIndex),
          ])
      ]
    }
    guard let (reduce, operands) = find(Reduce.self, value) else { return [] }
    let names: [Reduce.Function: String] = [
      .maximum: "ReduceMax", .minimum: "ReduceMin", .product: "ReduceProd",
    ]
    guard let name = names[reduce.function] else { return [] }
    var forms: [Form] = []
    let rank = graph[value].type.rank
    if reduce.function == .maximum && rank > 2 && reduce.axes == Array(2..<rank) && !isDropping {
      forms.append(Form("GlobalMaxPool", operands))
    }
    return forms + [form(name, operands, reduce.axes, isDropping)]
  }

  private func form(_ name: String, _ operands: [Value], _ axes: [Int], _ isDropping: Bool) -> Form
  {
    Form(operands) { nodes, names in
      nodes.append(
        name, [names[0], nodes.integers(axes, "axes")], [.flag("keepdims", !isDropping)])
    }
  }
}
