/// A table for people: aligned columns below their names.
struct TextTable: CustomStringConvertible {
  /// The names of the columns; those that end in a space are aligned to the right.
  let columns: [String]
  /// The cells of each row.
  var rows: [[String]] = []

  /// A table without rows.
  init(_ columns: String...) { self.columns = columns }

  /// A line for the columns and one for each row.
  var description: String {
    let lines = [columns.map { $0.trimming() }] + rows
    let widths = columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { cells in
      let padded = cells.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - cells[column].count)
        return columns[column].hasSuffix(" ") ? space + cells[column] : cells[column] + space
      }
      return ("  " + padded.joined(separator: "  ")).trimming()
    }.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// Returns the text without the spaces at its end.
  fileprivate func trimming() -> String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
