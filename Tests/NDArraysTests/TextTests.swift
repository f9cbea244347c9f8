import GraphIR
import Support
import Testing

@Suite struct `an array as text` {
  /// The test vectors of RFC 4648 §10.
  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ])
  func `is base64`(_ bytes: String, _ text: String) {
    let array = NDArray(narrowing: bytes.utf8.map { Int64($0) }, to: .u8, [bytes.utf8.count])
    #expect(array.base64 == text)
    #expect(NDArray(.u8, [bytes.utf8.count], base64: text) == array)
  }

  @Test(arguments: ElementType.allCases)
  func `comes back from base64`(_ type: ElementType) {
    for count in 0..<8 {
      let array = NDArray.random(TensorType(type, [count]), seed: 1)
      #expect(NDArray(type, [count], base64: array.base64) == array)
    }
  }

  @Test(arguments: [
    ("Zm9v", 2), ("Zm8=", 1), ("Zg==", 2), ("Zg=g", 1), ("Zm9v", 4), ("Zm9", 3), ("Zm9v====", 3),
    ("Zm9v\n", 3), ("Zm9*", 3), ("Z=9v", 3),
    ("", 3), ("Zm\u{e9}v", 3),
  ])
  func `is refused where it does not hold exactly the bytes`(_ text: String, _ count: Int) {
    #expect(NDArray(.u8, [count], base64: text) == nil)
  }

  @Test func `is refused where the extents have no size`() {
    #expect(NDArray(.f64, [.max, 2], base64: "") == nil)
    #expect(NDArray(.f64, [-1], base64: "") == nil)
  }

  @Test func `has a digest of its type, extents and bits`() {
    let array = NDArray(.f32, [2, 1], [0, 1])
    #expect(array.digest == NDArray(.f32, [2, 1], [0, 1]).digest)
    #expect(array.digest.count == 16)
    let others = [
      NDArray(.f32, [1, 2], [0, 1]), NDArray(.f32, [2, 1], [-0.0, 1]),
      NDArray(.f32, [2, 1], [1, 0]), NDArray(.i32, [2, 1], [0, 1]),
    ]
    for other in others { #expect(other.digest != array.digest) }
  }

  @Test func `spells out at most 16 elements`() {
    #expect(NDArray(.f32, [2], [0.5, -0.0]).spelling == "[0.5, -0.0]")
    #expect(NDArray(.f64, [3], [.nan, -.infinity, 1e-5]).spelling == "[nan, -inf, 1e-05]")
    #expect(NDArray(narrowing: [Int64(-1)], to: .u64, []).spelling == "[18446744073709551615]")
    #expect(NDArray(narrowing: [Int64(-1)], to: .i64, []).spelling == "[-1]")
    #expect(NDArray(zeros: .bool, [16]).spelling.hasPrefix("[0, 0"))
    let large = NDArray(zeros: .bool, [17])
    #expect(large.spelling == "#" + large.digest)
    #expect(NDArray(zeros: .f32, [0, 3]).spelling == "[]")
  }
}
