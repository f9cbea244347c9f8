extension NDArray {
  /// Replaces the elements inside `box` by those of `piece`, where the array's own elements are those
  /// of the box `whole`, all in global coordinates.
  ///
  /// - Requires: equal element types; `piece` has the extents of `box`, and the array those of
  ///   `whole`, which contains `box`.
  public mutating func write(_ piece: NDArray, over box: Region, in whole: Region) {
    precondition(piece.extents == box.extents && extents == whole.extents && whole.contains(box))
    let copy = BoxCopy(box, from: box, to: whole, elementByteCount: elementType.byteCount)
    piece.withUnsafeBytes { source in
      withUnsafeMutableBytes { target in
        if let from = source.baseAddress, let to = target.baseAddress { copy.run(from, to) }
      }
    }
  }
}
