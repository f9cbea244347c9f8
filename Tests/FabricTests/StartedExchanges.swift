import GraphIR

/// A convolution of width 3 over 8 columns on two ranks, by hand: the interior is computed while the
/// halo travels, then the rim, and both are assembled.
enum StartedExchanges {
  static let ranks = [
    rank(
      0, owned: "0:4", held: "0:5", interior: "0:3", rim: "3:4", peer: 1, sent: "[3, 4]",
      received: "[4, 5]"),
    rank(
      1, owned: "4:8", held: "3:8", interior: "5:8", rim: "4:5", peer: 0, sent: "[4, 5]",
      received: "[3, 4]"),
  ]

  /// The text of one rank; columns as `lower:upper`, messages as bounds.
  private static func rank(
    _ rank: Int, owned: String, held: String, interior: String, rim: String, peer: Int,
    sent: String, received: String
  ) -> String {
    """
    graph @net mesh [w = 2] rank \(rank) {
      %x = input @x : f32[1, 2, 8] at [0:1, 0:2, \(owned)]
      %w = parameter @w : f32[3, 2, 3]
      %a = relu(%x) : f32[1, 2, 8] at [0:1, 0:2, \(owned)]
      %s = exchange(%a) {phase = start} : f32[1, 2, 8] at [0:1, 0:2, \(owned)]
      %i = convolution(%s, %w) {padding = [[1, 1]]} : f32[1, 3, 8] at [0:1, 0:3, \(owned)] held [0:1, 0:3, \(interior)]
      %j = relu(%i) : f32[1, 3, 8] at [0:1, 0:3, \(owned)] held [0:1, 0:3, \(interior)]
      %h = exchange(%s) {phase = finish, sends = [{rank = \(peer), box = [[0, 1], [0, 2], \(sent)]}], receives = [{rank = \(peer), box = [[0, 1], [0, 2], \(received)]}]} : f32[1, 2, 8] at [0:1, 0:2, \(owned)] held [0:1, 0:2, \(held)]
      %k = convolution(%h, %w) {padding = [[1, 1]]} : f32[1, 3, 8] at [0:1, 0:3, \(owned)] held [0:1, 0:3, \(rim)]
      %l = relu(%k) : f32[1, 3, 8] at [0:1, 0:3, \(owned)] held [0:1, 0:3, \(rim)]
      %c = assemble(%j, %l) : f32[1, 3, 8] at [0:1, 0:3, \(owned)]
      output @y = %c
    }
    """
  }

  static let whole = """
    graph @net {
      %x = input @x : f32[1, 2, 8]
      %w = parameter @w : f32[3, 2, 3]
      %a = relu(%x) : f32[1, 2, 8]
      %c = convolution(%a, %w) {padding = [[1, 1]]} : f32[1, 3, 8]
      %y = relu(%c) : f32[1, 3, 8]
      output @y = %y
    }
    """
}
