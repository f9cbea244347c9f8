/// Which buffers of a program lie channels-last: the images between ops on windows.
///
/// A value that is read by nothing but the caller, or whose memory a reshape shares, stays row-major.
enum LayoutChoice {
  /// Orders the buffers of a program.
  static func apply(to program: inout Program) {
    let isImage = images(program)
    for index in program.buffers.indices where isImage[index] {
      program.order(
        index, as: BoxLayout.channelsLast(rank: program.buffers[index].type.rank))
    }
    // An exchange that shares memory with its operand lies as that.
    for (index, buffer) in program.buffers.enumerated() {
      if case .alias(let root) = buffer.kind, program.graph[buffer.value].op is Exchange {
        program.order(index, as: program.buffers[root].order)
      }
    }
  }

  /// Returns which buffers are images that lie channels-last.
  private static func images(_ program: Program) -> [Bool] {
    let buffers = program.buffers
    var isImage = buffers.map { _ in false }
    var isFixed = buffers.map { buffer in
      buffer.kind != .computed || buffer.type.rank < 3 || buffer.type.elementType != .f32
        || buffer.type.extents[1] == 1
    }
    for buffer in buffers {
      if case .alias(let root) = buffer.kind, !(program.graph[buffer.value].op is Exchange) {
        isFixed[root] = true
      }
    }
    var isRead = buffers.map { _ in false }
    for step in program.steps { for operand in step.operands { isRead[operand] = true } }
    for step in program.steps {
      let op = program.graph[step.node].op
      let isWindowed = readsWindows(op)
      if isWindowed {
        for operand in step.operands where !isFixed[operand] { isImage[operand] = true }
      }
      let follows =
        isWindowed || keepsChannels(op) && step.operands.contains { isImage[$0] }
      if follows, !isFixed[step.result], isRead[step.result] { isImage[step.result] = true }
    }
    // What is computed element by element for an op on windows lies as that reads it.
    for step in program.steps.reversed() where isImage[step.result] {
      guard keepsChannels(program.graph[step.node].op) else { continue }
      for operand in step.operands where !isFixed[operand] { isImage[operand] = true }
    }
    return isImage
  }

  /// `true` iff an op reads windows of images.
  private static func readsWindows(_ op: any Op) -> Bool {
    switch op {
    case is Convolution, is TransposedConvolution, is MaxPool, is AveragePool, is Resize: true
    case let fused as Fused: fused.body.nodes.contains { readsWindows($0.op) }
    default: false
    }
  }

  /// `true` iff an op works on the elements of images wherever their channels lie.
  private static func keepsChannels(_ op: any Op) -> Bool {
    switch op {
    case is Pointwise, is Concatenate, is Pad, is Slice, is Select, is Exchange, is Assemble: true
    case let fused as Fused: fused.body.nodes.allSatisfy { $0.op is Input || keepsChannels($0.op) }
    default: false
    }
  }
}
