extension NativeCall {
  /// The call that moves planes of f32 images to a place of the same strides before them.
  static func movingPlanes(_ source: TensorView, to target: TensorView) -> NativeCall {
    let extents = source.extents
    // A plane lies together, and planes lie one behind the other.
    let count = extents.dropFirst(2).reduce(extents[1]) { $0 * $1 }
    return NativeCall(
      code: NativeCode(source: "#include \"move.h\"\n"),
      arguments: [
        Int64(source.memory), Int64(source.start), Int64(target.start), Int64(extents[0]),
        Int64(source.strides[0]), Int64(count),
      ])
  }
}
