extension NativeCall {
  /// The call that moves planes of f32 images to a place of the same strides before them; row-major
  /// ones are of one image.
  static func movingPlanes(_ source: TensorView, to target: TensorView) -> NativeCall {
    let extents = source.extents
    // Planes lie one behind the other: with all channels, or for each channel.
    let plane = extents.dropFirst(2).reduce(1, *)
    let isTogether = source.strides[1] == 1
    return NativeCall(
      code: NativeCode(source: "#include \"move.h\"\n"),
      arguments: [
        source.memory, source.start, target.start, isTogether ? extents[0] : extents[1],
        source.strides[isTogether ? 0 : 1], isTogether ? extents[1] * plane : plane,
      ].map(Int64.init))
  }
}
