import Formats
import Glibc
import GraphIR

/// Small helpers on paths and files.
package enum Files {
  /// `true` iff something is at the path.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// `true` iff a folder is at the path.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Returns the file's text; throws with the reason where it cannot be read.
  package static func text(_ path: String) throws(Diagnostic) -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// Returns the file's bytes; throws with the reason where it cannot be read.
  package static func bytes(_ path: String) throws(Diagnostic) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw failure("read", path) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 { throw failure("read", path) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[0..<count])
    }
  }

  /// Returns the diagnostic for a failed system call, from `errno`.
  package static func failure(_ verb: String, _ path: String) -> Diagnostic {
    Diagnostic("cannot \(verb) '\(path)': \(String(cString: strerror(errno)).lowercasedFirst)")
  }

  /// Returns the names in a folder in ascending order; none where it cannot be read.
  package static func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(Diagnostic) {
    if isFolder(path) { return }
    let parent = Self.parent(path)
    if parent != path { try makeFolder(parent) }
    if mkdir(path, 0o777) != 0 && errno != EEXIST { throw failure("make folder", path) }
  }

  /// Returns the path of the folder that holds `path`.
  package static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Returns what stands behind the last slash.
  package static func name(_ path: String) -> String {
    String(path.split(separator: "/").last ?? "")
  }

  /// Returns the path without symbolic links; the path itself where nothing is there.
  package static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Deletes a file, or a folder with all that is in it.
  package static func remove(_ path: String) {
    var status = stat()
    if lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR {
      for name in names(in: path) { remove("\(path)/\(name)") }
      rmdir(path)
    } else {
      unlink(path)
    }
  }

  /// The folder for what nobody keeps: `$TMPDIR`, else `/tmp`.
  package static var temporaryFolder: String {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    return folder.isEmpty ? "/tmp" : folder
  }

  /// The user's cache folder: `$XDG_CACHE_HOME/graphc` or `~/.cache/graphc`.
  package static var userCache: String {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    if let base = variable("XDG_CACHE_HOME") { return "\(base)/graphc" }
    if let home = variable("HOME") { return "\(home)/.cache/graphc" }
    return "/tmp/graphc-\(getuid())"
  }

  /// Writes bytes to a file, which is complete or as it was.
  package static func write(_ bytes: some Collection<UInt8>, to path: String) throws(Diagnostic) {
    try diagnosing { () throws(FormatError) in
      try AtomicFile.write(path) { (file) throws(FormatError) in try file.write(Array(bytes)) }
    }
  }
}

extension String {
  /// The string with a small first letter, for the middle of a sentence.
  package var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

/// Runs `body`; its errors of files become diagnostics.
package func diagnosing<Result>(_ body: () throws(FormatError) -> Result) throws(Diagnostic)
  -> Result
{
  do throws(FormatError) {
    return try body()
  } catch {
    throw Diagnostic(error.message)
  }
}
