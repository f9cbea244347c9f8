/// An operation without operands whose value comes from outside of the graph.
public protocol Leaf: Op {
  /// The type of the value.
  var type: TensorType { get }
}

extension Leaf {
  /// The declared type; no operands.
  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(0, operands)
    return type
  }

  /// Nothing is read.
  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] { [] }

  /// Leaves are bound by whoever runs the graph.
  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    preconditionFailure("\(Self.mnemonic) \(self) was not bound")
  }
}

/// A tensor that the caller supplies with each run.
///
///     %x = input @volume : f32[1, 1, 128, 128, 128]
public struct Input: Leaf {
  public static let mnemonic = "input"
  /// The name under which it is bound.
  public let name: String
  public let type: TensorType

  /// An input of the given name and type.
  public init(name: String, type: TensorType) {
    self.name = name
    self.type = type
  }

  public static func plain(rank: Int) -> Input { Input(name: "", type: TensorType(.f32, [])) }
}

/// A tensor that belongs to the model: its initial value, or a file's.
///
///     %w = parameter @encoder.0.weight {initializer = {kaimingNormal = {gain = 1.0}}} : f32[8, 1, 3, 3]
public struct Parameter: Leaf {
  public static let mnemonic = "parameter"
  /// The scope path.
  public let name: String
  public let type: TensorType
  /// Its first value, where no file supplies one.
  public let initializer: Initializer

  /// A parameter of the given name and type.
  public init(name: String, type: TensorType, initializer: Initializer = .zeros) {
    self.name = name
    self.type = type
    self.initializer = initializer
  }

  public static func plain(rank: Int) -> Parameter {
    Parameter(name: "", type: TensorType(.f32, []))
  }
}

extension Parameter {
  /// The attributes that text shows in braces; name and type stand elsewhere.
  var attributes: Attribute {
    .record(attributes(rank: 0).fields.filter { $0.name == "initializer" })
  }

  /// The parameter that text spells.
  init(name: String, type: TensorType, attributes: Attribute, at site: Site) throws(Diagnostic) {
    for field in attributes.fields where field.name != "initializer" {
      throw Diagnostic(
        "parameter: unknown attribute '\(field.name)', expected initializer", at: site)
    }
    do throws(Diagnostic) {
      let plain = try Parameter(attributes: attributes, rank: 0)
      self.init(name: name, type: type, initializer: plain.initializer)
    } catch {
      throw Diagnostic(error.message, at: site)
    }
  }
}

/// A tensor with known elements.
///
///     %c = constant() {value = dense f32[2] [0.5, -1.0]} : f32[2]
public struct Constant: Op {
  public static let mnemonic = "constant"
  /// The elements.
  public let value: NDArray

  /// A constant with the given elements.
  public init(_ value: NDArray) { self.value = value }

  public static func plain(rank: Int) -> Constant { Constant(NDArray(zeros: .f32, [])) }

  public func resultType(_ operands: [TensorType]) throws(Diagnostic) -> TensorType {
    try requireOperands(0, operands)
    return TensorType(value.elementType, value.extents)
  }

  public func reads(_ part: Region, of operands: [TensorType]) -> [Region] { [] }

  public func evaluate(_ operands: [PlacedArray], over part: Region) -> NDArray {
    PlacedArray(value).slice(part)
  }
}
