import CExchange
import Glibc

/// Files that appear under their name only when they are complete.
public enum AtomicFile {
  /// Writes a file with `body`: beside `path` under a temporary name, and renamed when complete.
  ///
  /// Only a regular or an absent file is replaced like this, keeping its permissions, and links are
  /// followed; anything else (`/dev/stdout`, a pipe) is written in place. Nothing is left under
  /// either name where `body` throws.
  public static func write(
    _ path: String, _ body: (FileWriter) throws(FormatError) -> Void
  ) throws(FormatError) {
    var status = stat()
    let exists = stat(path, &status) == 0
    if !exists && errno != ENOENT { throw .writing(path, errno: errno) }
    let isSpecial = exists && status.st_mode & S_IFMT != S_IFREG
    if isSpecial || path.hasPrefix("/dev/") || path.hasPrefix("/proc/") {
      return try writeInPlace(path, body)
    }
    if exists && access(path, W_OK) != 0 { throw .writing(path, errno: errno) }
    let place = exists ? resolved(path) : path
    try writeBeside(place, named: path, mode: exists ? status.st_mode & 0o7777 : nil, body)
  }

  /// Puts a complete folder under the name `path` in one step; what was there is at `folder` then.
  public static func publish(_ folder: String, as path: String) throws(FormatError) {
    let code =
      access(path, F_OK) == 0 ? paths_exchange(folder, resolved(path)) : rename(folder, path)
    if code != 0 { throw .writing(path, errno: errno) }
  }

  /// Writes a file beside `place` and renames it; errors name it `path`.
  private static func writeBeside(
    _ place: String, named path: String, mode: mode_t?,
    _ body: (FileWriter) throws(FormatError) -> Void
  ) throws(FormatError) {
    let (temporary, descriptor) = try TemporaryFiles.create(beside: place, named: path)
    defer { TemporaryFiles.forget(temporary) }
    do throws(FormatError) {
      do throws(FormatError) {
        if let mode { fchmod(descriptor, mode) }
        try body(FileWriter(descriptor, path: path))
      } catch {
        close(descriptor)
        throw error
      }
      if close(descriptor) != 0 { throw .writing(path, errno: errno) }
      if rename(temporary, place) != 0 { throw .writing(path, errno: errno) }
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// Writes to a device, a pipe or an open descriptor.
  private static func writeInPlace(
    _ path: String, _ body: (FileWriter) throws(FormatError) -> Void
  ) throws(FormatError) {
    let descriptor =
      openDescriptor(path).map { fcntl($0, F_DUPFD_CLOEXEC, 0) }
      ?? open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw .writing(path, errno: errno) }
    do throws(FormatError) {
      try body(FileWriter(descriptor, path: path))
    } catch {
      close(descriptor)
      throw error
    }
    if close(descriptor) != 0 { throw .writing(path, errno: errno) }
  }

  /// Returns the descriptor that a path like `/dev/stdout` stands for: opening it anew would write
  /// over what a redirected stream already holds.
  private static func openDescriptor(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return 1
    case "/dev/stderr": return 2
    default:
      for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
        return Int32(path.dropFirst(folder.count))
      }
      return nil
    }
  }

  /// Returns the path behind links.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
