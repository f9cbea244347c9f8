/// Machine code that a backend has built for executables, and that a plan keeps.
public struct ObjectCode: Sendable {
  /// A shared object.
  public let bytes: [UInt8]
  /// What a processor must be able to do to run it, as the system spells it.
  public let features: [String]

  /// Code for processors with the given features.
  public init(bytes: [UInt8], features: [String]) {
    (self.bytes, self.features) = (bytes, features)
  }
}
