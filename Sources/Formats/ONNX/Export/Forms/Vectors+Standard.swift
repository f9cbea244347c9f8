import GraphIR
import NDArrays

extension GatherND: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.node("GatherND", call.operands, [.int("batch_dims", batch)])
  }

  /// The standard has no value for an index that is outside.
  func general(_ call: StandardCall) -> String {
    let places = IndexPlaces(call, batch: batch)
    let last = call.integers(places.extents.map { max($0 - 1, 0) }, "last")
    let inside = call.node(
      "Max",
      [
        call.node("Min", [places.indices, last]),
        call.integers(places.extents.map { -$0 }, "first"),
      ])
    return call.node("GatherND", [call[0], inside], [.int("batch_dims", batch)])
  }
}

extension ScatterND: StandardForm {
  func standard(_ call: StandardCall) -> String {
    call.node("ScatterND", call.operands, attributes)
  }

  private var attributes: [NodeAttribute] {
    let names: [Reduction: String] = [
      .none: "none", .add: "add", .multiply: "mul", .maximum: "max", .minimum: "min",
    ]
    // Every reduction has a name.
    return [.string("reduction", names[reduction]!)]
  }

  /// Rows are written at their numbers: all that is outside at that of one more row, which is cut
  /// off.
  func general(_ call: StandardCall) -> String {
    let type = call.result.elementType
    // Runtimes combine few types.
    let wide: ElementType =
      type == .bool
      ? .i32 : type.isNarrowInteger || type == .u64 ? .i64 : type == .f16 ? .f32 : type
    let (extents, places) = (call.types[0].extents, IndexPlaces(call, batch: batch))
    let count = places.extents.count
    let rows = extents[..<(batch + count)].reduce(1, *)
    let slice = extents[(batch + count)...].reduce(1, *)
    let vectors = call.types[1].extents.dropLast().reduce(1, *)
    let x = call.reshape(call.cast(call[0], type, to: wide), [rows, slice])
    let target = call.node(
      "Pad", [x, call.integers([0, 0, 1, 0], "pads")], [.string("mode", "constant")])
    let updates = call.reshape(call.cast(call[2], type, to: wide), [vectors, slice])
    let written = call.node(
      "ScatterND", [target, places.rows(vectors: vectors, count: rows), updates], attributes)
    return call.cast(call.reshape(call.part(written, 0, 0..<rows), extents), wide, to: type)
  }
}

/// Vectors of indices, as whoever reads or writes at them sees them.
struct IndexPlaces {
  /// The indices as i64.
  let indices: String
  /// The extents of the dimensions that a vector names.
  let extents: [Int]
  private let call: StandardCall
  private let batch: Int

  /// The second operand of a call, whose first one is what the indices name elements of.
  init(_ call: StandardCall, batch: Int) {
    self.call = call
    self.batch = batch
    indices = call.cast(call[1], call.types[1].elementType, to: .i64)
    let count = call.types[1].extents.last ?? 0
    extents = Array(call.types[0].extents[batch..<batch + count])
  }

  /// Returns the row that each vector names [vectors, 1]; `count` where it is outside.
  func rows(vectors: Int, count: Int) -> String {
    let bounds = call.integers(extents, "extents")
    let zero = call.number(0, .i64, "zero")
    let isNegative = call.node("Less", [indices, zero])
    let raised = call.node("Where", [isNegative, call.node("Add", [indices, bounds]), indices])
    let isInside = call.node(
      "And", [call.node("GreaterOrEqual", [raised, zero]), call.node("Less", [raised, bounds])])
    let axis = [call.types[1].rank - 1]
    let isAllInside = call.reduce("ReduceMin", call.cast(isInside, .bool, to: .i32), axis)
    let strides = call.integers(Extents.strides(extents), "strides")
    let sums = call.reduce("ReduceSum", call.node("Mul", [raised, strides]), axis)
    let perBatch = extents.reduce(1, *)
    let batches = call.types[0].extents[..<batch].reduce(1, *)
    let starts = call.nodes.constant(
      NDArray(narrowing: (0..<batches).map { Int64($0 * perBatch) }, to: .i64, [batches, 1]),
      "starts")
    let flat = [batches, batches == 0 ? 0 : vectors / batches]
    let rows = call.node("Add", [call.reshape(sums, flat), starts])
    let chosen = call.node(
      "Where",
      [
        call.cast(call.reshape(isAllInside, flat), .i32, to: .bool), rows,
        call.number(Double(count), .i64, "outside"),
      ])
    return call.reshape(chosen, [vectors, 1])
  }
}

extension ArgSort: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.types[0].elementType
    let wide: ElementType =
      type == .bool ? .i32 : type.isNarrowInteger || type == .u64 ? .i64 : type
    return call.nodes.second(
      "TopK",
      [
        call.cast(call[0], type, to: wide), call.integers([call.types[0].extents[axis]], "count"),
      ], [.int("axis", axis), .flag("largest", descending), .int("sorted", 1)])
  }
}

extension ArgMaxPool: StandardForm {
  func standard(_ call: StandardCall) -> String {
    let type = call.types[0].elementType
    let isDirect = type.isFloatingPoint || type == .i8 || type == .u8
    let positions = call.nodes.second(
      "MaxPool", [isDirect ? call[0] : call.cast(call[0], type, to: .f64)],
      [
        .ints("kernel_shape", window), .ints("strides", stride), .ints("dilations", dilation),
        .ints("pads", padding.onnx), .flag("ceil_mode", ceilMode),
      ])
    // The standard counts from the first element of the whole tensor.
    let image = call.types[0].extents.dropFirst(2).reduce(1, *)
    return call.node("Mod", [positions, call.number(Double(image), .i64)])
  }
}
