import NDArrays

extension NIfTIHeader {
  /// Where the voxels are: the sform where it is set, else the qform, else the sizes of voxels.
  public var affine: Affine {
    if (self[Field.sformCode] as Int16) > 0 { return sform }
    if (self[Field.qformCode] as Int16) > 0 { return qform }
    let sizes = (1...3).map(size)
    return Affine(
      columns: (0..<3).map { axis in
        var column = SIMD3<Double>.zero
        column[axis] = sizes[axis]
        return column
      }, origin: .zero)
  }

  /// Returns the head of the grid that `change` makes of this one; extents are left to the writer.
  func applying(_ change: GridChange) -> NIfTIHeader {
    var header = self
    if (self[Field.sformCode] as Int16) > 0 { header.sform = sform.applying(change) }
    if (self[Field.qformCode] as Int16) > 0 { header.qform = qform.applying(change) }
    for axis in 0..<3 {
      let size = size(change.axes[axis] + 1) * abs(change.scale[axis])
      header[pixelSize: axis + 1] = Float(size)
    }
    if !change.keepsAxes { header.bytes[Field.axisInformation] = 0 }
    if change != GridChange() { header.clearSliceTiming() }
    return header
  }

  /// Returns the head for an array, without what described the values of another one.
  func describing(_ array: NDArray) throws(FormatError) -> NIfTIHeader {
    let extents = array.extents
    guard let code = DataType(array.elementType) else {
      throw FormatError("elements of \(array.elementType.rawValue), which NIfTI-1 has not")
    }
    guard (1...7).contains(extents.count) else {
      throw FormatError("\(extents.count) dimensions, expected 1 to 7")
    }
    guard extents.allSatisfy({ (1...Int(Int16.max)).contains($0) }) else {
      throw FormatError("extents \(extents), expected 1 to 32767 each, as NIfTI-1 holds them")
    }
    let old = (1...3).map { $0 <= rank ? max(1, Int(self[dimension: $0])) : 1 }
    let new = (0..<3).map { $0 < extents.count ? extents[$0] : 1 }
    var header = rank == 0 || old == new ? self : applying(.resampling(old, to: new))
    header[dimension: 0] = Int16(extents.count)
    for i in 1...7 { header[dimension: i] = i <= extents.count ? Int16(extents[i - 1]) : 1 }
    header[Field.dataType] = code.rawValue
    header[Field.bitsPerVoxel] = Int16(8 * array.elementType.byteCount)
    header[Field.dataOffset] = Float(Self.dataOffset)
    header[Field.slope] = 1 as Float
    header[Field.intercept] = 0 as Float
    for offset in Field.displayRange { header[offset] = 0 as Float }
    header.clear(Field.intent[0], count: 14)
    header.clear(Field.intentName, count: 16)
    header.clear(140, count: 8)
    header.bytes.replaceSubrange(Field.magic..<Field.magic + 4, with: [0x6E, 0x2B, 0x31, 0])
    return header
  }

  /// The affine of method 3: three rows of four.
  private var sform: Affine {
    get {
      func column(_ column: Int) -> SIMD3<Double> {
        SIMD3((0..<3).map { Double(self[Field.sform + 16 * $0 + 4 * column] as Float) })
      }
      return Affine(columns: (0..<3).map(column), origin: column(3))
    }
    set {
      for (column, value) in (newValue.columns + [newValue.origin]).enumerated() {
        for row in 0..<3 { self[Field.sform + 16 * row + 4 * column] = Float(value[row]) }
      }
    }
  }

  /// The affine of method 2: a rotation, the sizes of voxels and an origin.
  private var qform: Affine {
    get {
      func number(_ offset: Int) -> Double { Double(self[offset] as Float) }
      let rotation = Quaternion(
        b: number(Field.quaternion), c: number(Field.quaternion + 4),
        d: number(Field.quaternion + 8), handedness: self[pixelSize: 0] < 0 ? -1 : 1)
      return Affine(
        columns: zip(rotation.columns, 1...3).map { $0 * size($1) },
        origin: SIMD3((0..<3).map { number(Field.qformOrigin + 4 * $0) }))
    }
    set {
      let rotation = Quaternion(columns: newValue.columns)
      self[pixelSize: 0] = Float(rotation.handedness)
      for (i, value) in [rotation.b, rotation.c, rotation.d].enumerated() {
        self[Field.quaternion + 4 * i] = Float(value)
      }
      for i in 0..<3 { self[Field.qformOrigin + 4 * i] = Float(newValue.origin[i]) }
    }
  }

  /// Returns the size of a voxel, 1 where the head has none.
  private func size(_ index: Int) -> Double {
    let size = Double(self[pixelSize: index])
    return size > 0 ? size : 1
  }

  /// Forgets when each slice was taken: slices of another grid were not.
  private mutating func clearSliceTiming() {
    clear(74, count: 2)
    clear(120, count: 3)
    clear(132, count: 4)
  }
}
