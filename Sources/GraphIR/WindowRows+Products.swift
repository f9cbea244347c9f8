/// A channel of the image that adds to a channel of the result.
struct ChannelPair {
  /// The position of batch element and channel in the box of results.
  let result: Int
  /// The offset of the channel in the image.
  let image: Int
  /// The offset of its first tap in the kernel.
  let kernel: Int
}

extension WindowRows {
  /// Returns the sums of cell times kernel element over the input channels of a group and the taps,
  /// in this order, rounded once.
  ///
  /// A group is `inputs` channels of the image that add to `outputs` channels of the result;
  /// `weight` returns the first two coordinates in the kernel for a channel of each.
  ///
  /// - Requires: the kernel is held whole along the spatial dimensions where a cell is under it.
  func products(
    with kernel: PlacedArray, outputs: Int, inputs: Int,
    weight: (_ output: Int, _ input: Int) -> (Int, Int)
  ) -> NDArray {
    var pairs: [ChannelPair] = []
    if hasCells {
      let (image, kernel) = (image.layout, kernel.layout)
      for (batch, n) in part[0].enumerated() {
        for (position, output) in part[1].enumerated() {
          let group = output / outputs
          for input in group * inputs..<(group + 1) * inputs {
            let (first, second) = weight(output, input)
            pairs.append(
              ChannelPair(
                result: batch * part[1].count + position, image: image.offset(n, input),
                kernel: kernel.offset(first, second)))
          }
        }
      }
    }
    return image.elementType.isFloatingPoint
      ? sums(of: pairs, with: kernel, in: Double.self)
      : sums(of: pairs, with: kernel, in: Int64.self)
  }

  /// Returns the rounded sums in the type of the image.
  private func sums<L: Lane>(
    of pairs: [ChannelPair], with kernel: PlacedArray, in _: L.Type
  ) -> NDArray {
    var results = [L](repeating: .zero, count: part.count)
    // Where nothing is under the window, neither image nor kernel may be held.
    if !pairs.isEmpty {
      let (cells, weights): ([L], [L]) = (image.data.widened(), kernel.data.widened())
      results.withUnsafeMutableBufferPointer { results in
        cells.withUnsafeBufferPointer { cells in
          weights.withUnsafeBufferPointer { weights in
            add(pairs, cells, weights, to: results)
          }
        }
      }
    }
    return NDArray(narrowing: results, to: image.elementType, part.extents)
  }

  /// Adds the products of all pairs to the results.
  private func add<L: Lane>(
    _ pairs: [ChannelPair], _ cells: UnsafeBufferPointer<L>, _ weights: UnsafeBufferPointer<L>,
    to results: UnsafeMutableBufferPointer<L>
  ) {
    let (imageStep, resultStep, channelLength) = (imageStep, resultStep, channelLength)
    forEach { row, taps in
      for pair in pairs {
        let first = pair.result * channelLength + row
        for tap in taps {
          let weight = weights[pair.kernel + tap.kernel]
          var (result, cell) = (first + tap.result, pair.image + tap.image)
          for _ in 0..<tap.count {
            results[result] = L.sum(results[result], L.product(cells[cell], weight))
            result += resultStep
            cell += imageStep
          }
        }
      }
    }
  }
}

extension PlacedArray.Layout {
  /// Returns the offset of the first held element at the given two coordinates.
  ///
  /// - Requires: they are inside the box.
  fileprivate func offset(_ first: Int, _ second: Int) -> Int {
    precondition(
      box[0].contains(first) && box[1].contains(second), "read outside of the held box")
    return (first - box[0].lowerBound) * strides[0] + (second - box[1].lowerBound) * strides[1]
  }
}
