import Formats
import NDArrays
import Testing

@Suite struct `NPY files` {
  @Test(arguments: ElementType.allCases.filter { $0 != .bf16 }, [[], [3], [2, 3, 5], [4, 0]])
  func `come back as they were written`(_ type: ElementType, _ extents: [Int]) throws {
    let folder = TemporaryFolder()
    let array = sample(type, extents)
    try NPY.write(array, to: folder["x.npy"])
    #expect(try NPY.read(path: folder["x.npy"]) == array)
    #expect(try NPY.read(bytes: content(folder["x.npy"])) == array)
  }

  @Test func `hold bf16 as f32`() throws {
    let folder = TemporaryFolder()
    try NPY.write(NDArray(.bf16, [2], [1.5, -2]), to: folder["x.npy"])
    #expect(try NPY.read(path: folder["x.npy"]) == NDArray(.f32, [2], [1.5, -2]))
  }

  @Test(arguments: ["f2", "f4", "f8", "i2", "i4", "i8", "u2", "u4", "u8"])
  func `are read in both byte orders`(_ dtype: String) throws {
    let width = dtype.utf8.last.map { Int($0) - 48 } ?? 0
    let data = (0..<6 * width).map { UInt8($0 + 1) }
    let swapped = stride(from: 0, to: data.count, by: width).flatMap {
      data[$0..<$0 + width].reversed()
    }
    let little = npy("{'descr': '<\(dtype)', 'fortran_order': False, 'shape': (6,), }", data)
    let big = npy("{'descr': '>\(dtype)', 'fortran_order': False, 'shape': (6,), }", swapped)
    #expect(try NPY.read(bytes: little) == NPY.read(bytes: big))
  }

  @Test(arguments: [1, 2, 3] as [UInt8])
  func `are read in every version of the format`(_ version: UInt8) throws {
    let text = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }"
    let array = try NPY.read(bytes: npy(text, [7, 9], version: version))
    #expect(array == NDArray(.u8, [2], [7, 9]))
  }

  @Test func `are read whatever the order of keys, quotes and spaces`() throws {
    let text = "{ \"shape\" :(2L , 1L), 'fortran_order':False,'descr':'u1'}  \n"
    #expect(try NPY.read(bytes: npy(text, [7, 9])) == NDArray(.u8, [2, 1], [7, 9]))
  }

  @Test func `in Fortran order are read in C order`() throws {
    let text = "{'descr': '<u2', 'fortran_order': True, 'shape': (2, 3, 2), }"
    let data = (0..<24).map { UInt8($0 % 2 == 0 ? $0 / 2 : 0) }
    let array = try NPY.read(bytes: npy(text, data))
    #expect(array == NDArray(.u16, [2, 3, 2], [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]))
  }

  @Test func `that are native and in C order are borrowed from the mapped file`() throws {
    let folder = TemporaryFolder()
    let array = sample(.f32, [4, 4])
    try NPY.write(array, to: folder["x.npy"])
    let first = try NPY.read(path: folder["x.npy"])
    let address = first.withUnsafeBytes { Int(bitPattern: $0.baseAddress) }
    #expect(address % 4096 == 128, "data after the head at the start of a page")
  }

  @Test func `of NumPy are read`() throws {
    #expect(
      try NPY.read(bytes: bytes(numpyBigEndian))
        == NDArray(.i16, [2, 3], [-2, -1, 0, 1, 2, 3]))
    #expect(try NPY.read(bytes: bytes(numpyScalar)) == NDArray(.f64, [], [1.5]))
    #expect(try NPY.read(bytes: bytes(numpyBool)) == NDArray(.bool, [3], [1, 0, 1]))
    #expect(
      try NPY.read(bytes: bytes(numpyFortran))
        == NDArray(.f32, [2, 3], [0, 0.5, 1, 1.5, 2, 2.5]))
  }

  @Test(arguments: [
    ("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "structured"),
    ("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "dtype '<c8'"),
    ("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "dtype '|O'"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "extents [-1]"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "2^63"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296), }", "2^63"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,), }", "2^63"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776,), }", "4 bytes of data"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "expected 8"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (), } x", "expected the end"),
    ("{'descr': '<f4', 'fortran_order': False, }", "no 'shape'"),
    ("{'descr': '<f4', 'descr': '<f4'}", "twice"),
    ("{'descr': '<f4', 'fortran_order': 0, 'shape': (1,), }", "expected True or False"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, ", "the end at byte"),
    ("", "expected '{'"),
  ])
  func `with a head that makes no sense are refused`(_ text: String, _ message: String) {
    expectError("'npy'", message) { () throws(FormatError) in
      _ = try NPY.read(bytes: npy(text, [0, 0, 0, 0]))
    }
  }

  @Test func `with a bool that is neither 0 nor 1 are refused`() {
    let text = "{'descr': '|b1', 'fortran_order': False, 'shape': (2,), }"
    expectError("value 2") { () throws(FormatError) in
      _ = try NPY.read(bytes: npy(text, [1, 2]))
    }
  }
}

/// Returns a file with the given head.
func npy(_ text: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
  let count = text.utf8.count
  let length = [UInt8(count & 0xFF), UInt8(count >> 8)] + (version == 1 ? [] : [0, 0])
  return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(text.utf8) + data
}
