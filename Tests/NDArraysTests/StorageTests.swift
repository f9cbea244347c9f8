import Glibc
import NDArrays
import Testing

@Suite struct `the storage of an array` {
  /// Returns the bytes of the elements.
  private func bytes(_ array: NDArray) -> [UInt8] { array.withUnsafeBytes { Array($0) } }

  @Test func `is copied when a shared array changes`() {
    let first = NDArray(.u8, [3], [1, 2, 3])
    var second = first
    second.withUnsafeMutableBytes { $0[0] = 9 }
    #expect(bytes(first) == [1, 2, 3])
    #expect(bytes(second) == [9, 2, 3])
  }

  @Test func `is not copied when its only array changes`() {
    var array = NDArray(.u8, [3], [1, 2, 3])
    let before = array.withUnsafeBytes { $0.baseAddress }
    array.withUnsafeMutableBytes { $0[1] = 9 }
    #expect(array.withUnsafeBytes { $0.baseAddress } == before)
  }

  @Test func `is shared by reshaped arrays until one changes`() {
    let array = NDArray(.i16, [2, 3], [1, 2, 3, 4, 5, 6])
    var other = array.reshaped([3, 2])
    #expect(
      other.withUnsafeBytes { $0.baseAddress } == array.withUnsafeBytes { $0.baseAddress })
    other.withUnsafeMutableBytes { $0[0] = 7 }
    #expect(array == NDArray(.i16, [2, 3], [1, 2, 3, 4, 5, 6]))
    #expect(other == NDArray(.i16, [3, 2], [7, 2, 3, 4, 5, 6]))
  }

  @Test func `is never written where it is borrowed`() {
    let foreign: [UInt8] = [1, 2, 3, 4]
    foreign.withUnsafeBytes { bytes in
      let storage = ArrayStorage(borrowing: bytes, from: nil)
      var array = NDArray(.u8, [2], in: storage, at: 1)
      array.withUnsafeMutableBytes { $0[0] = 9 }
      #expect(array == NDArray(.u8, [2], [9, 3]))
    }
    #expect(foreign == [1, 2, 3, 4])
  }

  @Test func `compares by bits`() {
    #expect(NDArray(.f32, [1], [.nan]) == NDArray(.f32, [1], [.nan]))
    #expect(NDArray(.f32, [1], [0]) != NDArray(.f32, [1], [-0.0]))
    #expect(NDArray(.f32, [2], [0, 0]) != NDArray(.f32, [1, 2], [0, 0]))
    #expect(NDArray(.f32, [1], [0]) != NDArray(.i32, [1], [0]))
    #expect(NDArray(.f32, [0], []) == NDArray(.f32, [0], []))
  }
}

@Suite struct `a mapped file` {
  /// Calls `body` with the path of a file of the given bytes.
  private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    var template = Array("/tmp/mapped-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    try #require(descriptor >= 0)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
    try body(path)
  }

  @Test func `shows the bytes of the file, also after its end`() throws {
    try withFile([1, 2, 3, 4, 5]) { path in
      var array: NDArray?
      do {
        let file = try #require(MappedFile(path: path))
        #expect(Array(file.bytes) == [1, 2, 3, 4, 5])
        array = NDArray(.u8, [3], in: ArrayStorage(borrowing: file.bytes, from: file), at: 2)
      }
      #expect(array == NDArray(.u8, [3], [3, 4, 5]))
    }
  }

  @Test func `may be empty`() throws {
    try withFile([]) { path in #expect(MappedFile(path: path)?.bytes.count == 0) }
  }

  @Test(arguments: [
    ("/nowhere/at/all", ENOENT), ("/", EISDIR), ("/dev/null", EINVAL), ("", ENOENT),
  ])
  func `is refused with the reason`(_ path: String, _ reason: Int32) {
    let file = MappedFile(path: path)
    let error = errno
    #expect(file == nil)
    #expect(error == reason)
  }
}
