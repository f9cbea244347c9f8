/// All ops that text can spell.
public enum AllOps {
  /// The list; a new op adds a line.
  public static let list: [any Op.Type] = [
    Input.self,
    Parameter.self,
    Constant.self,
    Fused.self,
    Pointwise.self,
    Convolution.self,
    TransposedConvolution.self,
    MaxPool.self,
    ArgMaxPool.self,
    AveragePool.self,
    Resize.self,
    Pad.self,
    CumulativeSum.self,
    Softmax.self,
    LogSoftmax.self,
    Slice.self,
    Concatenate.self,
    Reshape.self,
    Transpose.self,
    Broadcast.self,
    Contract.self,
    BlockSum.self,
    TreeSum.self,
    TreeRoots.self,
    TreeJoin.self,
    Reduce.self,
    PartialReduce.self,
    ArgReduce.self,
    ArgSort.self,
    Gather.self,
    GatherND.self,
    ScatterND.self,
    Take.self,
    Select.self,
    Compare.self,
    Cast.self,
    OneHot.self,
    Iota.self,
    Random.self,
    Exchange.self,
    Assemble.self,
  ]

  private static let table = Dictionary(uniqueKeysWithValues: list.map { ($0.mnemonic, $0) })

  /// Returns the op of a mnemonic, or of the name of a pointwise function.
  package static func make(
    _ mnemonic: String, _ attributes: Attribute, rank: Int
  ) throws(Diagnostic)
    -> any Op
  {
    if let type = table[mnemonic] { return try type.init(attributes: attributes, rank: rank) }
    guard ScalarFunction.named(mnemonic) != nil else {
      throw Diagnostic("unknown op '\(mnemonic)'" + suggestion(for: mnemonic))
    }
    let name = Attribute.Field(name: "function", value: .word(mnemonic))
    let plain = Attribute.Field(
      name: "parameters",
      value: .list(Pointwise(mnemonic).parameters.map { .float($0) }))
    let fields = attributes["parameters"] == nil ? attributes.fields + [plain] : attributes.fields
    return try Pointwise(attributes: .record(fields + [name]), rank: rank)
  }

  /// Returns the word that text has for an op.
  public static func spelling(_ op: any Op) -> String {
    (op as? Pointwise)?.function ?? op.mnemonic
  }

  /// `true` iff text has an op of the given spelling.
  package static func isSpelling(_ word: String) -> Bool {
    table[word] != nil || ScalarFunction.named(word) != nil
  }

  /// Returns the attributes that text has in braces.
  package static func attributes(_ op: any Op, rank: Int) -> Attribute {
    guard let pointwise = op as? Pointwise else { return op.attributes(rank: rank) }
    if pointwise == Pointwise(pointwise.function) { return .record([]) }
    let values = Attribute.list(pointwise.parameters.map { .float($0) })
    return .record([.init(name: "parameters", value: values)])
  }

  /// Returns `, did you mean 'x'?` for the nearest spelling, where one is near.
  private static func suggestion(for word: String) -> String {
    let words = list.map { $0.mnemonic } + ScalarFunction.all.map(\.name)
    let near = words.map { ($0, editDistance($0, word)) }.min { $0.1 < $1.1 }
    guard let near, near.1 <= 2 else { return "" }
    return ", did you mean '\(near.0)'?"
  }
}

/// Returns the number of insertions, deletions and replacements between two words (Levenshtein).
package func editDistance(_ left: String, _ right: String) -> Int {
  let (a, b) = (Array(left), Array(right))
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let substitution = diagonal + (a[i] == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
