import Frontend
import NDArrays

/// Layers that sample images at other places.
let samplingLayers: [LayerCase] = [
  LayerCase("linear resize with antialias", [1, 1, 5, 7]) {
    $0.resize(to: [2, 9], antialias: true)
  },
  LayerCase("cubic resize with antialias", [1, 1, 2, 9]) {
    $0.resize(to: [3, 4], mode: .cubic, antialias: true)
  },
  LayerCase("grid sample", [1, 2, 3, 4]) { $0.gridSample(grid([1, 2, 3, 2])) },
  LayerCase("nearest grid sample at the border", [1, 2, 3, 4]) {
    $0.gridSample(grid([1, 2, 3, 2]), mode: .nearest, padding: .border)
  },
  LayerCase("cubic grid sample with reflection", [1, 1, 3, 4]) {
    $0.gridSample(grid([1, 2, 3, 2]), mode: .cubic, padding: .reflection, alignCorners: true)
  },
  LayerCase("cubic grid sample at the border", [1, 1, 3, 4]) {
    $0.gridSample(grid([1, 2, 3, 2]), mode: .cubic, padding: .border)
  },
  LayerCase("grid sample in 3-D with reflection", [1, 1, 2, 3, 2]) {
    $0.gridSample(grid([1, 2, 1, 2, 3]), padding: .reflection)
  },
  LayerCase("affine grid", [2, 2, 3]) { $0.affineGrid(to: [3, 2]) },
  LayerCase("affine grid in 3-D with aligned corners", [1, 3, 4]) {
    $0.affineGrid(to: [2, 1, 3], alignCorners: true)
  },
]

/// Layers that read and write at computed indices.
let indexingLayers: [LayerCase] = [
  LayerCase("gather of elements", [3, 4, 2]) {
    $0.gatherElements(constant([3, 0, 1, 2, 2, 2], [3, 2, 1], .i64), axis: 1)
  },
  LayerCase("scatter of elements", [3, 4]) {
    let indices = constant([2, 0, 2, 1, 1, 1], [2, 3], .i64)
    return $0.scatterElements(indices, elements([2, 3], 1), axis: 1, reduction: .add)
  },
  LayerCase("gather by vectors", [3, 4, 2]) {
    $0.gatherND(constant([2, 0, 1, 3], [2, 2], .i64))
  },
  LayerCase("scatter by vectors", [3, 2]) {
    $0.scatterND(constant([2, 0], [2, 1], .i64), elements([2, 2], 1))
  },
  LayerCase("arg sort", [2, 5, 3]) { $0.argSort(axis: 1) },
  LayerCase("sort", [2, 5, 3]) { $0.sorted(axis: 1, descending: true) },
  LayerCase("top k", [2, 7]) { $0.topK(3).values },
  LayerCase("indices of the smallest k", [2, 7]) { $0.topK(2, largest: false).indices },
]

/// Returns places in and around an image: (5i + 4 mod 13 − 6) / 4.8.
private func grid(_ extents: [Int]) -> Tensor {
  let count = extents.reduce(1, *)
  let values: [Double] = (0..<count).map { i in Double((5 * i + 4) % 13 - 6) / 4.8 }
  return constant(values, extents)
}
