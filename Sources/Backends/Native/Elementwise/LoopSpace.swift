/// The dimensions over which a kernel loops, from the outermost one to that of a row, with the place
/// of each of its tensors: as few as possible, in the order in which the last tensor lies in memory.
struct LoopSpace {
  /// A tensor in memory.
  struct Place {
    /// The base address, as an index into the memory of the task.
    let memory: Int
    /// The elements from there to the first one.
    let start: Int
    /// The size of an element in bytes.
    let elementByteCount: Int
    /// The elements between neighbours along each dimension.
    var strides: [Int]
  }

  /// The length along each dimension; there are two or more.
  private(set) var extents: [Int] = []
  /// The tensors.
  private(set) var tensors: [Place]

  /// The space of a box of the given extents.
  init(_ all: [Int], _ tensors: [Place]) {
    let last = tensors[tensors.count - 1].strides
    let order = all.indices.filter { all[$0] != 1 }.sorted {
      (abs(last[$0]), $1) > (abs(last[$1]), $0)
    }
    self.tensors = tensors
    for index in tensors.indices { self.tensors[index].strides = [] }
    for dimension in order.reversed() {
      let canMerge =
        !extents.isEmpty
        && tensors.indices.allSatisfy {
          tensors[$0].strides[dimension] == self.tensors[$0].strides[0] * extents[0]
        }
      if canMerge {
        extents[0] *= all[dimension]
      } else {
        insert(all[dimension], tensors.map { $0.strides[dimension] })
      }
    }
    while extents.count < 2 { insert(1, tensors.map { _ in 0 }) }
  }

  private mutating func insert(_ extent: Int, _ strides: [Int]) {
    extents.insert(extent, at: 0)
    for index in tensors.indices { tensors[index].strides.insert(strides[index], at: 0) }
  }

  /// The distance of the elements of a row, for each tensor.
  var steps: [Int] { tensors.map { $0.strides[extents.count - 1] } }

  /// The space as a `gc_space`.
  var arguments: [Int64] {
    var numbers = [extents.count] + extents
    for tensor in tensors {
      numbers.append(tensor.memory)
      numbers += ([tensor.start] + tensor.strides).map { $0 * tensor.elementByteCount }
    }
    return numbers.map(Int64.init)
  }
}

extension TensorView {
  /// The place of the box in a loop over it.
  var place: LoopSpace.Place {
    LoopSpace.Place(
      memory: memory, start: start, elementByteCount: elementType.byteCount, strides: strides)
  }
}
