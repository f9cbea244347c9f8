import Glibc
import Synchronization

/// The files of writes that are under way, which an interruption removes.
package enum TemporaryFiles {
  private static let paths = Mutex<[String]>([])

  /// Creates a file beside `place` under an unused name and opens it for writing; an error names it
  /// `name`.
  static func create(
    beside place: String, named name: String
  ) throws(FormatError) -> (path: String, descriptor: Int32) {
    try paths.withLock { (paths) throws(FormatError) in
      var attempt = 0
      while true {
        let path = "\(place).\(getpid()).\(attempt).part"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor >= 0 {
          paths.append(path)
          return (path, descriptor)
        }
        attempt += 1
        if errno != EEXIST || attempt == 1000 { throw .writing(name, errno: errno) }
      }
    }
  }

  /// Forgets a file that has another name now, or none.
  static func forget(_ path: String) { paths.withLock { $0.removeAll { $0 == path } } }

  /// Removes every file and ends the program; none is created meanwhile.
  package static func removeAll(thenEnd end: () -> Never) -> Never {
    paths.withLock { paths in
      for path in paths { unlink(path) }
      end()
    }
  }
}
