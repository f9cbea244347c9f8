import Glibc
import NDArrays

extension FileBytes {
  /// The most that deflate makes of one byte (zlib technical details, "Maximum Compression Factor").
  static let deflateExpansion = 1032

  /// Returns the size of an array, so that neither it nor any stride overflows.
  func byteCount(_ extents: [Int], _ type: ElementType) throws(FormatError) -> Int {
    guard Extents.byteCount(extents.map { max($0, 1) }, type) != nil,
      let byteCount = Extents.byteCount(extents, type)
    else {
      throw error(
        "extents \(extents) of \(type.rawValue), expected 0 or more each and a size below 2^63 bytes"
      )
    }
    return byteCount
  }

  /// Throws where no memory of that size is to be had.
  func checkMemory(_ byteCount: Int) throws(FormatError) {
    if byteCount < 1 << 24 { return }
    let (count, flags) = (byteCount, MAP_PRIVATE | MAP_ANONYMOUS)
    guard let probe = mmap(nil, count, PROT_READ | PROT_WRITE, flags, -1, 0), probe != MAP_FAILED
    else { throw error("needs \(byteCount) bytes of memory, more than there are") }
    munmap(probe, byteCount)
  }

  /// Throws where deflated data of `packed` bytes cannot hold `byteCount`, or memory cannot.
  func checkInflated(_ byteCount: Int, from packed: Int) throws(FormatError) {
    if byteCount / Self.deflateExpansion > packed {
      throw error(
        "\(packed) compressed bytes, too few for the \(byteCount) bytes that are declared")
    }
    try checkMemory(byteCount)
  }

  /// Returns the array in all of these bytes: borrowed where they are native, row-major and aligned.
  ///
  /// - Requires: the array has exactly the size of these bytes.
  package func array(
    _ type: ElementType, _ extents: [Int], order: ByteOrder = .native, isFortran: Bool = false
  ) throws(FormatError) -> NDArray {
    if type == .bool, let other = bytes.first(where: { $0 > 1 }) {
      throw error("a bool of value \(other), expected 0 or 1")
    }
    let isReversed = isFortran && extents.count > 1
    let isAligned = Int(bitPattern: bytes.baseAddress) % type.byteCount == 0
    let isNative = order == .native || type.byteCount == 1
    if isNative && !isReversed && isAligned && count > 0 {
      return NDArray(type, extents, in: ArrayStorage(borrowing: bytes, from: owner))
    }
    try checkMemory(count)
    var result = NDArray(uninitialized: type, extents)
    withExtendedLifetime(owner) {
      result.withUnsafeMutableBytes { target in
        if isReversed {
          let strides = Array(Extents.strides(extents.reversed()).reversed())
          copyStrided(bytes, strides: strides, to: target, extents: extents, width: type.byteCount)
        } else {
          target.copyMemory(from: bytes)
        }
        if !isNative { swapBytes(target, width: type.byteCount) }
      }
    }
    return result
  }
}
