/// The value of each element of a pointwise body, as a C function `gc_value` of the places of its
/// leaves in a row of a loop: of vectors where all elements are f32 or bool, else of one lane.
struct ElementValues {
  /// Where the leaves are.
  let places: [LoopSpace.Place]
  /// The body in vectors; nil where it is computed in lanes.
  let vector: VectorText?
  private let body: PointwiseBody
  /// The elements of constants.
  private let tables: [String]

  /// The values of a body of some operands.
  init(_ body: PointwiseBody, of operands: [TensorView]) {
    var (tables, places) = ([String](), [LoopSpace.Place]())
    for leaf in body.leaves {
      let memory: Int
      switch leaf.origin {
      case .operand(let operand): memory = operands[operand].memory
      case .constant(let value):
        // The body has the elements of each constant that is a leaf.
        tables.append(Self.table(tables.count, body.constants[value]!))
        memory = -tables.count
      case .main: preconditionFailure("a loop computes the main value of no body")
      }
      places.append(
        LoopSpace.Place(
          memory: memory, start: leaf.start, elementByteCount: leaf.type.byteCount,
          strides: leaf.strides))
    }
    (self.body, self.tables, self.places) = (body, tables, places)
    vector = VectorText(body)
  }

  /// Returns the definition of the function for elements of a row that are some elements apart in
  /// each leaf.
  func text(steps: [Int]) -> String {
    if let vector {
      return "#include \"rare.h\"\n" + base
        + Self.function(
          "\(vector.isMask ? "gc_mask" : "gc_vec") gc_value", ", int64_t lanes",
          vector.statements { Self.load(body.leaves[$0].type, $0, step: steps[$0]) },
          vector.result)
    }
    let lanes = LaneText(body)
    return "#include \"scalars.h\"\n" + base
      + Self.function("\(lanes.type) gc_value", "", lanes.statements, lanes.result)
  }

  private static func function(
    _ name: String, _ parameter: String, _ statements: [String], _ result: String
  ) -> String {
    """
    GC_INLINE \(name)(char *const *p, const int64_t *step, int64_t i\(parameter)) {
      (void)p, (void)step, (void)i\(parameter.isEmpty ? "" : ", (void)lanes");
      \(statements.joined(separator: "\n  "))
      return \(result);
    }

    """
  }

  /// Returns the load of a vector of leaf `index`, by the distance of its elements.
  private static func load(_ type: ElementType, _ index: Int, step: Int) -> String {
    if type == .bool {
      return step == 0
        ? "(gc_mask){0} - (*p[\(index)] != 0)"
        : "gc_gather_flags("
          + "(const uint8_t *)p[\(index)] + i * step[\(index)], step[\(index)], lanes)"
    }
    return switch step {
    case 0: "gc_splat(*(const float *)p[\(index)])"
    case 1: "gc_load_some((const float *)p[\(index)] + i, lanes)"
    default:
      "gc_gather_some("
        + "(const float *)(p[\(index)] + i * step[\(index)]), step[\(index)] / 4, lanes)"
    }
  }

  /// Returns the elements of a constant as a table.
  private static func table(_ index: Int, _ array: NDArray) -> String {
    let bytes = array.withUnsafeBytes { $0.map(String.init).joined(separator: ", ") }
    return "static const uint8_t gc_table\(index)[] __attribute__((aligned(8))) = {\(bytes)};\n"
  }

  /// Returns the function that finds tables, which have negative indices of memory.
  private var base: String {
    if tables.isEmpty { return "" }
    let cases = tables.indices.map { "  if (memory == \(-1 - $0)) return (char *)gc_table\($0);\n" }
    return tables.joined() + """
      #define GC_TABLES
      GC_INLINE char *gc_base(const gc_task *task, int64_t memory) {
      \(cases.joined())  return task->memory[memory];
      }

      """
  }
}
