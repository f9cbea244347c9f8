/// The order of the bytes of one number.
package enum ByteOrder: CaseIterable, Sendable {
  /// Least significant byte first, or last.
  case little, big

  /// The order of this machine.
  static var native: ByteOrder { 1.littleEndian == 1 ? .little : .big }
}

/// Reverses the bytes of every element of `width` bytes, in place.
func swapBytes(_ bytes: UnsafeMutableRawBufferPointer, width: Int) {
  func swap<T: FixedWidthInteger>(_: T.Type) {
    let elements = bytes.assumingMemoryBound(to: T.self)
    for i in elements.indices { elements[i] = elements[i].byteSwapped }
  }
  switch width {
  case 2: swap(UInt16.self)
  case 4: swap(UInt32.self)
  case 8: swap(UInt64.self)
  default: break
  }
}
