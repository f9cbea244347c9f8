/// The templates of direct convolutions.
enum DirectForm {
  /// Row by row of the result, `direct.h`: vectors of channels.
  case rows
  /// Pixels of several rows together, `gathered.h`: vectors of channels.
  case gathered
  /// Row by row, `few.h`: vectors of pixels.
  case few

  /// The form for a step. Which element is in which box never changes the order of its sum: that of
  /// `few` is another one, but depends on the op alone; `rows` and `gathered` have one.
  init(_ step: ConvolutionStep) {
    let columns = step.axes[2]
    let outputs = step.outputsPerGroup
    let isUniform =
      step.isTransposed
      ? columns.dilation == 1 && columns.taps % columns.stride == 0 : columns.stride == 1
    let sums = outputs * (step.isTransposed ? columns.stride : 1)
    if step.groups == 1 && isUniform && outputs <= 4 && sums <= 16 {
      self = .few
      return
    }
    let pixels = columns.result / (step.isTransposed ? columns.stride : 1)
    let weights = step.taps * step.inputsPerGroup * outputs * step.groups
    self = pixels < 4 || pixels <= 8 && weights >= 1 << 22 ? .gathered : .rows
  }

  /// The file of the template.
  var file: String {
    switch self {
    case .rows: "direct.h"
    case .gathered: "gathered.h"
    case .few: "few.h"
    }
  }
}
