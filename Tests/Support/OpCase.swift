import GraphIR

/// An op with operand types: a row of every generic suite.
package struct OpCase: Sendable, CustomStringConvertible {
  /// The op under test.
  package let op: any Op
  /// The types of its operands, in f32 where the element type varies.
  package let operands: [TensorType]
  /// The positions of the operands whose element type the suites vary together.
  package let varying: [Int]
  /// `true` iff the declared reads may be larger than what is needed.
  package let isLoose: Bool
  /// Makes the elements of an operand where random ones do not do (indices, say).
  package let fill: (@Sendable (_ operand: Int, _ type: TensorType, _ seed: UInt64) -> NDArray?)?

  /// A case; by default all operands vary their element type and have random elements.
  package init(
    _ op: any Op, _ operands: [TensorType], varying: [Int]? = nil, isLoose: Bool = false,
    fill: (@Sendable (_ operand: Int, _ type: TensorType, _ seed: UInt64) -> NDArray?)? = nil
  ) {
    self.op = op
    self.operands = operands
    self.varying = varying ?? Array(operands.indices)
    self.isLoose = isLoose
    self.fill = fill
  }

  /// The op and its operands as text.
  package var description: String {
    "\(AllOps.spelling(op))(\(operands.map(\.description).joined(separator: ", "))) "
      + "\(op.attributes(rank: operands.first?.rank ?? 0))"
  }

  /// Returns the operand types with `type` in the varying places; nil where the op refuses them.
  package func operands(of type: ElementType) -> [TensorType]? {
    let types = operands.enumerated().map { index, operand in
      varying.contains(index) ? TensorType(type, operand.extents) : operand
    }
    return (try? op.resultType(types)) == nil ? nil : types
  }

  /// All element types that the op accepts, with the operand types for each.
  package var variants: [(ElementType, [TensorType])] {
    if varying.isEmpty { return [(.f32, operands)] }
    return ElementType.allCases.compactMap { type in operands(of: type).map { (type, $0) } }
  }

  /// Returns operands with elements drawn from `seed`.
  package func arrays(_ types: [TensorType], seed: UInt64) -> [PlacedArray] {
    types.enumerated().map { index, type in
      PlacedArray(
        fill?(index, type, seed) ?? .random(type, seed: seed, name: "operand \(index)"))
    }
  }
}

extension NDArray {
  /// Random elements: normal floats, integers in −4 … 4 (0 … 8 where unsigned), fair bools.
  package static func random(_ type: TensorType, seed: UInt64, name: String = "") -> NDArray {
    let random = CounterRandom(seed: seed, name: name)
    if type.elementType.isFloatingPoint {
      return NDArray(
        narrowing: (0..<type.count).map { random.normal($0) }, to: type.elementType, type.extents)
    }
    let values = (0..<type.count).map { index -> Int64 in
      let bits = random.bits(index).0 >> 8
      if type.elementType == .bool { return Int64(bits % 2) }
      return Int64(bits % 9) - (type.elementType.isUnsigned ? 0 : 4)
    }
    return NDArray(narrowing: values, to: type.elementType, type.extents)
  }
}

extension PlacedArray {
  /// Returns the part inside `box`, as a rank would hold it.
  package func restricted(to box: Region) -> PlacedArray {
    PlacedArray(slice(box), at: box, of: extents)
  }

  /// Returns the same array with other elements outside (or inside) of `box`: NaN, or every bit
  /// flipped.
  package func poisoned(outside box: Region) -> PlacedArray {
    poisoned(where: { !zip(box.bounds, $0).allSatisfy { $0.contains($1) } })
  }

  /// Returns the same array with other elements where `isPoison` holds.
  package func poisoned(where isPoison: ([Int]) -> Bool) -> PlacedArray {
    var flags: [Bool] = []
    box.forEach { flags.append(isPoison($0)) }
    if elementType.isFloatingPoint {
      let values: [Double] = data.widened()
      let poisoned = zip(values, flags).map { $1 ? Double.nan : $0 }
      return PlacedArray(
        NDArray(narrowing: poisoned, to: elementType, data.extents), at: box, of: extents)
    }
    let values: [Int64] = data.widened()
    let poisoned = zip(values, flags).map { $1 ? (elementType == .bool ? 1 - $0 : ~$0) : $0 }
    return PlacedArray(
      NDArray(narrowing: poisoned, to: elementType, data.extents), at: box, of: extents)
  }
}

/// Returns boxes of a tensor: the whole, single elements at both ends, and random ones.
package func sampleBoxes(of extents: [Int], count: Int, seed: UInt64) -> [Region] {
  let whole = Region(whole: extents)
  if whole.isEmpty { return [] }
  let random = CounterRandom(seed: seed, name: "boxes")
  var boxes = [
    whole, Region(extents.map { _ in 0..<1 }), Region(extents.map { $0 - 1..<$0 }),
  ]
  for box in 0..<count {
    boxes.append(
      Region(
        extents.enumerated().map { dimension, extent in
          let bits = random.bits(box * 16 + dimension)
          let lower = Int(bits.0 >> 16) % extent
          return lower..<lower + 1 + Int(bits.1 >> 16) % (extent - lower)
        }))
  }
  return boxes
}
