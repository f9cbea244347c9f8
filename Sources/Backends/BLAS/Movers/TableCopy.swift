/// A copy where each dimension of the result has a table of the offsets it reads from.
///
/// Result [i, j, …] is the operand's element at offset first[i] + second[j] + …, or the filler where
/// an entry is `hole`.
struct TableCopy: Sendable {
  /// The entry for a position that shows the filler.
  static let hole = Int.min

  /// The offsets of one dimension.
  private enum Table: Sendable {
    /// start + i · step, for i in 0 ..< count.
    case line(start: Int, step: Int, count: Int)
    case list([Int])

    init(_ offsets: [Int]) {
      let step = offsets.count > 1 ? offsets[1] &- offsets[0] : 0
      let isLine =
        !offsets.contains(TableCopy.hole)
        && offsets.indices.allSatisfy { offsets[$0] == offsets[0] + $0 * step }
      self = isLine ? .line(start: offsets[0], step: step, count: offsets.count) : .list(offsets)
    }

    var count: Int {
      switch self {
      case .line(_, _, let count): count
      case .list(let offsets): offsets.count
      }
    }

    func callAsFunction(_ index: Int) -> Int {
      switch self {
      case .line(let start, let step, _): start + index * step
      case .list(let offsets): offsets[index]
      }
    }
  }

  private var tables: [Table] = []
  private let filler: UInt64

  /// The copy with a table for each dimension, none of them empty.
  init(_ all: [[Int]], filler: UInt64 = 0) {
    self.filler = filler
    for offsets in all.reversed() where offsets.count != 1 || offsets[0] != 0 {
      let table = Table(offsets)
      if case .line(let start, let step, let count) = table,
        case .line(let inner, let innerStep, let innerCount)? = tables.first,
        step == innerStep * innerCount
      {
        tables[0] = .line(start: start + inner, step: innerStep, count: count * innerCount)
      } else {
        tables.insert(table, at: 0)
      }
    }
    if tables.isEmpty { tables = [.line(start: 0, step: 0, count: 1)] }
  }

  /// The kernel that copies operand 0 in elements of the given size in bytes.
  func kernel(elementSize: Int) -> Kernel {
    switch elementSize {
    case 1: kernel(UInt8.self)
    case 2: kernel(UInt16.self)
    case 4: kernel(UInt32.self)
    default: kernel(UInt64.self)
    }
  }

  private func kernel<T: FixedWidthInteger & BitwiseCopyable & Sendable>(_: T.Type) -> Kernel {
    // There is at least one table.
    let inner = tables.last!
    let outer = Array(tables.dropLast())
    let rows = outer.reduce(1) { $0 * $1.count }
    let filler = T(truncatingIfNeeded: filler)
    return Kernel { invocation in
      let source: UnsafePointer<T> = invocation.operand(0)
      let result: UnsafeMutablePointer<T> = invocation.result()
      invocation.pool.parallel(rows, grain: max(1, 16_384 / inner.count)) { range, _ in
        for row in range {
          var (rest, offset, isHole) = (row, 0, false)
          for table in outer.reversed() {
            let entry = table(rest % table.count)
            rest /= table.count
            if entry == Self.hole { isHole = true } else { offset += entry }
          }
          let target = result + row * inner.count
          if isHole {
            target.update(repeating: filler, count: inner.count)
          } else {
            Self.copyRow(source + offset, inner, filler, target)
          }
        }
      }
    }
  }

  private static func copyRow<T: FixedWidthInteger & Sendable>(
    _ source: UnsafePointer<T>, _ table: Table, _ filler: T, _ target: UnsafeMutablePointer<T>
  ) {
    switch table {
    case .line(let start, 1, let count): target.update(from: source + start, count: count)
    case .line(let start, 0, let count): target.update(repeating: source[start], count: count)
    case .line(let start, let step, let count):
      for i in 0..<count { target[i] = source[start &+ i &* step] }
    case .list(let offsets):
      offsets.withUnsafeBufferPointer { offsets in
        for i in offsets.indices {
          target[i] = offsets[i] == hole ? filler : source[offsets[i]]
        }
      }
    }
  }
}
