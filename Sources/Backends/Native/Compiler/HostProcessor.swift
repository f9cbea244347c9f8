import HostSystem

/// The processor of this machine.
enum HostProcessor {
  /// What tells it from others: its model and what it can do.
  static let identity: String = {
    let info = (try? Files.text("/proc/cpuinfo")) ?? ""
    let lines = info.split(separator: "\n")
    return ["model name", "flags", "Features"].compactMap { key in
      lines.first { $0.hasPrefix(key) }.map(String.init)
    }.joined(separator: "\n")
  }()
}
