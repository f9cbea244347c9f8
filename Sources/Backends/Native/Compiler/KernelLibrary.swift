internal import CNative
import Glibc
import HostSystem

/// Built kernels in the memory of this process.
final class KernelLibrary: @unchecked Sendable {
  /// The shared object.
  let bytes: [UInt8]
  private let handle: UnsafeMutableRawPointer

  /// Loads a shared object.
  init(_ bytes: [UInt8]) throws(Diagnostic) {
    self.bytes = bytes
    let folder = try Interruption.makeFolder("\(Files.temporaryFolder)/graphc-kernels-")
    defer { Interruption.removeFolder(folder) }
    try Files.write(bytes, to: "\(folder)/kernels.so")
    guard let handle = dlopen("\(folder)/kernels.so", RTLD_NOW | RTLD_LOCAL) else {
      throw Diagnostic("the kernels cannot be loaded: \(String(cString: dlerror()))")
    }
    self.handle = handle
  }

  /// Returns the function of a kernel; throws where it is not there.
  func kernel(_ code: NativeCode) throws(Diagnostic)
    -> @convention(c) (
      UnsafePointer<gc_task>?
    ) -> Void
  {
    let symbol = KernelBuild.symbol(code)
    guard let address = dlsym(handle, symbol) else {
      throw Diagnostic("the kernels lack '\(symbol)', expected those of this version of graphc")
    }
    return unsafeBitCast(
      address, to: (@convention(c) (UnsafePointer<gc_task>?) -> Void).self)
  }

  deinit { dlclose(handle) }
}
