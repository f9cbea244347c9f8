import Foundation
package import NativeBackend

extension NativeBackend {
  /// The backend with kernels that are built in little time, and kept while the tests run.
  package static let testing: NativeBackend = {
    var backend = NativeBackend()
    backend.optimization = .little
    backend.cache = KernelCache(folder: "\(NSTemporaryDirectory())/graphc-test-kernels")
    return backend
  }()
}
