extension Program.Buffer {
  /// The position of the held box in the array of the whole value, in bytes; nil where it does not
  /// lie together there.
  var byteOffset: Int? { box.position(in: type.whole).map { $0 * type.elementType.byteCount } }
}

extension Program {
  /// `true` iff a session copies the rank's box of an input out of the caller's array, because it does
  /// not lie together there.
  func isCopiedInput(_ buffer: Buffer) -> Bool {
    if case .input = buffer.kind { !bindsParts && buffer.byteOffset == nil } else { false }
  }

  /// `true` iff the buffer of an exit may be a part of the caller's array: it holds what the rank
  /// supplies, which lies together there.
  func isDirect(_ exit: Exit) -> Bool {
    let buffer = buffers[exit.buffer]
    return buffer.box == exit.part && buffer.layout.isRowMajor
      && (bindsParts || buffer.byteOffset != nil)
  }
}
