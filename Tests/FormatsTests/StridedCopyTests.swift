import Formats
import NDArrays
import Testing

@Suite struct `rearranging an array` {
  @Test(arguments: [ElementType.u8, .i16, .f32, .f64])
  func `puts every element where permutation and flips say`(_ type: ElementType) {
    for extents in [[3, 4, 5], [70, 33, 67], [1, 65, 1], [2, 1, 3]] {
      let array = sample(type, extents)
      for permutation in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        for flags in 0..<8 {
          let isFlipped = (0..<3).map { flags >> $0 & 1 == 1 }
          let result = array.rearranged(permutation, isFlipped: isFlipped)
          let strides = Extents.strides(extents)
          var offsets: [Int] = []
          Region(whole: result.extents).forEach { index in
            var offset = 0
            for d in 0..<3 {
              let i = isFlipped[d] ? result.extents[d] - 1 - index[d] : index[d]
              offset += i * strides[permutation[d]]
            }
            offsets.append(offset)
          }
          let isEqual = result == array.taking(offsets, extents: result.extents)
          #expect(isEqual, "\(extents) by \(permutation), \(isFlipped)")
        }
      }
    }
  }
}
