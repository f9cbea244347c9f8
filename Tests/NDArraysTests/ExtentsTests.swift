import NDArrays
import Testing

@Suite struct `extents` {
  @Test func `count elements unless the product overflows`() {
    #expect(Extents.count([]) == 1)
    #expect(Extents.count([2, 3, 4]) == 24)
    #expect(Extents.count([.max, .max, 0]) == 0)
    #expect(Extents.count([1 << 31, 1 << 31]) == 1 << 62)
    #expect(Extents.count([1 << 32, 1 << 31]) == nil)
    #expect(Extents.count([2, -1]) == nil)
    #expect(Extents.count([0, -1]) == nil)
  }

  @Test func `have a size in bytes unless it overflows`() {
    #expect(Extents.byteCount([3], .f64) == 24)
    #expect(Extents.byteCount([3], .bf16) == 6)
    #expect(Extents.byteCount([], .bool) == 1)
    #expect(Extents.byteCount([1 << 60], .f32) == 1 << 62)
    #expect(Extents.byteCount([1 << 60], .f64) == nil)
  }

  @Test func `have row-major strides`() {
    #expect(Extents.strides([]) == [])
    #expect(Extents.strides([7]) == [1])
    #expect(Extents.strides([2, 3, 4]) == [12, 4, 1])
    #expect(Extents.strides([2, 0, 4]) == [0, 4, 1])
  }

  @Test func `turn into offsets, the last table fastest`() {
    #expect(Offsets.sums([]) == [0])
    #expect(Offsets.sums([[0, 10], [1, 2, 3]]) == [1, 2, 3, 11, 12, 13])
    #expect(Offsets.sums([[5], []]) == [])
  }

  @Test func `run along the last dimension that is longer than 1`() {
    func runs(_ box: [Range<Int>], of part: [Range<Int>]) -> [[Int]] {
      var runs: [[Int]] = []
      PlacedArray.Layout(Region(box)).forEachRun(of: Region(part)) { runs.append([$0, $1, $2]) }
      return runs
    }
    #expect(runs([2..<5, 1..<4], of: [3..<5, 1..<3]) == [[3, 2, 1], [6, 2, 1]])
    #expect(runs([2..<5, 1..<4], of: [3..<5, 2..<3]) == [[4, 2, 3]])
    #expect(runs([2..<5, 1..<4], of: [4..<5, 3..<4]) == [[8, 1, 1]])
    #expect(runs([2..<5], of: [9..<9]) == [])
    #expect(runs([], of: []) == [[0, 1, 1]])
  }
}
