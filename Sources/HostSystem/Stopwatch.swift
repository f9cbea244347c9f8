/// The time since it was made.
public struct Stopwatch: Sendable {
  private let start = ContinuousClock().now

  /// A watch that starts now.
  public init() {}

  /// The seconds so far.
  public var seconds: Double { (ContinuousClock().now - start) / .seconds(1) }
}
