import Foundation
import Testing

@Suite struct `the predicted peak of memory` {
  @Test(arguments: ["unet2d", "edsr_x2", "fsrcnn_x3"])
  func `is that of a process within a twentieth`(_ name: String) throws {
    let folder = try Workspace(cache: Products.testCache)
    let model = "\(Products.package)/examples/\(name)"
    try folder.succeed("compile \(model) --backend native --threads 2 -o plan.graphc")
    let text = try folder.succeed("bench plan.graphc --runs 2 --json")
    let figures = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let peak = try #require(figures?["peak_rss_mib"] as? Double)
    let predicted = try #require(figures?["predicted_peak_mib"] as? Double)
    #expect(abs(peak / predicted - 1) < 0.05, "\(name): \(peak) MiB, predicted \(predicted)")
  }
}
