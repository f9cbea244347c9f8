/// The part of a tensor that somebody holds: a box in global coordinates, and its elements.
public struct PlacedArray: Sendable {
  /// The extents of the whole tensor.
  public let extents: [Int]
  /// The box that is held.
  public let box: Region
  /// The elements inside the box.
  public let data: NDArray

  /// The elements `data` at `box` of a tensor of `extents`.
  ///
  /// - Requires: `data` has the box's extents.
  public init(_ data: NDArray, at box: Region, of extents: [Int]) {
    precondition(data.extents == box.extents, "an array of \(data.extents) does not fill \(box)")
    self.extents = extents
    self.box = box
    self.data = data
  }

  /// A whole tensor.
  public init(_ data: NDArray) {
    self.init(data, at: Region(whole: data.extents), of: data.extents)
  }

  /// The type of each element.
  public var elementType: ElementType { data.elementType }

  /// Returns the elements inside `part`.
  ///
  /// - Requires: the box contains `part`.
  public func slice(_ part: Region) -> NDArray {
    if part == box { return data }
    return taking(layout.tables(part), extents: part.extents)
  }

  /// Returns the elements in the lane, addressed by global coordinates.
  public func lane<L: Lane>(_: L.Type = L.self) -> PlacedLane<L> {
    PlacedLane(layout: Layout(box), values: data.widened())
  }

  /// Where each coordinate of a box is in row-major order.
  public struct Layout: Sendable {
    /// The box that is addressed.
    public let box: Region
    /// The distance between neighbours along each dimension.
    public let strides: [Int]

    /// The row-major order of `box`.
    public init(_ box: Region) {
      self.box = box
      strides = Extents.strides(box.extents)
    }

    /// Returns the offset of a global coordinate.
    ///
    /// - Requires: it is inside the box.
    @inlinable public func offset(_ index: [Int]) -> Int {
      var offset = 0
      for dimension in 0..<index.count {
        let bounds = box.bounds[dimension]
        precondition(bounds.contains(index[dimension]), "read outside of the held box")
        offset += (index[dimension] - bounds.lowerBound) * strides[dimension]
      }
      return offset
    }
  }
}

/// The elements of a `PlacedArray` in a lane, addressed by global coordinates.
public struct PlacedLane<L: Lane>: Sendable {
  /// The order of the elements.
  public let layout: PlacedArray.Layout
  /// The elements.
  public let values: [L]

  /// Elements in the order of `layout`.
  public init(layout: PlacedArray.Layout, values: [L]) {
    self.layout = layout
    self.values = values
  }

  /// The element at a global coordinate.
  @inlinable public subscript(index: [Int]) -> L { values[layout.offset(index)] }
}

extension NDArray {
  /// Returns the elements at the given offsets; zero bytes where an offset is negative.
  ///
  /// - Requires: as many offsets as `extents` holds.
  public func taking(_ offsets: [Int], extents: [Int]) -> NDArray {
    func take<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) -> NDArray {
      var result = NDArray(uninitialized: elementType, extents)
      precondition(result.count == offsets.count)
      withUnsafeBytes { bytes in
        let source = bytes.assumingMemoryBound(to: T.self)
        result.withUnsafeMutableBytes { bytes in
          let target = bytes.assumingMemoryBound(to: T.self)
          for i in offsets.indices { target[i] = offsets[i] < 0 ? 0 : source[offsets[i]] }
        }
      }
      return result
    }
    switch elementType.byteCount {
    case 1: return take(UInt8.self)
    case 2: return take(UInt16.self)
    case 4: return take(UInt32.self)
    default: return take(UInt64.self)
    }
  }
}
