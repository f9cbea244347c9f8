import Frontend

// The edges of a grey image: smoothed by a binomial kernel, differentiated by Sobel's, and the
// length of the gradient taken. Kernels are constants, so there are no weights to load.

/// Returns the kernel column · rowᵀ as a weight [1, 1, rows, columns].
func kernel(_ column: [Double], _ row: [Double]) -> Tensor {
  constant(column.flatMap { c in row.map { c * $0 } }, [1, 1, column.count, row.count])
}

let binomial = [1.0, 4, 6, 4, 1].map { $0 / 16 }

let model = Model("edges") { model in
  let image = model.input("image", [1, 1, 64, 64])
  // Replicated, or the border itself would be an edge.
  let padded = image.padded(by: .cells(3), mode: .replicate)
  let smooth = padded.convolution(weight: kernel(binomial, binomial))
  let dx = smooth.convolution(weight: kernel([1, 2, 1], [-1, 0, 1]))
  let dy = smooth.convolution(weight: kernel([-1, 0, 1], [1, 2, 1]))
  model.output("edges", (dx.square() + dy.square()).sqrt())
}
