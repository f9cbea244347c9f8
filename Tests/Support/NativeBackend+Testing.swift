import Foundation
package import NativeBackend

extension NativeBackend {
  /// The backend with kernels that are built in little time, and kept while the tests run; with chains
  /// of many blocks in small graphs, too.
  package static let testing: NativeBackend = {
    var backend = NativeBackend()
    backend.optimization = .little
    backend.cache = KernelCache(folder: "\(NSTemporaryDirectory())/graphc-test-kernels")
    backend.limits = ChainLimits(byteCount: 1 << 10, blockByteCount: 2 << 10)
    return backend
  }()
}
