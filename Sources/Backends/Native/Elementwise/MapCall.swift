/// The call of `map.h` that computes a pointwise body.
struct MapCall {
  /// The call.
  let call: NativeCall
  /// The operands whose memory the result may take over.
  let inPlaceOperands: [Int]

  /// The call for a body over the box of a result.
  init(_ body: PointwiseBody, to result: TensorView, of operands: [TensorView]) {
    let values = ElementValues(body, of: operands)
    let space = LoopSpace(result.extents, values.places + [result.place])
    let isApart = space.steps[body.leaves.count] != 1
    let row =
      values.vector.map { Self.vectorRow($0, isApart: isApart) }
      ?? Self.laneRow(result.elementType)
    let head =
      "#define GC_TENSORS \(body.leaves.count + 1)\n" + values.text(steps: space.steps)
    call = NativeCall(
      code: NativeCode(source: head + row + "#include \"map.h\"\n"),
      arguments: space.arguments)
    inPlaceOperands = operands.indices.filter { operand in
      operands[operand].elementType.byteCount == result.elementType.byteCount
        && body.leaves.contains { $0.origin == .operand(operand) }
        && body.leaves.allSatisfy {
          $0.origin != .operand(operand)
            || $0.start == result.start && $0.strides == result.strides
        }
    }
  }

  /// Returns the function that computes a row by vectors.
  private static func vectorRow(_ text: VectorText, isApart: Bool) -> String {
    let last = "p[GC_TENSORS - 1]"
    let store =
      switch (text.isMask, isApart) {
      case (true, _):
        "gc_scatter_flags((uint8_t *)\(last) + i * y, y, gc_value(p, step, i, lanes), lanes);"
      case (false, true):
        "gc_scatter_some("
          + "(float *)(\(last) + i * y), y / 4, gc_value(p, step, i, lanes), lanes);"
      case (false, false):
        "gc_store_some((float *)\(last) + i, gc_value(p, step, i, lanes), lanes);"
      }
    return """
      GC_INLINE void gc_map_some(char *const *p, const int64_t *step, int64_t i, int64_t lanes) {
        const int64_t y = step[GC_TENSORS - 1];
        (void)y;
        \(store)
      }
      GC_INLINE void gc_map_row(char *const *p, const int64_t *step, int64_t count) {
        int64_t i = 0;
        for (; i + GC_WIDTH <= count; i += GC_WIDTH) gc_map_some(p, step, i, GC_WIDTH);
        if (i < count) gc_map_some(p, step, i, count - i);
      }

      """
  }

  /// Returns the function that computes a row element by element.
  static func laneRow(_ type: ElementType) -> String {
    """
    GC_INLINE void gc_map_row(char *const *p, const int64_t *step, int64_t count) {
      char *const y = p[GC_TENSORS - 1];
      const int64_t apart = step[GC_TENSORS - 1];
      for (int64_t i = 0; i < count; i++) {
        gc_store_\(type.rawValue)(y + i * apart, gc_value(p, step, i));
      }
    }

    """
  }
}
