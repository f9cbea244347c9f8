/// The memory of a session's results: what nobody holds any longer is filled again, so that one run
/// after the other takes no new pages.
struct ResultMemory {
  /// The array of each result in the last run.
  private var arrays: [NDArray?]

  /// The memory of some results.
  init(count: Int) { arrays = .init(repeating: nil, count: count) }

  /// Returns an array of a result's type, which is the same in every run; its elements are not set.
  mutating func array(_ index: Int, _ type: TensorType) -> NDArray {
    if arrays[index]?.isHeldOnce() != true {
      arrays[index] = NDArray(uninitialized: type.elementType, type.extents)
    }
    // It was there, or is now.
    return arrays[index]!
  }
}
