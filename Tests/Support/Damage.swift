import NDArrays

/// Random damage to bytes: flips, cuts, runs and fields of extreme values.
package struct Damage {
  /// The source of the damage.
  private let random: CounterRandom

  /// The damage of a seed.
  package init(seed: UInt64) { random = CounterRandom(seed: seed, name: "damage") }

  /// Changes `bytes` in one to four places.
  package func apply(to bytes: inout [UInt8]) {
    for step in 0...number(0, below: 4) {
      if bytes.isEmpty { return }
      let draw = 1 + 8 * step
      // Heads are short and matter most: every other place is in the first 256 bytes.
      let reach = number(draw + 1, below: 2) == 0 ? min(256, bytes.count) : bytes.count
      let place = number(draw + 2, below: reach)
      let value = UInt8(number(draw + 3, below: 256))
      let length = number(draw + 4, below: 40)
      switch number(draw, below: 6) {
      case 0: bytes[place] ^= 1 << (value & 7)
      case 1: bytes[place] = value
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.removeSubrange(place..<min(bytes.count, place + length))
      case 4: bytes.insert(contentsOf: [UInt8](repeating: value, count: length), at: place)
      default: overwrite(&bytes, place, draw)
      }
    }
  }

  /// Puts a field of 1 to 8 bytes at an extreme value, or a digit where text may be.
  private func overwrite(_ bytes: inout [UInt8], _ place: Int, _ draw: Int) {
    let extremes: [[UInt8]] = [
      [0], [0xFF], [0x80], [0x7F], [0xFF, 0xFF], [0xFF, 0x7F], [0, 0x80], [0, 0, 0, 0x80],
      [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0xC0, 0x7F], [0, 0, 0x80, 0x7F],
      [0, 0, 0, 0, 0, 0, 0, 0x80], [UInt8](repeating: 0xFF, count: 8),
      [UInt8](repeating: 0xFF, count: 7) + [0x7F], [0, 0, 0, 0, 1, 0, 0, 0], Array("9".utf8),
      Array("-1".utf8), Array("99999999".utf8), Array("9223372036854775807".utf8),
    ]
    let field = extremes[number(draw + 5, below: extremes.count)]
    let end = min(bytes.count, place + field.count)
    bytes.replaceSubrange(place..<end, with: field.prefix(end - place))
  }

  /// Returns a random number.
  private func number(_ index: Int, below limit: Int) -> Int {
    Int(random.bits(index).0 % UInt64(limit))
  }
}
