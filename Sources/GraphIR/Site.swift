/// A place in a source file.
public struct Site: Hashable, Sendable {
  /// The path as the user wrote it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The column, from 1; nil where unknown.
  public let column: Int?

  /// The place at `line` and `column` of `file`.
  public init(file: String, line: Int, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension Site: CustomStringConvertible {
  /// The place as compilers print it: `model.swift:12:9`.
  public var description: String { "\(file):\(line)" + (column.map { ":\($0)" } ?? "") }
}
