import GraphIR
import Support
import Testing

@Suite struct `mutated text` {
  /// Text that uses every part of the grammar.
  private static let good = """
    graph @"a net" mesh [h = 2, w = 1] {
      prepare {
        %0 = parameter @w {initializer = {kaimingNormal = {gain = 1.5}}} : f32[2, 1, 3, 3]
        output @packed = %0
      }
      %x = input @x : f32[1, 1, 6, 8] at [0:1, 0:1, 0:3, 0:8] [0:1, 0:1, 3:6, 0:8]
      %w = parameter @packed : f32[2, 1, 3, 3]
      %y = convolution(%x, %w) {stride = [2, 1], dilation = [1, 2], padding = [[1, 1], [2, -1]]} : f32[1, 2, 3, 5] because
      %c = constant() {value = dense f32[2, 2] [0.5, -inf, nan, 1e-05]} : f32[2, 2] loc "m.swift":3:4
      %l = constant() {value = dense i8[20] #7a} : i8[20]
      %i = cast(%l) {elementType = i64} : i64[20]
      %s = slice(%x) {start = [0, 0, 5, 1], count = [1, 1, 3, 3], step = [1, 1, -2, 2]} : f32[1, 1, 3, 3]
      %p = pad(%s) {edges = [[0, 0], [0, 0], [1, 2], [0, 1]], interior = [0, 0, 1, 0]} : f32[1, 1, 8, 4]
      %m = max_pool(%p) {window = [2, 2], stride = [2, 2]} : f32[1, 1, 4, 2]
      %r = reshape(%m) {extents = [2, 4]} : f32[2, 4]
      %t = transpose(%r) {permutation = [1, 0]} : f32[4, 2]
      %d = contract(%r, %t) {contracting = [[1, 0]]} : f32[2, 2]
      %f = fused(%d, %c) {
        %0 = input @0 : f32[2, 2]
        %1 = input @1 : f32[2, 2]
        %2 = add(%0, %1) : f32[2, 2]
        output @y = %2
      } : f32[2, 2]
      %k = block_sum(%f) {block = [1, 2]} : f64[2, 1]
      %u = tree_sum(%k) {axes = [0]} : f64[1, 1]
      %b = broadcast(%u) {extents = [3, 4], axes = [0, 1]} : f64[3, 4]
      %g = gather(%b, %i) {axis = 1} : f64[3, 20]
      %h = one_hot(%i) {axis = 0, depth = 2, elementType = bool} : bool[2, 20]
      %n = random() {type = {elementType = f32, extents = [3]}, first = 0.5, name = "a b", seed = -1} : f32[3]
      %j = iota() {type = {elementType = u8, extents = [2, 2]}, axis = 1} : u8[2, 2]
      %a = arg_reduce(%g) {function = minimum, axis = 0, lastIndex = true} : i64[1, 20]
      %q = resize(%x) {extents = [3, 16], mode = linear} : f32[1, 1, 3, 16]
      %v = transposed_convolution(%m, %m) {padding = [[0, 1], [1, 0]]} : f32[1, 1, 6, 2]
      output @"the result" = %f
      update @packed = %w
    }
    data #7a i8[20] "AAECAwQFBgcICQoLDA0ODxAREhM="
    """.replacing(
      " because\n", with: " at [0:1, 0:2, 0:2, 0:5] [0:1, 0:2, 2:3, 0:5] because \"a cut\"\n")

  /// What edits put into the text.
  private static let pieces = [
    "[", "]", "{", "}", "(", ")", "%", "@", "\"", ":", ",", "=", "-", "0", "1", "9", "#", ".", "\n",
    "e", "nan", "-1", "9223372036854775807", "-9223372036854775808", "4611686018427387903",
    "2147483647", "bool", "i8", "u64", "[]", "{}", "1e999", "0x1p-3", "%x", "at ", "held ", "data ",
    "fused", "\\", "\u{0}", "é",
  ].map { Array($0.utf8) }

  /// Returns the text with one to four edits.
  private func mutate(_ seed: Int) -> String {
    let random = CounterRandom(seed: UInt64(seed), name: "mutation")
    var bytes = Array(Self.good.utf8)
    for edit in 0...Int(random.bits(0).0 >> 40) % 4 {
      let (a, b) = random.bits(edit + 1)
      let position = Int(a >> 8) % bytes.count
      let end = min(bytes.count, position + Int(b >> 40) % 12)
      let piece = Self.pieces[Int(b >> 8) % Self.pieces.count]
      switch a >> 60 {
      case 0..<4: bytes.insert(contentsOf: piece, at: position)
      case 4..<8: bytes.replaceSubrange(position..<min(position + 1, bytes.count), with: piece)
      case 8..<10: bytes.removeSubrange(position..<end)
      case 10..<12: bytes.insert(contentsOf: bytes[position..<end], at: Int(b >> 20) % bytes.count)
      case 12..<15: replaceNumber(in: &bytes, from: position, with: piece)
      default: bytes.removeSubrange(position...)
      }
      if bytes.isEmpty { break }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Puts `piece` in the place of the next run of digits.
  private func replaceNumber(in bytes: inout [UInt8], from position: Int, with piece: [UInt8]) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let start = bytes[position...].firstIndex(where: { digits.contains($0) }) else { return }
    let end = bytes[start...].firstIndex { !digits.contains($0) } ?? bytes.count
    bytes.replaceSubrange(start..<end, with: piece)
  }

  @Test func `is good before it is mutated`() throws {
    let graph = try Parser.graph(Self.good)
    #expect(try Parser.graph(Printer.text(graph)) == graph)
  }

  /// Each of the 2,000 seeds is its own text; the parser refuses it with a place, or it makes a
  /// graph that verifies or is refused, and that prints and parses back.
  @Test func `never crashes the parser`() throws {
    var accepted = 0
    for seed in 0..<2000 {
      do throws(Diagnostic) {
        let graph = try Parser.graph(mutate(seed))
        accepted += 1
        let text = Printer.text(graph)
        #expect(try Parser.graph(text) == graph, "seed \(seed)")
        try graph.verify()
      } catch {
        #expect(!error.message.isEmpty, "seed \(seed)")
      }
    }
    #expect(accepted > 20)
  }
}
