import Foundation
import Testing

@Suite struct `compare` {
  /// Returns a workspace with arrays.
  private func folder() throws -> Workspace {
    let folder = try Workspace()
    try folder.write([1, 2, 4, 0], [2, 2], to: "a.npy")
    try folder.write([1, 2, 4, 0], [2, 2], to: "b.npy")
    try folder.write([1, 2.5, 4, 0], [2, 2], to: "half.npy")
    try folder.write([1.0000001, 2, 4, 0], [2, 2], to: "ulp.npy")
    try folder.write([1, 2, .nan, 0], [2, 2], to: "nan.npy")
    try folder.write([1, 2, 4, 0], [4], to: "flat.npy")
    return folder
  }

  @Test(
    arguments: [
      ("a.npy b.npy", 0), ("half.npy a.npy", 4), ("half.npy a.npy --atol 0.5", 0),
      ("half.npy a.npy --atol 0.49", 4), ("half.npy a.npy --rtol 0.25", 0),
      ("half.npy a.npy --rtol 0.24", 4), ("half.npy a.npy --rtol-max 0.125", 0),
      ("half.npy a.npy --rtol-max 0.12", 4), ("half.npy a.npy --agreement 0.75", 0),
      ("half.npy a.npy --agreement 0.76", 4), ("half.npy a.npy --dice 1", 0),
      ("flat.npy a.npy", 4), ("ulp.npy a.npy", 4), ("ulp.npy a.npy --ulp 1", 0),
      ("nan.npy nan.npy", 0), ("nan.npy a.npy --atol 1e30", 4), ("a.npy nan.npy --rtol 1e30", 4),
      ("a.npy absent.npy", 1), ("a.npy .", 1), ("a.npy", 1), ("a.npy b.npy --atol few", 1),
    ] as [(String, Int32)])
  func `tells by the exit code whether arrays are within the bounds`(
    _ arguments: String, _ code: Int32
  ) throws {
    let outcome = try folder().graphc("compare \(arguments)")
    outcome.check(code: code, code == 0 ? [] : ["rror: "], arguments)
  }

  @Test func `shows how large the difference is and where`() throws {
    let table = try folder().graphc("compare half.npy a.npy").output
    for row in ["max absolute       0.5 at [0, 1]", "max relative", "max ULP", "differing", "Dice"]
    {
      #expect(table.contains(row))
    }
    let json = try folder().graphc("compare half.npy a.npy --json").output
    let figures =
      try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: any Sendable]
    #expect(figures?["max_absolute"] as? Double == 0.5)
    #expect(figures?["worst"] as? [Int] == [0, 1])
    #expect(figures?["within"] as? Bool == false)
  }
}
