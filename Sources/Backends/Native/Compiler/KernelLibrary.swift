internal import CNative
import Glibc
import HostSystem

/// Built kernels in the memory of this process.
final class KernelLibrary: @unchecked Sendable {
  private let handle: UnsafeMutableRawPointer
  private let descriptor: Int32
  /// What messages call the kernels.
  private let name: String
  /// What a processor must be able to do to run them.
  let features: [String]

  /// Loads a shared object from memory.
  convenience init(_ bytes: [UInt8]) throws(Diagnostic) {
    let folder = try Interruption.makeFolder("\(Files.temporaryFolder)/graphc-kernels-")
    defer { Interruption.removeFolder(folder) }
    try Files.write(bytes, to: "\(folder)/kernels.so")
    try self.init(path: "\(folder)/kernels.so", name: "the kernels")
  }

  /// Loads a shared object from a file, which messages call `name`.
  ///
  /// Throws where this processor cannot run it.
  init(path: String, name: String) throws(Diagnostic) {
    // The linker takes a path that it knows for what it was: a plan that was replaced since then is
    // known by another descriptor, since each is open while its kernels are.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 {
      throw Diagnostic("\(name) cannot be loaded: \(String(cString: strerror(errno)))")
    }
    guard let handle = dlopen("/proc/self/fd/\(descriptor)", RTLD_NOW | RTLD_LOCAL) else {
      close(descriptor)
      throw Diagnostic("\(name) cannot be loaded: \(String(cString: dlerror()))")
    }
    (self.handle, self.descriptor, self.name) = (handle, descriptor, name)
    guard let text = dlsym(handle, "gc_features") else {
      features = []
      throw Diagnostic("\(name): no list of processor features, expected kernels of graphc")
    }
    features = String(cString: text.assumingMemoryBound(to: CChar.self))
      .split(separator: " ").map(String.init)
    try HostProcessor.check(features, for: name)
  }

  /// Returns the function of a kernel; throws where it is not there.
  func kernel(_ code: NativeCode) throws(Diagnostic)
    -> @convention(c) (
      UnsafePointer<gc_task>?
    ) -> Void
  {
    let symbol = KernelBuild.symbol(code)
    guard let address = dlsym(handle, symbol) else {
      throw Diagnostic(
        "\(name): no kernel '\(symbol)', expected those of this version of graphc; compile the "
          + "model again")
    }
    return unsafeBitCast(
      address, to: (@convention(c) (UnsafePointer<gc_task>?) -> Void).self)
  }

  deinit {
    dlclose(handle)
    close(descriptor)
  }
}
