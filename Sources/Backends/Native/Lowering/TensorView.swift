@_exported public import GraphRuntime

/// Where the elements of a box of a tensor lie in the memory that a kernel is called with.
struct TensorView: Hashable, Sendable {
  /// The type of the whole tensor.
  let type: TensorType
  /// The box that is held, or computed, in global coordinates.
  let box: Region
  /// The base address, as an index into the memory of the task.
  let memory: Int
  /// The elements from there to the first one of the box.
  let start: Int
  /// The elements between neighbours in each dimension.
  let strides: [Int]
  /// `true` iff this is an operand whose values never change, which nothing else in the step reads.
  let isFixed: Bool
  /// The images whose channels, one after the other, are those of this one, which is nowhere in
  /// memory; none for an image that is.
  let sources: [TensorView]
  /// Where planes wrap round; nil where they lie one behind the other.
  let ring: PlaneRing?

  /// A view with the given place.
  init(
    type: TensorType, box: Region, memory: Int, start: Int, strides: [Int], isFixed: Bool = false,
    sources: [TensorView] = [], ring: PlaneRing? = nil
  ) {
    (self.type, self.box, self.memory) = (type, box, memory)
    (self.start, self.strides, self.isFixed) = (start, strides, isFixed)
    (self.sources, self.ring) = (sources, ring)
  }

  /// The view of a step's operand or result.
  init(_ part: Signature.Part, memory: Int, isFixed: Bool = false) {
    let layout = part.layout
    self.init(
      type: part.type, box: part.box, memory: memory,
      start: part.box.isEmpty ? 0 : layout.start(of: part.box), strides: layout.strides,
      isFixed: isFixed)
  }

  /// The view of a box in memory that lies as `layout` says, from an element on.
  init(_ type: TensorType, _ box: Region, in layout: BoxLayout, memory: Int, from start: Int) {
    self.init(
      type: type, box: box, memory: memory,
      start: start + (box.isEmpty ? 0 : layout.start(of: box)), strides: layout.strides)
  }

  /// The extents of the box.
  var extents: [Int] { box.extents }
  /// The type of the elements.
  var elementType: ElementType { type.elementType }

  /// `true` iff the channels of an image [N, C, S…] lie together.
  var isChannelsLast: Bool { strides.count > 1 && (strides[1] == 1 || box[1].count == 1) }
}

extension TensorView {
  /// The view of a whole tensor somewhere, of which only the type counts.
  init(anyOf type: TensorType) {
    self.init(type, type.whole, in: BoxLayout(type.whole), memory: 0, from: 0)
  }
}

extension Graph {
  /// Views of the inputs of a body, of which only the types count.
  var inputViews: [TensorView] {
    nodes.filter { $0.op is Input }.map { TensorView(anyOf: $0.type) }
  }
}
