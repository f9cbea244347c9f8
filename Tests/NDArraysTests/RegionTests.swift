import NDArrays
import Testing

@Suite struct `a region` {
  private let box = Region([1..<4, 0..<2])

  @Test func `counts its elements`() {
    #expect(box.extents == [3, 2])
    #expect(box.count == 6)
    #expect(Region([]).count == 1)
    #expect(!Region([]).isEmpty)
    #expect(Region([0..<3, 2..<2]).count == 0)
    #expect(Region([0..<3, 2..<2]).isEmpty)
    #expect(Region.empty(rank: 2).isEmpty)
    #expect(Region(whole: [3, 0]).isEmpty)
  }

  @Test func `meets another in their intersection`() {
    #expect(box.intersection(Region([3..<9, 1..<5])) == Region([3..<4, 1..<2]))
    #expect(box.intersection(box) == box)
    #expect(box.intersection(Region([4..<9, 0..<2])).isEmpty)
    #expect(box.intersection(Region([-5..<0, 0..<2])).isEmpty)
    #expect(Region([]).intersection(Region([])) == Region([]))
  }

  @Test func `has a hull with another, to which an empty box adds nothing`() {
    #expect(box.hull(Region([7..<8, -1..<1])) == Region([1..<8, -1..<2]))
    #expect(box.hull(Region([70..<70, 0..<5])) == box)
    #expect(Region([70..<70, 0..<5]).hull(box) == box)
    #expect(Region.empty(rank: 1).hull(.empty(rank: 1)).isEmpty)
  }

  @Test func `contains what does not stick out`() {
    #expect(box.contains(box))
    #expect(box.contains(Region([2..<3, 0..<1])))
    #expect(!box.contains(Region([0..<3, 0..<1])))
    #expect(!box.contains(Region([2..<3, 0..<3])))
    #expect(box.contains(Region([90..<90, 0..<1])))
    #expect(!Region.empty(rank: 2).contains(box))
    #expect(Region([]).contains(Region([])))
  }

  @Test func `visits its coordinates with the last dimension fastest`() {
    var visited: [[Int]] = []
    box.forEach { visited.append($0) }
    #expect(visited == [[1, 0], [1, 1], [2, 0], [2, 1], [3, 0], [3, 1]])
    visited = []
    Region([]).forEach { visited.append($0) }
    #expect(visited == [[]])
    visited = []
    Region([0..<2, 5..<5]).forEach { visited.append($0) }
    #expect(visited == [])
  }

  @Test func `is spelled with its intervals`() {
    #expect(Region([0..<64, 32..<128]).description == "[0:64, 32:128]")
    #expect(Region([]).description == "[]")
  }

  @Test func `clips an interval to an extent`() {
    #expect(Region.clip(-2, 3, to: 5) == 0..<3)
    #expect(Region.clip(3, 9, to: 5) == 3..<5)
    #expect(Region.clip(7, 9, to: 5) == 5..<5)
    #expect(Region.clip(-7, -2, to: 5) == 0..<0)
    #expect(Region.clip(4, 2, to: 5).isEmpty)
    #expect(Region.clip(0, 1, to: 0) == 0..<0)
  }
}
