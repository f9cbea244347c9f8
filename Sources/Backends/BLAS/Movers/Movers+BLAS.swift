extension Signature {
  /// Returns the kernel that copies operand 0, where `coordinate` tells for each dimension of the
  /// result which coordinate of which dimension of the operand a position shows; nil for none.
  func copying(
    filler: UInt64 = 0,
    _ coordinate: (_ dimension: Int, _ position: Int) -> (dimension: Int, coordinate: Int?)?
  ) -> Kernel? {
    let box = operands[0].box
    let strides = Extents.strides(box.extents)
    let tables = result.box.bounds.enumerated().map { dimension, bounds in
      bounds.map { position -> Int in
        guard let (source, coordinate) = coordinate(dimension, position) else { return 0 }
        guard let coordinate, box[source].contains(coordinate) else { return TableCopy.hole }
        return (coordinate - box[source].lowerBound) * strides[source]
      }
    }
    return TableCopy(tables, filler: filler).kernel(
      elementSize: result.type.elementType.byteCount)
  }
}

extension Slice: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    signature.copying { ($0, start[$0] + $1 * step[$0]) }
  }
}

extension Transpose: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    signature.copying { (permutation[$0], $1) }
  }
}

extension Broadcast: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let extents = signature.operands[0].type.extents
    return signature.copying { dimension, position in
      guard let source = axes.firstIndex(of: dimension) else { return nil }
      return (source, extents[source] == 1 ? 0 : position)
    }
  }
}

extension Take: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let extent = signature.operands[0].type.extents[axis]
    return signature.copying { dimension, position in
      if dimension != axis { return (dimension, position) }
      let index = indices[position]
      return (axis, index < 0 ? index + extent : index)
    }
  }
}

extension Pad: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let extents = signature.operands[0].type.extents
    let value = NDArray(signature.result.type.elementType, [1], [value.value])
    let bits = value.withUnsafeBytes { bytes in
      bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    return signature.copying(filler: bits) { dimension, position in
      (dimension, element(position - edges[dimension].low, dimension, of: extents[dimension]))
    }
  }
}

extension Reshape: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let (x, y) = (signature.operands[0], signature.result)
    let strides = Extents.strides(x.extents)
    var (steps, start) = ([Int](), 0)
    for group in ReshapeGroup.all(from: x.type.extents, to: extents) {
      // A step reads all positions of a group from the first to the last one, and these are
      // neighbours in the operand: it has one coordinate along the outer dimensions, and all along
      // the inner ones.
      let unit = group.operand.last.map { strides[$0] } ?? 0
      steps += group.resultStrides.map { $0 * unit }
      start += group.operandOffset(
        of: group.positions(of: y.box).lowerBound, in: PlacedArray.Layout(x.box))
    }
    let space = IterationSpace(
      y.extents, [steps, Extents.strides(y.extents)], starts: [start, 0])
    return .copying([(0, StridedCopy(space))], signature)
  }
}
