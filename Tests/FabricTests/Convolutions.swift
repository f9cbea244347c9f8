import GraphIR

/// A convolution of width 3 over 8 columns, split by hand over three ranks: 5, 3 and no columns.
enum Convolutions {
  static let whole = """
    graph @net {
      %x = input @x : f32[1, 2, 8]
      %w = parameter @w : f32[3, 2, 3]
      %a = relu(%x) : f32[1, 2, 8]
      %c = convolution(%a, %w) {padding = [[1, 1]]} : f32[1, 3, 8]
      output @y = %c
    }
    """
  static let ranks = [
    rank(
      0, owned: "0:5", held: "0:6", sends: "{rank = 1, box = [[0, 1], [0, 2], [4, 5]]}",
      receives: "{rank = 1, box = [[0, 1], [0, 2], [5, 6]]}"),
    rank(
      1, owned: "5:8", held: "4:8", sends: "{rank = 0, box = [[0, 1], [0, 2], [5, 6]]}",
      receives: "{rank = 0, box = [[0, 1], [0, 2], [4, 5]]}"),
    rank(2, owned: "8:8", held: "8:8", sends: "", receives: ""),
  ]

  /// The text of one rank; columns as `lower:upper`, messages as text.
  static func rank(_ rank: Int, owned: String, held: String, sends: String, receives: String)
    -> String
  {
    """
    graph @net mesh [w = 3] rank \(rank) {
      %x = input @x : f32[1, 2, 8] at [0:1, 0:2, \(owned)]
      %w = parameter @w : f32[3, 2, 3]
      %a = relu(%x) : f32[1, 2, 8] at [0:1, 0:2, \(owned)]
      %h = exchange(%a) {sends = [\(sends)], receives = [\(receives)]} : f32[1, 2, 8] at [0:1, 0:2, \(owned)] held [0:1, 0:2, \(held)]
      %c = convolution(%h, %w) {padding = [[1, 1]]} : f32[1, 3, 8] at [0:1, 0:3, \(owned)]
      output @y = %c
    }
    """
  }
}
