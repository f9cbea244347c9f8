/// A pure function from tensors to one tensor, defined for every box of its result.
///
/// An op is always the op on whole tensors; what varies is the box of its result that someone
/// computes. Stored properties are its attributes.
public protocol Op: Hashable, Codable, Sendable {
  /// The spelling in text, in snake case.
  static var mnemonic: String { get }

  /// The op with the attribute values that text leaves out, for a first operand of `rank`.
  static func plain(rank: Int) -> Self

  /// Returns the type of the result; throws where the operands do not satisfy the op's constraints.
  func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType

  /// Returns the box of each operand that `part` of the result depends on, inside the operand.
  ///
  /// A superset is correct, only slower; a box may be empty.
  func reads(_ part: Region, of operands: [TensorType]) -> [Region]

  /// Returns `part` of the result: the definition of the op, in plain loops.
  ///
  /// - Requires: the operands satisfy `resultType` and hold what `reads` asks for.
  func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray
}

extension Op {
  /// `true` iff `other` is the same op with the same attributes.
  public func isEqual(to other: any Op) -> Bool { self == other as? Self }

  /// Returns `part` of a result of `type`: nothing where it is empty, though other dimensions of it
  /// may be so long that a definition's tables for them fit no memory.
  public func compute(_ operands: [PlacedArray], over part: Region, of type: TensorType) -> NDArray
  {
    part.isEmpty
      ? NDArray(uninitialized: type.elementType, part.extents) : evaluate(operands, over: part)
  }

  /// Throws iff there are not exactly `count` operands.
  func requireOperands(_ count: Int, _ operands: [TensorType]) throws(Diagnostic) {
    if operands.count != count {
      throw Diagnostic("\(Self.mnemonic): has \(operands.count) operands, expected \(count)")
    }
  }

  /// Throws iff the condition does not hold.
  func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Diagnostic) {
    if !condition { throw Diagnostic("\(Self.mnemonic): \(message())") }
  }
}
