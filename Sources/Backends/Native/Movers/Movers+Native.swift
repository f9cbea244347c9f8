extension Slice: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    step.copying { dimension in
      .shows(
        dimension: dimension,
        step.result.box[dimension].map { start[dimension] + $0 * self.step[dimension] })
    }
  }
}

extension Transpose: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    step.copying { .shows(dimension: permutation[$0], step.result.box[$0].map { $0 }) }
  }
}

extension Broadcast: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let extents = step.operands[0].type.extents
    return step.copying { dimension in
      guard let source = axes.firstIndex(of: dimension) else { return .same }
      return .shows(
        dimension: source, step.result.box[dimension].map { extents[source] == 1 ? 0 : $0 })
    }
  }
}

extension Take: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    step.copying { dimension in
      .shows(
        dimension: dimension,
        step.result.box[dimension].map { dimension == axis ? indices[$0] : $0 })
    }
  }
}

extension Pad: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (image, result) = (step.operands[0], step.result)
    let bits = NDArray(result.elementType, [1], [value.value]).withUnsafeBytes { bytes in
      bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    if interior.contains(where: { $0 > 0 }) { return lowerWithGaps(image, result, bits) }
    let extents = image.type.extents
    return step.copying(filler: bits) { dimension in
      .shows(
        dimension: dimension,
        result.box[dimension].map {
          element($0 - edges[dimension].low, dimension, of: extents[dimension])
        })
    }
  }

  /// Returns code that fills the result, and then copies each element to its place.
  private func lowerWithGaps(_ image: TensorView, _ result: TensorView, _ bits: UInt64)
    -> NativeStep?
  {
    var (extents, strides, target) = ([Int](), [Int](), result.strides)
    var (from, to) = (image.start, result.start)
    for dimension in result.box.bounds.indices {
      let (gap, low) = (interior[dimension] + 1, edges[dimension].low)
      let cells = image.box[dimension].filter { result.box[dimension].contains($0 * gap + low) }
      extents.append(cells.count)
      strides.append(image.strides[dimension])
      guard let first = cells.first else { continue }
      from += (first - image.box[dimension].lowerBound) * image.strides[dimension]
      to += (first * gap + low - result.box[dimension].lowerBound) * result.strides[dimension]
      target[dimension] *= gap
    }
    var code = NativeStep.copying(
      [
        CopyPiece(
          extents: result.extents, source: .fill(bits), start: result.start,
          strides: result.strides)
      ], to: result)
    if extents.contains(0) { return code }
    let cells = CopyPiece(
      extents: extents, source: .copy(memory: image.memory, start: from, strides: strides),
      start: to, strides: target)
    code.calls += NativeStep.copying([cells], to: result).calls
    return code
  }
}

extension Concatenate: NativeLowerable {
  func lower(_ step: StepViews) -> NativeStep? {
    let (box, result) = (step.result.box, step.result)
    let reads = reads(box, of: step.operands.map(\.type))
    var (first, pieces) = (0, [CopyPiece]())
    for (operand, read) in zip(step.operands, reads) {
      defer { first += operand.type.extents[axis] }
      if read.isEmpty { continue }
      let part = operand.part(read)
      let offset = read[axis].lowerBound + first - box[axis].lowerBound
      pieces.append(
        CopyPiece(
          extents: read.extents,
          source: .copy(memory: part.memory, start: part.start, strides: part.strides),
          start: result.start + offset * result.strides[axis], strides: result.strides))
    }
    return .copying(pieces, to: result)
  }
}

extension StepViews {
  /// Returns code that copies operand 0, where `axis` tells what each dimension of the result shows.
  fileprivate func copying(filler: UInt64 = 0, _ axis: (_ dimension: Int) -> ShownAxes.Axis)
    -> NativeStep?
  {
    .copying(
      ShownAxes.pieces(
        result.box.bounds.indices.map(axis), of: operands[0], to: result, filler: filler),
      to: result)
  }
}
