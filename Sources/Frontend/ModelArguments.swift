import Glibc

/// The command line of a model's program.
///
/// `-fileno N` names the file descriptor that gets the graph or the diagnostics; without it, the
/// graph is printed to standard output. `-shape name=1x3x64x64`, any number of times, gives the
/// extents of an input.
package struct ModelArguments {
  /// The extents of an input.
  struct Shape {
    /// The name of the input.
    let name: String
    /// Its extents.
    let extents: [Int]
  }

  /// The file descriptor of the reply.
  private(set) var descriptor: Int32?
  /// The extents of inputs.
  private(set) var shapes: [Shape] = []
  /// What is wrong with the arguments.
  private(set) var errors: [String] = []

  /// The meaning of arguments, the first of which is the program's name.
  ///
  /// Others are left to the model file.
  init(_ arguments: [String]) {
    for (option, value) in zip(arguments.dropFirst(), arguments.dropFirst(2)) {
      if option == "-fileno" {
        descriptor = Int32(value)
        if descriptor == nil { errors.append("-fileno: found '\(value)', expected a number") }
      } else if option == "-shape" {
        if let shape = Self.shape(value) {
          shapes.append(shape)
        } else {
          errors.append("-shape: found '\(value)', expected name=1x3x64x64")
        }
      }
    }
  }

  private static func shape(_ text: String) -> Shape? {
    guard let equals = text.lastIndex(of: "=") else { return nil }
    let parts = text[text.index(after: equals)...].split(
      separator: "x", omittingEmptySubsequences: false)
    let extents = parts.compactMap { Int($0) }
    if extents.count != parts.count || equals == text.startIndex { return nil }
    return Shape(name: String(text[..<equals]), extents: extents)
  }

  /// Tells the compiler, or the user who started the program, what a model came to.
  func reply(_ result: Result<Graph, Diagnostics>) {
    switch (result, descriptor) {
    case (.success(let graph), let descriptor?): Self.write(FrontendReply.bytes(graph), descriptor)
    case (.failure(let errors), let descriptor?):
      Self.write(FrontendReply.bytes(errors), descriptor)
    case (.success(let graph), nil): print(Printer.text(graph), terminator: "")
    case (.failure(let errors), nil):
      Self.write(Array("\(errors)\n".utf8), STDERR_FILENO)
      fflush(nil)
      // `exit` may not be called again while it runs.
      _exit(1)
    }
  }

  /// Writes all bytes; whoever reads a reply notices a missing end.
  private static func write(_ bytes: [UInt8], _ descriptor: Int32) {
    bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress, !rest.isEmpty {
        let count = Glibc.write(descriptor, base, rest.count)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return }
        rest = rest.dropFirst(count)
      }
    }
  }
}
