/// A dense array in row-major order.
public struct NDArray: Sendable {
  /// The type of each element.
  public let elementType: ElementType
  /// The length along each dimension; empty for a scalar.
  public let extents: [Int]
  private var storage: ArrayStorage
  private let byteOffset: Int

  /// The file that its elements are read from; nil where they are in memory.
  public var file: MappedFile? { storage.file }
  /// The number of elements.
  public var count: Int { extents.reduce(1, *) }
  /// The size in bytes.
  public var byteCount: Int { count * elementType.byteCount }

  /// An array whose elements are not set.
  ///
  /// - Requires: the size in bytes fits in `Int`.
  public init(uninitialized elementType: ElementType, _ extents: [Int]) {
    guard let byteCount = Extents.byteCount(extents, elementType) else {
      preconditionFailure("an array of \(extents) \(elementType.rawValue) has no size")
    }
    self.init(elementType, extents, in: ArrayStorage(byteCount: byteCount))
  }

  /// An array of zeros (false).
  public init(zeros elementType: ElementType, _ extents: [Int]) {
    self.init(uninitialized: elementType, extents)
    withUnsafeMutableBytes { bytes in
      for i in bytes.indices { bytes[i] = 0 }
    }
  }

  /// The array whose elements start at `byteOffset` of `storage`.
  ///
  /// - Requires: they end inside it.
  public init(
    _ elementType: ElementType, _ extents: [Int], in storage: ArrayStorage, at byteOffset: Int = 0
  ) {
    self.elementType = elementType
    self.extents = extents
    self.storage = storage
    self.byteOffset = byteOffset
    precondition(byteOffset + byteCount <= max(storage.bytes.count, byteOffset))
  }

  /// Calls `body` with the elements' bytes.
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeRawBufferPointer(start: base, count: byteCount))
  }

  /// Calls `body` with the elements' bytes, to be changed; copies them first where they are shared.
  public mutating func withUnsafeMutableBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    if !isHeldOnce() { self = copy() }
    return try body(UnsafeMutableRawBufferPointer(start: base, count: byteCount))
  }

  /// `true` iff no other array has these bytes, which may be changed.
  public mutating func isHeldOnce() -> Bool {
    storage.isOwned && isKnownUniquelyReferenced(&storage)
  }

  /// Returns the same elements with other extents, sharing the storage.
  ///
  /// - Requires: equal counts.
  public func reshaped(_ extents: [Int]) -> NDArray {
    precondition(Extents.count(extents) == count, "\(self.extents) does not reshape to \(extents)")
    return NDArray(elementType, extents, in: storage, at: byteOffset)
  }

  private var base: UnsafeMutableRawPointer? {
    storage.bytes.baseAddress.map { $0 + byteOffset }
  }

  private func copy() -> NDArray {
    let copy = NDArray(uninitialized: elementType, extents)
    if byteCount > 0 {
      UnsafeMutableRawBufferPointer(start: copy.base, count: byteCount)
        .copyMemory(from: UnsafeRawBufferPointer(start: base, count: byteCount))
    }
    return copy
  }
}

extension NDArray {
  /// The array with the given elements, converted to `elementType`.
  public init(_ elementType: ElementType, _ extents: [Int], _ values: [Double]) {
    self.init(narrowing: values, to: elementType, extents)
  }
}

extension NDArray: Hashable {
  /// `true` iff types, extents and all bits are equal.
  public static func == (left: NDArray, right: NDArray) -> Bool {
    guard left.elementType == right.elementType, left.extents == right.extents else { return false }
    return left.withUnsafeBytes { x in
      right.withUnsafeBytes { y in
        x.count == 0 || x.baseAddress == y.baseAddress || x.elementsEqual(y)
      }
    }
  }

  /// Hashes the type, the extents and the bits.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(elementType)
    hasher.combine(extents)
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
