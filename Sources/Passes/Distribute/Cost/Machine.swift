import GraphIR

/// What a plan needs to know of a machine: a table of figures for one rank.
///
///     {"name": "cluster", "ranks": 512, "gflops": 2000, "memoryBandwidth": 200,
///      "stepLatency": 1e-6, "messageLatency": 5e-6, "messageBandwidth": 12,
///      "memoryByteCount": 68719476736}
public struct Machine: Hashable, Codable, Sendable {
  /// What people call it.
  public var name: String
  /// The number of ranks that compute at the same time without sharing a core.
  public var ranks: Int
  /// The speed of dense convolutions, in 10⁹ floating-point operations a second.
  public var gflops: Double
  /// The speed at which a rank reads and writes its memory, in 10⁹ bytes a second.
  public var memoryBandwidth: Double
  /// The time that a step takes besides computing, in seconds.
  public var stepLatency: Double
  /// The time that a message takes besides its bytes, in seconds.
  public var messageLatency: Double
  /// The speed at which a rank sends and receives, in 10⁹ bytes a second.
  public var messageBandwidth: Double
  /// The memory of a rank in bytes.
  public var memoryByteCount: Int

  /// A machine with the given figures.
  public init(
    name: String, ranks: Int, gflops: Double, memoryBandwidth: Double, stepLatency: Double,
    messageLatency: Double, messageBandwidth: Double, memoryByteCount: Int
  ) {
    self.name = name
    self.ranks = ranks
    self.gflops = gflops
    self.memoryBandwidth = memoryBandwidth
    self.stepLatency = stepLatency
    self.messageLatency = messageLatency
    self.messageBandwidth = messageBandwidth
    self.memoryByteCount = memoryByteCount
  }

  /// Two cores of a server processor with AVX-512 and 24 GiB, whose ranks copy from each other's
  /// memory.
  public static let builtIn = Machine(
    name: "built-in", ranks: 2, gflops: 240, memoryBandwidth: 25, stepLatency: 2e-6,
    messageLatency: 3e-6, messageBandwidth: 10, memoryByteCount: 12 << 30)

  /// Returns the machine as each of `count` ranks sees it: where there are more than it has, they
  /// share its speed and its memory.
  public func shared(by count: Int) -> Machine {
    if count <= ranks { return self }
    let share = Double(count) / Double(ranks)
    var machine = self
    machine.ranks = count
    machine.gflops /= share
    machine.memoryBandwidth /= share
    machine.messageBandwidth /= share
    machine.stepLatency *= share
    machine.messageLatency *= share
    machine.memoryByteCount = Int(Double(memoryByteCount) / share)
    return machine
  }
}

extension Machine {
  /// Decodes a table that has all fields; throws a `Diagnostic` where one is missing or impossible.
  public init(from decoder: any Decoder) throws {
    let table = try decoder.container(keyedBy: CodingKeys.self)
    func field<Number: Decodable>(_ key: CodingKeys, _ unit: String) throws -> Number {
      guard table.contains(key) else {
        throw Diagnostic("machine: has no '\(key.stringValue)', expected \(unit)")
      }
      guard let value = try? table.decode(Number.self, forKey: key) else {
        throw Diagnostic("machine: '\(key.stringValue)' cannot be read, expected \(unit)")
      }
      return value
    }
    self.init(
      name: try field(.name, "a text"),
      ranks: try field(.ranks, "the number of ranks"),
      gflops: try field(.gflops, "10⁹ operations a second of dense convolutions"),
      memoryBandwidth: try field(.memoryBandwidth, "10⁹ bytes a second"),
      stepLatency: try field(.stepLatency, "seconds"),
      messageLatency: try field(.messageLatency, "seconds"),
      messageBandwidth: try field(.messageBandwidth, "10⁹ bytes a second"),
      memoryByteCount: try field(.memoryByteCount, "a number of bytes"))
    try validate()
  }

  /// The longest latency in seconds that a machine may have.
  static let longestLatency = 1e6

  /// Throws where a figure is impossible: a latency below 0 or without end, or another that is not
  /// above 0.
  public func validate() throws(Diagnostic) {
    let figures: [(CodingKeys, Double)] = [
      (.ranks, Double(ranks)), (.gflops, gflops), (.memoryBandwidth, memoryBandwidth),
      (.messageBandwidth, messageBandwidth), (.memoryByteCount, Double(memoryByteCount)),
    ]
    for (key, value) in figures where !(value > 0 && value.isFinite) {
      throw Diagnostic(
        "machine '\(name)': '\(key.stringValue)' is \(value), expected a number above 0")
    }
    for (key, value) in [(CodingKeys.stepLatency, stepLatency), (.messageLatency, messageLatency)]
    where !(0...Self.longestLatency ~= value) {
      throw Diagnostic(
        "machine '\(name)': '\(key.stringValue)' is \(value), expected seconds, from 0 to "
          + "\(Self.longestLatency)")
    }
  }
}
