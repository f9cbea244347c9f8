import Glibc

/// Anonymous memory that a session keeps from run to run, in huge pages where the system has them.
final class Arena: @unchecked Sendable {
  /// The first byte, aligned to a page.
  let base: UnsafeMutableRawPointer
  private let byteCount: Int

  /// Maps `byteCount` bytes; throws where the system refuses.
  init(byteCount: Int) throws(Diagnostic) {
    let hugePage = 2 << 20
    self.byteCount = max(byteCount, 4096) + hugePage
    guard
      let mapped = mmap(
        nil, self.byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
        -1, 0), mapped != MAP_FAILED
    else {
      throw Diagnostic(
        "the working memory of \(byteCount) bytes cannot be mapped: \(String(cString: strerror(errno)))"
      )
    }
    mapping = mapped
    let address = (UInt(bitPattern: mapped) + UInt(hugePage) - 1) & ~UInt(hugePage - 1)
    // Rounding up a mapped address does not reach 0.
    base = UnsafeMutableRawPointer(bitPattern: address)!
    if byteCount >= hugePage { madvise(base, byteCount, MADV_HUGEPAGE) }
  }

  private let mapping: UnsafeMutableRawPointer

  deinit { munmap(mapping, byteCount) }
}
