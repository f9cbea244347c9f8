internal import CNative
import HostSystem

/// The processor of this machine.
package enum HostProcessor {
  /// What tells it from others: its model and what it can do.
  static let identity: String = {
    let info = (try? Files.text("/proc/cpuinfo")) ?? ""
    let lines = info.split(separator: "\n")
    return ["model name", "flags", "Features"].compactMap { key in
      lines.first { $0.hasPrefix(key) }.map(String.init)
    }.joined(separator: "\n")
  }()

  /// Throws where it cannot do what code was built for.
  package static func check(_ features: [String], for name: String) throws(Diagnostic) {
    let missing = features.filter { feature in
      var word: UnsafePointer<CChar>?
      return gc_missing_feature(feature, &word) > 0
    }
    if missing.isEmpty { return }
    throw Diagnostic(
      "\(name): built for a processor with \(missing.joined(separator: ", ")), which this one is "
        + "without; compile the model with another --cpu, such as native or x86-64-v3")
  }
}
