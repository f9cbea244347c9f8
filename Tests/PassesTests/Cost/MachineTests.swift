import Foundation
import GraphIR
import Passes
import Testing

@Suite struct `a machine` {
  /// The fields of a file, as text.
  static let fields = [
    "name": "\"cluster\"", "ranks": "512", "gflops": "2000", "memoryBandwidth": "200",
    "stepLatency": "1e-6", "messageLatency": "5e-6", "messageBandwidth": "12",
    "memoryByteCount": "68719476736",
  ]

  /// Returns the machine of a file with one field replaced or, where it is nil, left out.
  static func decode(_ name: String = "", _ value: String? = nil) throws -> Machine {
    var fields = fields
    if !name.isEmpty { fields[name] = value }
    let text = "{" + fields.map { "\"\($0)\": \($1)" }.joined(separator: ", ") + "}"
    return try JSONDecoder().decode(Machine.self, from: Data(text.utf8))
  }

  @Test func `is read from a file and written back`() throws {
    let machine = try Self.decode()
    #expect(machine.name == "cluster" && machine.ranks == 512 && machine.stepLatency == 1e-6)
    let data = try JSONEncoder().encode(machine)
    #expect(try JSONDecoder().decode(Machine.self, from: data) == machine)
    try Machine.builtIn.validate()
  }

  static let errors: [(field: String, value: String?, error: String)] = [
    (
      "gflops", nil,
      "machine: has no 'gflops', expected 10⁹ operations a second of dense convolutions"
    ),
    ("ranks", "\"many\"", "machine: 'ranks' cannot be read, expected the number of ranks"),
    ("ranks", "0", "machine 'cluster': 'ranks' is 0.0, expected a number above 0"),
    (
      "messageBandwidth", "-1",
      "machine 'cluster': 'messageBandwidth' is -1.0, expected a number above 0"
    ),
    (
      "stepLatency", "-1e-6",
      "machine 'cluster': 'stepLatency' is -1e-06, expected seconds, from 0 to 1000000.0"
    ),
    (
      "messageLatency", "1e300",
      "machine 'cluster': 'messageLatency' is 1e+300, expected seconds, from 0 to 1000000.0"
    ),
    (
      "memoryByteCount", "0",
      "machine 'cluster': 'memoryByteCount' is 0.0, expected a number above 0"
    ),
  ]

  @Test(arguments: errors)
  func `says which field is wrong`(_ field: String, _ value: String?, _ error: String) throws {
    #expect(throws: Diagnostic(error)) { try Self.decode(field, value) }
  }

  @Test func `is shared by more ranks than it has`() {
    let machine = Machine.builtIn.shared(by: 8)
    #expect(machine.gflops == 60 && machine.memoryByteCount == 3 << 30)
    #expect(machine.messageLatency == 4 * Machine.builtIn.messageLatency)
    #expect(Machine.builtIn.shared(by: 2) == .builtIn)
  }
}
