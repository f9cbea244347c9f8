extension GatherND: BLASLowerable {
  func kernel(_ signature: Signature) -> Kernel? {
    guard let integer = signature.operands[1].type.elementType.kernelInteger else { return nil }
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
    let (x, indices) = (signature.operands[0], signature.operands[1])
    let boxes = reads(signature.result.box, of: signature.operands.map(\.type))
    let places = VectorPlaces(
      x.type, held: x.box, part: boxes[0], batch: batch, indices: indices.box, listed: boxes[1])
    let slice = places.slice
    let rowsPerItem = max(1, 16_384 / slice.count)
    return Kernel { invocation in
      let source: UnsafePointer<T> = invocation.operand(0)
      let indices: UnsafePointer<I> = invocation.operand(1)
      let result: UnsafeMutablePointer<T> = invocation.result()
      let items = (places.vectors.count + rowsPerItem - 1) / rowsPerItem
      invocation.pool.parallel(items) { item, _ in
        let first = item * rowsPerItem
        for row in first..<min(first + rowsPerItem, places.vectors.count) {
          let start = places.starts[row / places.vectorsPerStart]
          let source = source + (start + places.nearest(indices + places.vectors[row]))
          let target = result + row * slice.count
          if places.isContiguous {
            target.update(from: source + slice[0], count: slice.count)
          } else {
            for i in slice.indices { target[i] = source[slice[i]] }
          }
        }
      }
    }
  }
}
