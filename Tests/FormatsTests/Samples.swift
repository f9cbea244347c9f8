import Formats
import Glibc
import NDArrays
import Testing

/// A folder that lives as long as a test needs it.
final class TemporaryFolder {
  /// Its path.
  let path: String

  /// A new, empty folder.
  init() {
    var template = Array("/tmp/formats-test-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no temporary folder")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in names { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  /// The path of a file inside.
  subscript(name: String) -> String { "\(path)/\(name)" }

  /// The names of the files inside, sorted.
  var names: [String] { fileNames(in: path) }
}

/// Returns the names of the files in a folder, sorted, without hidden ones; none where it is absent.
func fileNames(in path: String) -> [String] {
  guard let folder = opendir(path) else { return [] }
  defer { closedir(folder) }
  var names: [String] = []
  while let entry = readdir(folder) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if !name.hasPrefix(".") { names.append(name) }
  }
  return names.sorted()
}

/// Returns the bytes of a file.
func content(_ path: String) throws -> [UInt8] {
  let file = try #require(MappedFile(path: path), "cannot read \(path)")
  return Array(file.bytes)
}

/// Returns the bytes that hexadecimal digits spell.
func bytes(_ digits: String) -> [UInt8] {
  let letters = Array(digits.utf8.filter { $0 > 32 })
  return stride(from: 0, to: letters.count, by: 2).map {
    UInt8(String(decoding: letters[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
  }
}

/// Returns an array of random bits (of 0 and 1 for bool).
func sample(_ type: ElementType, _ extents: [Int], seed: UInt64 = 1) -> NDArray {
  var array = NDArray(uninitialized: type, extents)
  let random = CounterRandom(seed: seed, name: type.rawValue)
  array.withUnsafeMutableBytes { bytes in
    for i in bytes.indices {
      let byte = UInt8(truncatingIfNeeded: random.bits(i).0)
      bytes[i] = type == .bool ? byte & 1 : byte
    }
  }
  return array
}

/// Checks that `body` throws a `FormatError` that mentions all of `words`.
func expectError(
  _ words: String..., at location: SourceLocation = #_sourceLocation,
  _ body: () throws(FormatError) -> Void
) {
  do throws(FormatError) {
    try body()
    Issue.record("no error, expected one with \(words)", sourceLocation: location)
  } catch {
    for word in words {
      #expect(error.message.contains(word), sourceLocation: location)
    }
  }
}
