/// Combined elements are left to the definition, which rounds once.
extension ScatterND: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    let integer = signature.operands[1].type.elementType.kernelInteger
    guard let integer, reduction == .none else { return nil }
    return switch signature.result.type.elementType.byteCount {
    case 1: kernel(signature, integer, UInt8.self)
    case 2: kernel(signature, integer, UInt16.self)
    case 4: kernel(signature, integer, UInt32.self)
    default: kernel(signature, integer, UInt64.self)
    }
  }

  private func kernel<I: KernelInteger, T: KernelInteger>(
    _ signature: Signature, _: I.Type, _: T.Type
  ) -> Kernel? {
    let (x, indices, updates) = (
      signature.operands[0], signature.operands[1], signature.operands[2]
    )
    let part = signature.result.box
    let boxes = reads(part, of: signature.operands.map(\.type))
    let copy = StridedCopy(part, from: x.box, to: part)
    let size = x.type.elementType.byteCount
    if boxes[2].isEmpty { return .copying([(0, copy)], signature) }
    let places = VectorPlaces(
      x.type, held: part, part: part, batch: batch, indices: indices.box, listed: boxes[1])
    let tables = PlacedArray.Layout(updates.box).tables(boxes[2])
    let rows = Offsets.sums(Array(tables[..<(boxes[1].rank - 1)]))
    let cells = Offsets.sums(Array(tables[(boxes[1].rank - 1)...]))
    let slice = places.slice
    return Kernel { invocation in
      copy.run(
        UnsafeRawPointer(invocation.operands[0]), invocation.result, elementSize: size,
        invocation.pool)
      let indices: UnsafePointer<I> = invocation.operand(1)
      let updates: UnsafePointer<T> = invocation.operand(2)
      let result: UnsafeMutablePointer<T> = invocation.result()
      // Writes to one place keep their order: a thread has all vectors of its common coordinates.
      invocation.pool.parallel(places.starts.count) { start, _ in
        let count = places.vectorsPerStart
        for row in start * count..<(start + 1) * count {
          guard let place = places.inside(indices + places.vectors[row]) else { continue }
          let target = result + (places.starts[start] + place)
          let source = updates + rows[row]
          for i in slice.indices { target[slice[i]] = source[cells[i]] }
        }
      }
    }
  }
}
