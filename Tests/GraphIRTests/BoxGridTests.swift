import GraphIR
import Support
import Testing

@Suite struct `a grid of boxes` {
  @Test func `finds the boxes that meet another and those that overlap`() {
    var draw = Draw(1)
    var (overlaps, disjoint) = (0, 0)
    for _ in 0..<3000 {
      let rank = 1 + draw.below(3)
      func box() -> Region {
        Region(
          (0..<rank).map { _ in
            let start = draw.below(9)
            return start..<start + draw.below(5)
          })
      }
      let boxes = (0..<2 + draw.below(3)).map { _ in box() }
      let pairs = boxes.indices.flatMap { a in boxes.indices.map { (a, $0) } }
      let isOverlapping = pairs.contains { a, b in
        a < b && !boxes[a].isEmpty && !boxes[b].isEmpty && boxes[a].intersects(boxes[b])
      }
      let grid = BoxGrid(boxes)
      #expect((grid.overlap != nil) == isOverlapping, "\(boxes)")
      if let (first, second) = grid.overlap { #expect(first.intersects(second)) }
      overlaps += isOverlapping ? 1 : 0
      if isOverlapping { continue }
      disjoint += 1
      let probe = box()
      let expected = boxes.indices.filter { !boxes[$0].intersection(probe).isEmpty }
      #expect(grid.indices(meeting: probe) == expected, "\(probe) in \(boxes)")
    }
    #expect(overlaps > 500 && disjoint > 500)
  }
}
