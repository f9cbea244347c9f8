import BLASBackend
import Glibc
import NativeBackend

/// The verb `doctor`: what the machine offers, and what to install for what is missing.
public struct Doctor: CustomStringConvertible {
  /// A line of the report.
  struct Finding {
    /// What was looked for.
    let name: String
    /// What is there.
    let found: String
    /// What to do where it is missing; nil where it is there.
    let remedy: String?
  }

  private let findings: [Finding]

  /// Looks at the machine.
  public init() {
    findings =
      [Self.swift(), Self.frontend(), Self.clang(), Self.vectors()] + Self.blas()
      + [Self.mpi()] + Self.caches()
  }

  /// `true` iff nothing is missing.
  public var isComplete: Bool { findings.allSatisfy { $0.remedy == nil } }

  /// A line for each finding, with the remedy below where something is missing.
  public var description: String {
    let width = findings.map(\.name.count).max() ?? 0
    return findings.map { finding in
      let name = finding.name + String(repeating: " ", count: width - finding.name.count)
      let remedy = finding.remedy.map { "\n      → \($0)" } ?? ""
      return "\(finding.remedy == nil ? "ok  " : "miss") \(name)  \(finding.found)\(remedy)"
    }.joined(separator: "\n")
  }

  /// Looks for the compiler of model files.
  private static func swift() -> Finding {
    if let toolchain = try? SwiftToolchain.find() {
      return Finding(name: "swiftc", found: toolchain.compiler, remedy: nil)
    }
    return Finding(
      name: "swiftc", found: "not in PATH",
      remedy: "install a Swift toolchain (https://www.swift.org/install) to compile model files")
  }

  /// Looks for what model files import.
  private static func frontend() -> Finding {
    do throws(Diagnostic) {
      let installation = try FrontendInstallation.find()
      return Finding(
        name: "Frontend module", found: Files.resolved(installation.modules), remedy: nil)
    } catch {
      return Finding(name: "Frontend module", found: "not found", remedy: error.message)
    }
  }

  /// Looks for the C compiler of kernels.
  private static func clang() -> Finding {
    do throws(Diagnostic) {
      return Finding(name: "clang", found: try CCompiler.find().path, remedy: nil)
    } catch {
      return Finding(name: "clang", found: "not found", remedy: error.message)
    }
  }

  /// Tells the processor and its vector extensions.
  private static func vectors() -> Finding {
    let info = (try? Files.text("/proc/cpuinfo")) ?? ""
    let flags = info.split(separator: "\n").first { $0.hasPrefix("flags") } ?? ""
    let words = Set(flags.split(separator: " "))
    let width =
      words.contains("avx512f") ? "AVX-512" : words.contains("avx2") ? "AVX2" : "no AVX2"
    let model = info.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = model.flatMap { $0.split(separator: ":").last }.map { String($0.drop { $0 == " " }) }
    return Finding(
      name: "processor", found: "\(name ?? "unknown"), \(width), \(Processors.count) threads",
      remedy: nil)
  }

  /// Looks for the libraries of linear algebra.
  private static func blas() -> [Finding] {
    let report = BLASLibrary.report
    let blas =
      report.path.map { path in
        Finding(name: "BLAS", found: "\(path), core \(report.core ?? "unknown")", remedy: nil)
      }
      ?? Finding(
        name: "BLAS", found: "not found; a slow built-in product is used",
        remedy: "apt-get install libopenblas0")
    let lapack =
      report.lapackePath.map { Finding(name: "LAPACKE", found: $0, remedy: nil) }
      ?? Finding(
        name: "LAPACKE", found: "not found", remedy: "apt-get install liblapacke")
    return [blas, lapack]
  }

  /// Looks for the launcher of MPI programs, which nothing needs yet.
  private static func mpi() -> Finding {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    let folder = path.split(separator: ":").first { access("\($0)/mpirun", X_OK) == 0 }
    return Finding(
      name: "MPI", found: folder.map { "\($0)/mpirun" } ?? "not found (optional)", remedy: nil)
  }

  /// Tells where results of model files, and kernels, are kept.
  private static func caches() -> [Finding] {
    let kernels = KernelCache.user()
    let (count, byteCount) = kernels.size
    return [
      Finding(name: "cache", found: ModelCache.user().folder, remedy: nil),
      Finding(
        name: "kernels", found: "\(kernels.folder), \(count) entries, \(ByteCount.text(byteCount))",
        remedy: nil),
    ]
  }
}
