import Glibc
import NDArrays

/// Copies elements of `width` bytes from `source`, where neighbours are `strides` elements apart,
/// to `target` in row-major order; `start` is the element of `source` at coordinate 0.
///
/// Where the fastest dimensions of both differ, it goes by square tiles through a small buffer, so
/// that each cache line is read once and written once.
///
/// - Requires: width 1, 2, 4 or 8; all elements inside `source`; both aligned to `width`, or
///   `source` not aligned at all.
func copyStrided(
  _ source: UnsafeRawBufferPointer, start: Int = 0, strides: [Int],
  to target: UnsafeMutableRawBufferPointer, extents: [Int], width: Int
) {
  guard let from = source.baseAddress, let into = target.baseAddress, !extents.contains(0)
  else { return }
  let walk = StridedWalk(extents: extents, strides: strides)
  switch width {
  case 1: walk.copy(UInt8.self, from, start, into, tile: 64)
  case 2: walk.copy(UInt16.self, from, start, into, tile: 32)
  case 4: walk.copy(UInt32.self, from, start, into, tile: 32)
  default: walk.copy(UInt64.self, from, start, into, tile: 16)
  }
}

/// The dimensions of a strided copy, without those of one element, neighbours merged where they can.
private struct StridedWalk {
  /// The length of each dimension.
  private var extents: [Int] = []
  /// The distance of neighbours in the source.
  private var strides: [Int] = []

  /// The dimensions of a source.
  init(extents: [Int], strides: [Int]) {
    for (extent, stride) in zip(extents, strides) where extent != 1 {
      if let last = self.strides.last, last == stride * extent {
        self.extents[self.extents.count - 1] *= extent
        self.strides[self.strides.count - 1] = stride
      } else {
        self.extents.append(extent)
        self.strides.append(stride)
      }
    }
    if self.extents.isEmpty { (self.extents, self.strides) = ([1], [1]) }
  }

  /// Copies all elements.
  func copy<T: FixedWidthInteger & BitwiseCopyable>(
    _: T.Type, _ source: UnsafeRawPointer, _ start: Int, _ target: UnsafeMutableRawPointer,
    tile: Int
  ) {
    let last = extents.count - 1
    var fastest = last
    for dimension in extents.indices where abs(strides[dimension]) < abs(strides[fastest]) {
      fastest = dimension
    }
    let targetStrides = Extents.strides(extents)
    let outer = extents.indices.filter { $0 != last && $0 != fastest }
    let into = target.assumingMemoryBound(to: T.self)
    var index = [Int](repeating: 0, count: outer.count)
    var (read, write) = (start, 0)
    withUnsafeTemporaryAllocation(of: T.self, capacity: tile * tile) { buffer in
      while true {
        if fastest == last {
          copyRow(source, read, into + write)
        } else {
          copyPlane(
            source, read, into + write, fastest, targetStrides[fastest], tile,
            buffer.baseAddress.unsafelyUnwrapped)
        }
        var position = outer.count - 1
        while position >= 0 {
          let dimension = outer[position]
          index[position] += 1
          read += strides[dimension]
          write += targetStrides[dimension]
          if index[position] < extents[dimension] { break }
          read -= extents[dimension] * strides[dimension]
          write -= extents[dimension] * targetStrides[dimension]
          index[position] = 0
          position -= 1
        }
        if position < 0 { return }
      }
    }
  }

  /// Copies one run of the last dimension.
  private func copyRow<T: BitwiseCopyable>(
    _ source: UnsafeRawPointer, _ start: Int, _ target: UnsafeMutablePointer<T>
  ) {
    let (count, step, width) = (
      extents[extents.count - 1], strides[extents.count - 1], MemoryLayout<T>.size
    )
    if step == 1 {
      memcpy(target, source + start * width, count * width)
      return
    }
    for i in 0..<count {
      target[i] = (source + (start + i * step) * width).loadUnaligned(as: T.self)
    }
  }

  /// Copies one plane: the last dimension by the one that is fastest in the source.
  private func copyPlane<T: BitwiseCopyable>(
    _ source: UnsafeRawPointer, _ start: Int, _ target: UnsafeMutablePointer<T>,
    _ fastest: Int, _ targetStride: Int, _ tile: Int, _ buffer: UnsafeMutablePointer<T>
  ) {
    let last = extents.count - 1
    let (rowCount, columnCount) = (extents[fastest], extents[last])
    let (rowStride, columnStride, width) = (strides[fastest], strides[last], MemoryLayout<T>.size)
    for column in stride(from: 0, to: columnCount, by: tile) {
      let columns = min(tile, columnCount - column)
      for row in stride(from: 0, to: rowCount, by: tile) {
        let rows = min(tile, rowCount - row)
        for c in 0..<columns {
          let from = source + (start + row * rowStride + (column + c) * columnStride) * width
          for r in 0..<rows {
            buffer[r * tile + c] = (from + r * rowStride * width).loadUnaligned(as: T.self)
          }
        }
        for r in 0..<rows {
          memcpy(target + (row + r) * targetStride + column, buffer + r * tile, columns * width)
        }
      }
    }
  }
}

extension NDArray {
  /// Returns the array whose dimension d is this one's dimension `permutation[d]`, run backwards
  /// where `isFlipped[d]`.
  ///
  /// - Requires: a permutation of all dimensions, and as many flags.
  package func rearranged(_ permutation: [Int], isFlipped: [Bool]) -> NDArray {
    let own = Extents.strides(extents)
    let newExtents = permutation.map { extents[$0] }
    var (start, strides) = (0, permutation.map { own[$0] })
    for dimension in permutation.indices where isFlipped[dimension] {
      start += (newExtents[dimension] - 1) * strides[dimension]
      strides[dimension].negate()
    }
    var result = NDArray(uninitialized: elementType, newExtents)
    withUnsafeBytes { source in
      result.withUnsafeMutableBytes { target in
        copyStrided(
          source, start: start, strides: strides, to: target, extents: newExtents,
          width: elementType.byteCount)
      }
    }
    return result
  }

  /// Returns the array with its dimensions in reverse order: its bytes are this one's in Fortran
  /// order, and the reverse.
  func reversedDimensions() -> NDArray {
    rearranged(
      Array(extents.indices.reversed()), isFlipped: extents.map { _ in false })
  }
}
