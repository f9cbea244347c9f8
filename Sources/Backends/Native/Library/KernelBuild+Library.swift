import Formats
import HostSystem

/// A network as a shared object that needs no Swift, and the header of its interface.
public struct Library: Sendable {
  /// The header.
  let header: String
  /// The name of the files.
  let name: LibraryName
  /// The shared object, which may be large: it is mapped, and nowhere else any more.
  let sharedObject: MappedFile

  /// Writes the shared object and the header into a folder, which is made where it is missing.
  public func write(to folder: String) throws(Diagnostic) {
    try Files.makeFolder(folder)
    try diagnosing { () throws(FormatError) in
      try AtomicFile.write("\(folder)/\(name.file)") { (file) throws(FormatError) in
        try file.write(sharedObject.bytes)
      }
    }
    try Files.write(header.utf8, to: "\(folder)/\(name.header)")
  }
}

extension KernelBuild {
  /// The parts of the run time.
  private static let runtime = ["pool.c", "processor.c", "library.c"]
  /// The options of the run time, which runs before it is known what the processor can do.
  private static let runtimeFlags = [
    "-std=gnu23", "-O2", "-fPIC", "-pthread", "-Wall",
  ]

  /// Builds a library.
  func library(_ source: LibrarySource) throws(Diagnostic) -> Library {
    let folder = try Interruption.makeFolder("\(Files.temporaryFolder)/graphc-library-")
    defer { Interruption.removeFolder(folder) }
    try writeIncludes(to: folder)
    // Before the library's header, whose name may be that of a file that kernels include.
    var objects = try objects(source.codes, in: folder)
    try write(source, to: folder)
    for file in Self.runtime + [LibrarySource.modelName] {
      objects.append("\(folder)/\(file).o")
      try compiler.run(
        Self.runtimeFlags + ["-iquote", folder, "-Wa,-I\(folder)", "-c", "\(folder)/\(file)"]
          + ["-o", "\(folder)/\(file).o"], for: "'\(file)' of the library")
    }
    let exports = LibraryHeader.functions.map { "\(source.name.text)_\($0);" }
    try Files.write(
      "{ global: \(exports.joined(separator: " ")) local: *; };\n".utf8, to: "\(folder)/exports")
    let output = "\(folder)/\(source.name.file)"
    try compiler.run(
      ["-shared", "-fuse-ld=lld", "-pthread", "-Wl,-soname,\(source.name.file)", "-Wl,--as-needed"]
        + ["-Wl,--version-script=\(folder)/exports", "-Wl,-z,defs", "-o", output] + objects
        + ["-lm"],
      for: "linking the library")
    guard let mapped = MappedFile(path: output) else { throw Files.failure("read", output) }
    return Library(header: source.header, name: source.name, sharedObject: mapped)
  }

  /// Writes what a library is built from, its kernels apart.
  private func write(_ source: LibrarySource, to folder: String) throws(Diagnostic) {
    for file in source.files { try Files.write(file.text.utf8, to: "\(folder)/\(file.name)") }
    try diagnosing { () throws(FormatError) in
      try AtomicFile.write("\(folder)/\(LibrarySource.weightsName)") { (file) throws(FormatError) in
        var end = 0
        for (offset, array) in source.tables.weights {
          try file.write([UInt8](repeating: 0, count: offset - end))
          try file.write(array)
          end = offset + array.byteCount
        }
      }
    }
  }
}
