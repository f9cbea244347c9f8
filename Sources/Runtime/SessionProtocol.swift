/// Something that runs a compiled model, again and again; one run at a time.
public protocol SessionProtocol: AnyObject {
  /// The value of each parameter; updates of the graph change them.
  var parameters: [String: NDArray] { get }
  /// `true` iff runs measure the time of each step.
  var isProfiling: Bool { get set }
  /// The seconds that each step took in the last run, on the first rank; empty unless `isProfiling`.
  var profile: [Double] { get }

  /// Returns the outputs by name for inputs by name; throws where an input is missing, unknown or of
  /// another type.
  func run(_ inputs: [String: NDArray]) throws(Diagnostic) -> [String: NDArray]
}

/// How a session treats its memory.
public struct SessionOptions: Sendable {
  /// `true` iff results are filled with NaN (or all bits) before they are computed or received, so
  /// that a read of what nobody wrote shows.
  public var poisonsMemory = false

  /// The default options.
  public init() {}
}
