import Foundation
import GraphIR
import NDArrays
import ONNX
import ONNXMessages
import Support
import Testing

/// What holds for the importer, on files with random damage.
///
/// Seeds are 0 ..< 2000 for each model. `FUZZ_ONNX=FOLDER` names more models, `FUZZ_COUNT` and
/// `FUZZ_SEED` other seeds; with `FUZZ_TRACE` each is printed before it is tried.
@Suite(.serialized) struct `a damaged model` {
  /// The value of a variable of the environment.
  private static func setting(_ name: String) -> String? {
    ProcessInfo.processInfo.environment[name]
  }

  /// Small models of many operators, with the files of `FUZZ_ONNX`.
  private static func corpus() throws -> [(name: String, bytes: [UInt8])] {
    var models = try SampleModels.all.map { ($0.name, try $0.model.bytes()) }
    guard let folder = setting("FUZZ_ONNX") else { return models }
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    for name in names.filter({ $0.hasSuffix(".onnx") }).sorted() {
      models.append((name, [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))))
    }
    return models
  }

  @Test func `is refused or imported, in bounded time and memory`() throws {
    let first = UInt64(Self.setting("FUZZ_SEED") ?? "") ?? 0
    let count = UInt64(Self.setting("FUZZ_COUNT") ?? "") ?? 2000
    let before = Self.peakResidentMiB()
    for (name, good) in try Self.corpus() {
      if Self.setting("FUZZ_ONNX") == nil {
        _ = try ONNXModel(bytes: good).imported(SampleModels.known)
      }
      var refusals = 0
      for seed in first..<first + count {
        if Self.setting("FUZZ_TRACE") != nil {
          FileHandle.standardError.write(Data("\(name) \(seed)\n".utf8))
        }
        let bytes = Self.damaged(good, seed)
        let start = ContinuousClock.now
        do {
          let model = try ONNXModel(bytes: bytes)
          let graph = try model.imported(Self.known(of: model, seed)).graph
          // What was imported is a graph like any other, which must run.
          if graph.nodes.reduce(0, { $0 + min($1.type.count, 1 << 20) }) < 100_000 {
            _ = graph.evaluated(Bindings(for: graph, seed: seed))
          }
        } catch {
          refusals += 1
          #expect(error is Diagnostic || error is Diagnostics, "\(name), seed \(seed): \(error)")
        }
        #expect(start.duration(to: .now) < .seconds(1), "\(name), seed \(seed)")
      }
      #expect(refusals > count / 10 || count < 1000, "\(name): damage goes unnoticed")
    }
    #expect(Self.peakResidentMiB() - before < 1024)
  }

  /// Returns values for the small inputs of integers, on which extents and axes may depend.
  private static func known(of model: ONNXModel, _ seed: UInt64) -> ONNXImport.Options {
    if seed % 3 == 0 { return SampleModels.known }
    let random = CounterRandom(seed: seed, name: "values")
    let plain: [Int64] = [0, 1, 2, -1, 3, 4, 1, 2, -2, 1 << 40, .min, .max]
    var options = ONNXImport.Options()
    for input in model.inputs {
      guard let type = input.type, type.elementType.isInteger,
        let size = Extents.byteCount(type.extents, type.elementType), size <= 128
      else { continue }
      let values = (0..<type.count).map { plain[Int(random.bits($0).0 % UInt64(plain.count))] }
      options.values[input.name] = NDArray(narrowing: values, to: type.elementType, type.extents)
    }
    return options
  }

  /// Returns a model's bytes with damage: to the bytes, or to the message that they spell.
  private static func damaged(_ good: [UInt8], _ seed: UInt64) -> [UInt8] {
    var bytes = good
    if seed % 2 == 0 {
      Damage(seed: seed).apply(to: &bytes)
    } else if var message = try? ModelProto(serializedBytes: good) {
      MessageDamage(seed: seed).apply(to: &message)
      bytes = (try? message.bytes()) ?? good
    }
    return bytes
  }

  /// Returns the largest resident set of this process so far, in MiB.
  private static func peakResidentMiB() -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
    return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) / 1024
  }
}
