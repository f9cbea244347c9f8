import GraphIR
import Passes

/// A random image network as a recipe, and the mesh it is split over.
///
/// A recipe is a list of layers, each of which names its operands by counting back; a layer that
/// does not fit what is there is left out when the graph is built. So every sublist of a recipe is a
/// recipe, which makes a failure easy to shrink.
package struct FuzzModel: Sendable, CustomStringConvertible {
  /// A layer with the numbers that choose its attributes.
  package struct Layer: Sendable, Hashable, Codable {
    /// The position in `FuzzLayers.all`.
    package var kind: Int
    /// Counts back to the operand.
    package var back: Int
    /// Counts back to the second operand.
    package var other: Int
    /// The seed of the attributes.
    package var choice: UInt64
  }

  /// The number of spatial dimensions.
  package var spatial: Int
  /// The extents of the input.
  package var extents: [Int]
  /// The layers.
  package var layers: [Layer]
  /// The ranks along n and the spatial dimensions.
  package var mesh: [Int]
  /// The cuts of each spatial dimension; empty for even ones.
  package var cuts: [[Int]]

  /// A recipe drawn from a seed.
  package init(seed: UInt64) {
    var draw = Draw(seed)
    spatial = 1 + draw.below(3)
    let largest = [24, 12, 7][spatial - 1]
    extents = [1 + draw.below(5) / 4, 1 + draw.below(3)]
    for _ in 0..<spatial { extents.append(1 + draw.below(largest)) }
    layers = (0..<2 + draw.below(7)).map { _ in
      Layer(
        kind: draw.below(FuzzLayers.all.count), back: draw.below(4) / 2, other: draw.below(4),
        choice: draw.next())
    }
    mesh = [draw.below(8) == 0 ? 2 : 1]
    for dimension in 0..<spatial {
      mesh.append([1, 2, 2, 3, 5][draw.below(dimension == 0 ? 5 : 4)])
    }
    cuts = []
    for (extent, count) in zip(extents.dropFirst(2), mesh.dropFirst()) {
      let isGiven = draw.below(2) == 0
      cuts.append(isGiven ? (1..<count).map { _ in draw.below(extent + 1) }.sorted() : [])
    }
  }

  /// The graph of the recipe.
  package var graph: Graph {
    get throws {
      var builder = FuzzBuilder(try Self.start(extents))
      for layer in layers { builder.append(layer) }
      return builder.finished()
    }
  }

  private static func start(_ extents: [Int]) throws -> Graph {
    var graph = Graph(name: "fuzz")
    try graph.append(Input(name: "x", type: TensorType(.f32, extents)), name: "x")
    return graph
  }

  /// The mesh that the graph is split over.
  package var request: MeshRequest {
    let names = Array(["d", "h", "w"].suffix(spatial))
    var axes = [MeshRequest.Axis("n", mesh[0])]
    var given: [MeshRequest.Cuts] = []
    for (dimension, name) in names.enumerated() {
      axes.append(.init(name, mesh[dimension + 1]))
      if !cuts[dimension].isEmpty { given.append(.init(name, cuts[dimension])) }
    }
    return MeshRequest(axes, cuts: given, anchor: given.isEmpty ? "" : "x")
  }

  /// The recipe.
  package var description: String {
    "\(extents) on \(mesh) cut at \(cuts): "
      + layers.map { "\(FuzzLayers.all[$0.kind].name)(\($0.back), \($0.other), \($0.choice))" }
      .joined(separator: " ")
  }

  /// Returns the smallest recipe found that still fails, by leaving out layers and making the mesh
  /// and the input smaller.
  package func shrunk(whileFailing fails: (FuzzModel) -> Bool) -> FuzzModel {
    var (best, isSmaller) = (self, true)
    while isSmaller {
      isSmaller = false
      for candidate in best.smaller where fails(candidate) {
        (best, isSmaller) = (candidate, true)
        break
      }
    }
    return best
  }

  /// Recipes with one thing less.
  private var smaller: [FuzzModel] {
    var all: [FuzzModel] = []
    func add(_ change: (inout FuzzModel) -> Void) {
      var copy = self
      change(&copy)
      all.append(copy)
    }
    for index in layers.indices { add { $0.layers.remove(at: index) } }
    for axis in mesh.indices where mesh[axis] > 1 {
      add {
        $0.mesh[axis] -= 1
        if axis > 0 && !$0.cuts[axis - 1].isEmpty { $0.cuts[axis - 1].removeLast() }
      }
    }
    for dimension in cuts.indices where !cuts[dimension].isEmpty {
      add { $0.cuts[dimension] = [] }
    }
    for dimension in extents.indices where extents[dimension] > 1 {
      add {
        $0.extents[dimension] -= 1
        if dimension >= 2 {
          let extent = $0.extents[dimension]
          $0.cuts[dimension - 2] = $0.cuts[dimension - 2].map { min($0, extent) }
        }
      }
    }
    return all
  }
}

/// A source of random choices.
package struct Draw {
  private var state: UInt64

  /// Choices drawn from a seed.
  package init(_ seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

  /// Returns 64 random bits (SplitMix64: Steele, Lea, Flood, 2014).
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Returns a number in 0 ..< `bound`.
  package mutating func below(_ bound: Int) -> Int { Int(next() >> 33) % max(bound, 1) }

  /// Returns one of the choices.
  package mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}
