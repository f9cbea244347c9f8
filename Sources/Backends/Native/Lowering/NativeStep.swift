/// A kernel in C: a translation unit that defines the function `GC_KERNEL`.
///
/// Equal texts are one kernel, however many steps call it.
struct NativeCode: Hashable, Sendable {
  /// The text; it may include the files of the C part.
  let source: String
}

/// A call of a kernel by all threads.
struct NativeCall: Sendable {
  /// What is called.
  let code: NativeCode
  /// What the kernel finds in `task->arguments`.
  let arguments: [Int64]
  /// The bytes of working memory that each thread needs.
  var scratchPerThread = 0
}

/// Code for a step: calls that run one after the other.
struct NativeStep: Sendable {
  /// The calls; all shares of one are done before the next one starts.
  var calls: [NativeCall]
  /// The bytes that the calls share, from the start that the views said.
  var sharedScratch = 0
  /// The operands whose memory the result may take over, element for element.
  var inPlaceOperands: [Int] = []
}

/// The memory of a step: index 0 is the result's, 1 + i that of operand i, and then the shared one.
struct StepViews: Sendable {
  /// The operands.
  let operands: [TensorView]
  /// The result, whose box is not empty.
  let result: TensorView
  /// The working memory that the calls share: the base address as an index, and a byte offset that is
  /// a multiple of 64.
  let shared: (memory: Int, start: Int)
  /// The number of threads.
  let threads: Int

  /// `true` iff all views have the given element type.
  func isAll(_ type: ElementType) -> Bool {
    result.elementType == type && operands.allSatisfy { $0.elementType == type }
  }
}

extension StepViews {
  /// The memory of a step of a program.
  init(_ signature: Signature) {
    let operands = signature.operands.enumerated().map { TensorView($1, memory: 1 + $0) }
    self.init(
      operands: operands, result: TensorView(signature.result, memory: 0),
      shared: (memory: 1 + operands.count, start: 0), threads: signature.threads)
  }
}

/// An op that this backend has code for.
protocol NativeLowerable: Op {
  /// Returns code for a step whose result's box is not empty; nil where there is none for its types.
  ///
  /// The boxes of operands contain what the step reads; what else they hold has no influence.
  func lower(_ step: StepViews) -> NativeStep?
}
