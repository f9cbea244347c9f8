import Glibc
import Synchronization

/// The bytes behind an array: owned, or borrowed from something that is kept alive.
public final class ArrayStorage: @unchecked Sendable {
  /// The first byte, aligned to 64 when owned.
  public let bytes: UnsafeMutableRawBufferPointer
  /// `true` iff the bytes may be changed by their only holder.
  let isOwned: Bool
  private let owner: AnyObject?

  /// The file whose bytes these are; nil where they are no file's.
  var file: MappedFile? { owner as? MappedFile }

  /// Uninitialised bytes of its own.
  public init(byteCount: Int) {
    bytes = .allocate(byteCount: max(byteCount, 1), alignment: 64)
    isOwned = true
    owner = nil
  }

  /// The bytes of `owner`, which is kept alive; they are never written.
  public init(borrowing bytes: UnsafeRawBufferPointer, from owner: AnyObject?) {
    self.bytes = UnsafeMutableRawBufferPointer(mutating: bytes)
    isOwned = false
    self.owner = owner
  }

  deinit {
    if isOwned {
      bytes.deallocate()
    } else if let file = owner as? MappedFile {
      file.release(UnsafeRawBufferPointer(bytes))
    }
  }
}

/// A file mapped into memory for reading.
public final class MappedFile: Sendable {
  /// The path of the file.
  public let path: String
  /// The file's bytes.
  public nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  private let stamp: FileStamp
  /// The path and size of each mapped file.
  private static let all = Mutex<[ObjectIdentifier: (path: String, byteCount: Int)]>([:])

  /// Maps the regular file at `path`; nil (with `errno` set) where it cannot be opened or mapped.
  public init?(path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
    defer { close(descriptor) }
    var status = stat()
    if fstat(descriptor, &status) != 0 { return nil }
    if status.st_mode & S_IFMT != S_IFREG {
      errno = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
      return nil
    }
    self.path = path
    stamp = FileStamp(status)
    let count = Int(status.st_size)
    if count == 0 {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let base = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED
    else { return nil }
    bytes = UnsafeRawBufferPointer(start: base, count: count)
    MappedFile.all.withLock { $0[ObjectIdentifier(self)] = (path, count) }
  }

  /// The path of a mapped file that has fewer bytes than it had; nil where none has.
  package static var shortened: String? {
    all.withLock { files in
      for (path, byteCount) in files.values {
        var status = stat()
        if stat(path, &status) == 0 && Int(status.st_size) < byteCount { return path }
      }
      return nil
    }
  }

  /// Lets the system take back the memory of a part that is not read any longer; it comes from the
  /// file again where it is.
  fileprivate func release(_ part: UnsafeRawBufferPointer) {
    let pageSize = UInt(sysconf(Int32(_SC_PAGESIZE)))
    let start = (UInt(bitPattern: part.baseAddress) + pageSize - 1) & ~(pageSize - 1)
    let end = (UInt(bitPattern: part.baseAddress) + UInt(part.count)) & ~(pageSize - 1)
    if start < end {
      madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_DONTNEED)
    }
  }

  /// `true` iff the file was written to since it was mapped; one that was replaced by another file was
  /// not.
  public var hasChanged: Bool {
    var status = stat()
    if stat(path, &status) != 0 { return false }
    return stamp.isOlder(than: FileStamp(status))
  }

  deinit {
    MappedFile.all.withLock { $0[ObjectIdentifier(self)] = nil }
    if let base = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
    }
  }
}

/// Which file is meant, and what changes when it is written to.
private struct FileStamp {
  private let device: UInt, number: UInt, size: Int, seconds: Int, nanoseconds: Int

  /// The stamp of a file.
  init(_ status: stat) {
    (device, number, size) = (UInt(status.st_dev), UInt(status.st_ino), Int(status.st_size))
    (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }

  /// `true` iff `later` is the stamp of the same file after a write.
  func isOlder(than later: FileStamp) -> Bool {
    device == later.device && number == later.number
      && (size, seconds, nanoseconds) != (later.size, later.seconds, later.nanoseconds)
  }
}
