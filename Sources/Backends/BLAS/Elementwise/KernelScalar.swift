/// An integer that kernels load and store.
protocol KernelInteger: FixedWidthInteger, BitwiseCopyable, Sendable {}

extension Int8: KernelInteger {}
extension Int16: KernelInteger {}
extension Int32: KernelInteger {}
extension Int64: KernelInteger {}
extension UInt8: KernelInteger {}
extension UInt16: KernelInteger {}
extension UInt32: KernelInteger {}
extension UInt64: KernelInteger {}

/// A float that kernels load and store.
protocol KernelFloat: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// Returns the sum of some elements in double precision.
  static func sum(_ x: UnsafePointer<Self>, _ count: Int) -> Double
}

extension Float: KernelFloat {
  static func sum(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
    sumOfLanes(x, count) {
      SIMD8<Double>(UnsafeRawPointer($0).loadUnaligned(as: SIMD8<Float>.self))
    }
  }
}

extension Double: KernelFloat {
  static func sum(_ x: UnsafePointer<Double>, _ count: Int) -> Double {
    sumOfLanes(x, count) { UnsafeRawPointer($0).loadUnaligned(as: SIMD8<Double>.self) }
  }
}

extension KernelFloat {
  @inline(__always)
  fileprivate static func sumOfLanes(
    _ x: UnsafePointer<Self>, _ count: Int, _ load: (UnsafePointer<Self>) -> SIMD8<Double>
  ) -> Double {
    var lanes = SIMD8<Double>()
    let whole = count & ~7
    for i in stride(from: 0, to: whole, by: 8) { lanes += load(x + i) }
    var rest = 0.0
    for i in whole..<count { rest += Double(x[i]) }
    return lanes.sum() + rest
  }
}

extension ElementType {
  /// The integer in memory, also of bool; nil for floats.
  var kernelInteger: (any KernelInteger.Type)? {
    switch self {
    case .i8: Int8.self
    case .i16: Int16.self
    case .i32: Int32.self
    case .i64: Int64.self
    case .u8, .bool: UInt8.self
    case .u16: UInt16.self
    case .u32: UInt32.self
    case .u64: UInt64.self
    default: nil
    }
  }

  /// The float in memory; nil for other types.
  var kernelFloat: (any KernelFloat.Type)? {
    switch self {
    case .f32: Float.self
    case .f64: Double.self
    default: nil
    }
  }
}

extension Signature {
  /// The elements of the result's box with their places in each operand, and then in the result.
  ///
  /// - Requires: all tensors have equal extents.
  var elements: IterationSpace {
    IterationSpace(result.box, in: operands.map(\.box) + [result.box])
  }
}

extension Kernel {
  /// The kernel that computes each element from the operands' elements at the same position.
  @inline(__always)
  static func mapping<X: BitwiseCopyable & Sendable, Y: BitwiseCopyable & Sendable>(
    _ signature: Signature, _: X.Type, _: Y.Type,
    _ value: @escaping @Sendable (_ x: X, _ y: X) -> Y
  ) -> Kernel {
    let space = signature.elements
    let second = min(1, signature.operands.count - 1)
    let (xStep, yStep) = (space.rowStride(0), space.rowStride(second))
    return Kernel { invocation in
      let (x, y): (UnsafePointer<X>, UnsafePointer<X>) = (
        invocation.operand(0), invocation.operand(second)
      )
      let result: UnsafeMutablePointer<Y> = invocation.result()
      space.parallel(invocation.pool, longest: 8192) { rows, elements, _ in
        space.forEachRow(rows) { _, offsets in
          let (x, y) = (x + offsets[0], y + offsets[second])
          let target = result + offsets[space.starts.count - 1]
          if xStep == 1 && yStep == 1 {
            for i in elements { target[i] = value(x[i], y[i]) }
          } else {
            for i in elements { target[i] = value(x[i &* xStep], y[i &* yStep]) }
          }
        }
      }
    }
  }
}
