import GraphIR

/// What computing a box takes of a machine.
public struct Work: Hashable, Sendable {
  /// The floating-point operations of products.
  public var flops: Double
  /// The bytes that are read and written.
  public var byteCount: Double

  /// No work.
  public static let none = Work(flops: 0, byteCount: 0)
}

/// The work of any box of a node.
struct NodeWork {
  private let node: Node
  private let operands: [TensorType]
  private let flopsPerElement: Double

  /// The work of a node of a graph.
  init(_ value: Value, in graph: Graph) {
    node = graph[value]
    operands = node.operands.map { graph[$0].type }
    flopsPerElement = Double(graph.flops(of: node)) / Double(max(node.type.count, 1))
  }

  /// `true` iff nothing is computed: the caller has the elements, or they only take another form or
  /// travel.
  var isFree: Bool {
    let op = node.op
    return op is Input || op is Parameter || op is Constant || op is Reshape || op is Exchange
  }

  /// Returns the work of a box of the result; that of padding counts as inside of the image.
  func over(_ box: Region) -> Work {
    if box.isEmpty || isFree { return .none }
    var byteCount = box.count * node.type.elementType.byteCount
    for (read, type) in zip(node.op.reads(box, of: operands), operands) {
      byteCount += read.count * type.elementType.byteCount
    }
    return Work(flops: flopsPerElement * Double(box.count), byteCount: Double(byteCount))
  }
}
