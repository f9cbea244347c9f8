import Frontend
import GraphIR

extension OperatorCall {
  /// Returns a tensor whose pairs of numbers are turned by angles that depend on the position (Su
  /// et al., 2021).
  func rotaryEmbedding() throws(Diagnostic) -> Tensor {
    let x = try operand(0)
    let isPacked = x.rank == 3
    let heads = try inHeads(x, int("num_heads"), "tokens")
    let width = heads.extents[3]
    let given = int("rotary_embedding_dim", 0)
    let turned = given == 0 ? width : given
    if !(0...width).contains(turned) || turned % 2 != 0 {
      throw Diagnostic("\(turned) numbers of \(width) are turned, expected an even number of them")
    }
    let cosines = try angles(1, heads, turned / 2)
    let sines = try angles(2, heads, turned / 2)
    let isInterleaved = flag("interleaved")
    let part = heads.slice(axis: 3, 0..<turned)
    let pairs =
      isInterleaved
      ? [part.slice(axis: 3, from: 0, step: 2), part.slice(axis: 3, from: 1, step: 2)]
      : [part.slice(axis: 3, 0..<turned / 2), part.slice(axis: 3, turned / 2..<turned)]
    let real = pairs[0] * cosines - pairs[1] * sines
    let imaginary = pairs[0] * sines + pairs[1] * cosines
    let result =
      isInterleaved
      ? concatenate([real.unsqueeze(axis: -1), imaginary.unsqueeze(axis: -1)], axis: 4)
        .reshape(part.extents)
      : concatenate([real, imaginary], axis: 3)
    let whole =
      turned == width
      ? result : concatenate([result, heads.slice(axis: 3, turned..<width)], axis: 3)
    return isPacked ? whole.transpose([0, 2, 1, 3]).reshape(x.extents) : whole
  }

  /// Returns the cosines or sines for each position, [N, 1, S, count].
  private func angles(_ position: Int, _ x: Tensor, _ count: Int) throws(Diagnostic) -> Tensor {
    var table = try operand(position)
    if let positions = optional(3) {
      if table.rank != 2 || positions.rank != 2 {
        throw Diagnostic(
          "operand \(position) is \(table.type) with positions \(positions.type), expected two "
            + "dimensions each")
      }
      table = table.gather(positions, axis: 0)
    }
    if table.rank != 3 || table.extents[2] != count || table.extents[1] != x.extents[2] {
      throw Diagnostic(
        "operand \(position) is \(table.type), expected \(count) numbers for each of "
          + "\(x.extents[2]) positions")
    }
    return table.unsqueeze(axis: 1)
  }
}
