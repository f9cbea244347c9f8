/// A kernel in C: a translation unit that defines the function `GC_KERNEL`.
///
/// Equal texts are one kernel, however many steps call it.
struct NativeCode: Hashable, Sendable {
  /// The text; it may include the files of the C part.
  let source: String
}

/// A call of a kernel by all threads.
struct NativeCall: Hashable, Sendable {
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
  /// What runs before the calls, and need not run again while its operands stay as they are.
  var preparations: [NativeCall] = []
  /// The bytes that the calls share, from the start that the views said.
  var sharedScratch = 0
  /// The bytes that the preparations fill, from the start that the views said.
  var preparedByteCount = 0
  /// The operands whose memory the result may take over, element for element.
  var inPlaceOperands: [Int] = []
  /// The operands that the calls read in another form, which is made before the first run.
  var packings: [OperandPacking] = []
}

/// Weights in the order in which a kernel reads them, or transformed.
struct OperandPacking: Sendable {
  /// The operand of the step; its memory is that of the packed weights.
  let operand: Int
  /// The number of floats.
  var count = 0
  /// What packs them, part by part: the task's memory is the packed weights and the operand.
  var calls: [NativeCall] = []
}

/// Where packed weights are: an index into the task's memory, and a number of floats.
struct PackedPlace: Hashable, Sendable {
  let memory: Int
  let start: Int
}

extension NativeStep {
  /// Adds what packs a part of an operand: before the first run where its values are fixed, before the
  /// first block of a body where they are those of one of its inputs, else in front of the calls that
  /// follow; returns where `count` packed floats are.
  ///
  /// `call` returns the call that packs the weights of a view into a place.
  mutating func pack(
    _ weights: TensorView, count: Int, of step: StepViews,
    _ call: (_ from: TensorView, _ to: PackedPlace) -> NativeCall
  ) -> PackedPlace {
    if weights.isFixed {
      let source = TensorView(
        type: weights.type, box: weights.box, memory: 1, start: weights.start,
        strides: weights.strides)
      let operand = weights.memory - 1
      let known = packings.firstIndex { $0.operand == operand }
      if known == nil { packings.append(OperandPacking(operand: operand)) }
      let index = known ?? packings.count - 1
      let start = packings[index].count
      packings[index].calls.append(call(source, PackedPlace(memory: 0, start: start)))
      packings[index].count += (count + 15) / 16 * 16
      return PackedPlace(memory: weights.memory, start: start)
    }
    if let start = step.preparedStart, weights.memory != step.shared.memory {
      let place = PackedPlace(
        memory: step.shared.memory, start: (start + preparedByteCount) / 4)
      preparations.append(call(weights, place))
      preparedByteCount += Kernel.roundUp(count * 4)
      return place
    }
    let place = PackedPlace(
      memory: step.shared.memory, start: (step.shared.start + sharedScratch) / 4)
    calls.append(call(weights, place))
    sharedScratch += Kernel.roundUp(count * 4)
    return place
  }
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
  /// Where in the shared memory the step finds what it prepared in an earlier block, a multiple of 64;
  /// nil where it is no part of a body in blocks.
  var preparedStart: Int?
  /// The bytes that a block of a fused body may take.
  var blockByteCount = ChainLimits.standard.blockByteCount

  /// `true` iff all views have the given element type.
  func isAll(_ type: ElementType) -> Bool {
    result.elementType == type && operands.allSatisfy { $0.elementType == type }
  }
}

extension StepViews {
  /// The memory of a step of a program.
  ///
  /// `isFixed` holds for the operands whose values never change.
  init(_ signature: Signature, isFixed: (_ operand: Int) -> Bool) {
    let operands = signature.operands.enumerated().map { index, part in
      TensorView(part, memory: 1 + index, isFixed: isFixed(index))
    }
    self.init(
      operands: operands, result: TensorView(signature.result, memory: 0),
      shared: (memory: 1 + operands.count, start: 0), threads: signature.threads)
  }
}

/// An op whose code can read its first operand, an image, from several images whose channels follow
/// each other: `TensorView.sources`.
protocol JoinedImageReading: NativeLowerable {
  /// `true` iff `lower` takes images of these types as one.
  func readsJoinedImages(_ types: [TensorType]) -> Bool
}

/// An op that this backend has code for.
protocol NativeLowerable: Op {
  /// Returns code for a step whose result's box is not empty; nil where there is none for its types.
  ///
  /// The boxes of operands contain what the step reads; what else they hold has no influence.
  func lower(_ step: StepViews) -> NativeStep?
}
