@_exported public import Driver
public import FoundationEssentials
@_exported public import GraphRuntime

extension Plan {
  /// Reads the plan in a folder that `graphc compile` wrote; throws where it is damaged or not one.
  public init(contentsOf path: String) throws(Failure) { self = try Plan.read(path) }

  /// Reads the plan in a folder that `graphc compile` wrote; throws where it is damaged or not one.
  public init(contentsOf url: URL) throws(Failure) { try self.init(contentsOf: url.path) }

  /// Returns memory and threads to run it, again and again; one run at a time.
  ///
  /// The plan's number of threads is taken where none is given. Throws where this machine has too
  /// little memory or cannot run the plan's kernels.
  public func makeSession(threads: Int? = nil) throws(Failure) -> any SessionProtocol {
    var options = CompileOptions()
    options.threads = threads
    var model = try Compilation.load(self, options)
    return try model.makeSession()
  }
}
