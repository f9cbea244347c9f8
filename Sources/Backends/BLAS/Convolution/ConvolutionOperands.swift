/// Which operands of a step a convolution reads, and what is done with its result.
struct ConvolutionOperands: Sendable {
  /// The operand that is the image.
  let image: Int
  /// The operand that is the kernel.
  let weight: Int
  /// What is done with the result.
  let epilogue: Epilogue?

  /// Finishes a part of the result.
  func finish(
    _ invocation: Invocation, batch: Int, channels: Range<Int>, positions: Range<Int>,
    scratch: UnsafeMutablePointer<Float>
  ) {
    epilogue?.apply(
      invocation, batch: batch, channels: channels, positions: positions, registers: scratch)
  }
}

extension Kernel {
  /// The kernel of a convolution where no window of the result's box meets the image, so that all
  /// sums are 0; nil where some does.
  static func unread(
    _ op: any Op, _ signature: Signature, _ operands: ConvolutionOperands
  ) -> Kernel? {
    let reads = op.reads(signature.result.box, of: signature.operands.map(\.type))
    guard signature.isAll(.f32), reads[0].isEmpty else { return nil }
    let extents = signature.result.extents
    let (channels, size) = (extents[1], extents[2...].reduce(1, *))
    return Kernel(scratchPerThread: operands.epilogue?.scratchByteCount ?? 0) { invocation in
      invocation.pool.parallel(extents[0] * channels) { plane, thread in
        let channel = plane % channels
        (invocation.result(as: Float.self) + plane * size).update(repeating: 0, count: size)
        operands.finish(
          invocation, batch: plane / channels, channels: channel..<channel + 1,
          positions: 0..<size, scratch: invocation.scratch(thread: thread))
      }
    }
  }
}
