import Formats
import NDArrays
import Testing

@Suite struct `safetensors files` {
  @Test func `come back as they were written, in their order, all borrowed`() throws {
    let folder = TemporaryFolder()
    let entries = ElementType.allCases.enumerated().map { index, type in
      NamedArray(name: "layer.\(index)\n\"ä\"", array: sample(type, [3, index % 4, 5]))
    }
    let written = SafeTensors(entries, metadata: [("format", "pt"), ("note", "a \\ b")])
    try written.write(to: folder["x.safetensors"])
    let read = try SafeTensors.read(path: folder["x.safetensors"])
    #expect(read.entries == entries)
    #expect(read.metadata.map(\.key) == ["format", "note"])
    #expect(read.metadata.map(\.value) == ["pt", "a \\ b"])
    #expect(read["layer.2\n\"ä\""] == entries[2].array)
    #expect(read["absent"] == nil)
    let head = try content(folder["x.safetensors"]).prefix(8).reversed().reduce(0) {
      $0 << 8 | Int($1)
    }
    let start = try #require(read.entries.map(address).filter { $0 % 4096 != 0 }.min())
    #expect(start % 4096 == (8 + head) % 4096, "the data borrow the mapping")
  }

  @Test func `that are not aligned are copied`() throws {
    let head =
      #"{"b":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]},"#
      + #""x":{"dtype":"F32","shape":[],"data_offsets":[1,5]}}"#
    let file = try SafeTensors.read(bytes: safeTensors(head, [1, 0, 0, 0xC0, 0x3F]))
    #expect(file["x"] == NDArray(.f32, [], [1.5]))
    #expect(file["b"] == NDArray(.bool, [1], [1]))
  }

  @Test func `may hold nothing, escapes and numbers of any spelling`() throws {
    #expect(try SafeTensors.read(bytes: safeTensors("{}", [])).entries.isEmpty)
    let head =
      #"{"\u0041\ud83d\ude00\/" : {"extra": [1.5e3, null, true], "dtype":"U8", "#
      + #""shape":[2],"data_offsets":[0, 2]} } "#
    let file = try SafeTensors.read(bytes: safeTensors(head, [3, 4]))
    #expect(file.entries == [NamedArray(name: "A😀/", array: NDArray(.u8, [2], [3, 4]))])
  }

  @Test(arguments: [
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#, "expected a range"),
    (#"{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, "expected 8"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, "expected a range"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, "expected a range"),
    (#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, "expected a range"),
    (#"{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}"#, "4 bytes of data"),
    (#"{"x":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}"#, "starts at 1"),
    (#"{"x":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}"#, "F8_E4M3"),
    (#"{"x":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}}"#, "extents [-4]"),
    (#"{"x":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,4]}}"#, "2^63"),
    (#"{"x":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#, "2^63"),
    (#"{"x":{"dtype":"U8","shape":[4]}}"#, "without dtype"),
    (#"{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}"#, "expected ',' or '}'"),
    (#"{"x":7,"x":7}"#, "twice"), (#"{"x":7}"#, "without dtype"), ("[]", "no object"),
    (#"{"__metadata__":{"a":1}}"#, "expected a string"), (#"{"__metadata__":1}"#, "an object"),
    (#"{"x":"#, "expected a value"), (#"{"x"#, "closing quote"), ("{} {}", "expected the end"),
    (#"{"\ud800":1}"#, "surrogates"), (#"{"\u+123":1}"#, "hexadecimal"), ("", "expected a value"),
    (String(repeating: "[", count: 100_000), "nested"), ("{\"a\":-}", "expected a value"),
  ])
  func `with a head that makes no sense are refused`(_ head: String, _ message: String) {
    expectError("'safetensors", message) { () throws(FormatError) in
      _ = try SafeTensors.read(bytes: safeTensors(head, [0, 0, 0, 0]))
    }
  }

  @Test(arguments: [0, 1, 100_000_001, UInt64(Int64.max), .max])
  func `whose head has an absurd size are refused`(_ size: UInt64) {
    let length = (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
    expectError("'safetensors'") { () throws(FormatError) in
      _ = try SafeTensors.read(bytes: length + [123])
    }
  }

  @Test func `are refused with two tensors of one name`() {
    let entry = NamedArray(name: "x", array: sample(.u8, [1]))
    expectError("distinct") { () throws(FormatError) in
      try SafeTensors([entry, entry]).write(to: "/tmp/never.safetensors")
    }
  }
}

private func address(_ entry: NamedArray) -> Int {
  entry.array.withUnsafeBytes { $0.isEmpty ? 0 : Int(bitPattern: $0.baseAddress) }
}

/// Returns a file with the given head.
func safeTensors(_ head: String, _ data: [UInt8]) -> [UInt8] {
  let count = head.utf8.count
  return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(head.utf8) + data
}
