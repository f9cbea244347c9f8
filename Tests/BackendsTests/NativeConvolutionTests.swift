import Fabrics
import Foundation
import NativeBackend
import Passes
import Support
import Testing

/// Random convolutions on `native`: their errors against Double, and their bits.
///
/// `FUZZ_COUNT` is the number of cases, `FUZZ_SEED` the seed of the first.
@Suite struct `a random convolution on native` {
  private static func setting(_ name: String, _ plain: Int) -> Int {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? plain
  }

  private static let seeds: [Int] = {
    let first = setting("FUZZ_SEED", 1)
    return Array(first..<first + setting("FUZZ_COUNT", 8))
  }()

  @Test(arguments: seeds)
  func `is within (√K + 4) units of its sum of magnitudes, in the same bits`(_ seed: Int) throws {
    let run = try ConvolutionRun(ConvolutionCase(seed: seed, isTiled: false))
    let result = try run.result()
    if let excess = try run.excess(result) { Issue.record("\(excess)\n\(run.convolution)") }
    try expectSameBits(as: result, run)
  }

  @Test(arguments: seeds)
  func `in tiles is within 1e-5 of its sum of magnitudes, in the same bits`(_ seed: Int) throws {
    let run = try ConvolutionRun(ConvolutionCase(seed: seed, isTiled: true))
    let result = try run.result()
    let error = try run.error(result)
    #expect(error <= 1e-5, "\(run.convolution)")
    try expectSameBits(as: result, run)
  }

  /// Expects the same bits in another layout, with other threads, and on a mesh.
  private func expectSameBits(as expected: NDArray, _ run: ConvolutionRun) throws {
    let layout = run.convolution.otherLayout
    for threads in 1...3 {
      let result = try run.result(layout, threads: threads)
      #expect(result == expected, "\(layout) with \(threads) threads: \(run.convolution)")
    }
    var draw = Draw(run.convolution.seed, "mesh")
    for layout in [layout, .init()] {
      let mesh = run.mesh(&draw)
      let result = try run.result(layout, on: mesh)
      #expect(result == expected, "\(layout) on \(mesh): \(run.convolution)")
    }
  }
}
