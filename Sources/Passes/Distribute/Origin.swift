import GraphIR

/// Why one mesh axis splits a value as it does, as text behind `because`.
enum Origin: Hashable {
  /// `w is cut at 64`: the user, or the choice of even parts.
  case cut(_ axis: String, at: String)
  /// `w of %x`: as another value is split.
  case follows(_ value: String, _ axis: String)

  /// What stands between the origins of several axes.
  static let separator = "; "

  /// The origins of all axes that a text lists; what is no origin is left out.
  static func all(in text: String) -> [Origin] {
    text.split(separator: ";").compactMap { part in
      let words = part.split(separator: " ", maxSplits: 4)
      if words.count == 3 && words[1] == "of" && words[2].hasPrefix("%") {
        return .follows(String(words[2].dropFirst()), String(words[0]))
      }
      if words.count == 5 && words[1...3].elementsEqual(["is", "cut", "at"]) {
        return .cut(String(words[0]), at: String(words[4]))
      }
      return nil
    }
  }

  /// The axis that is split.
  var axis: String {
    switch self {
    case .cut(let axis, _), .follows(_, let axis): axis
    }
  }
}

extension Origin: CustomStringConvertible {
  /// The origin as placements spell it.
  var description: String {
    switch self {
    case .cut(let axis, let positions): "\(axis) is cut at \(positions)"
    case .follows(let value, let axis): "\(axis) of %\(value)"
    }
  }
}

extension Graph {
  /// Returns a name for each value: its own, or else one made of what it is: `relu_1`.
  ///
  /// Unlike the numbers of text, these names stay when nodes are added.
  func telltaleNames() -> [String] {
    let names = valueNames()
    var taken = Set(names)
    var counts: [String: Int] = [:]
    return zip(nodes, names).map { node, name in
      if name.contains(where: { !$0.isNumber }) { return name }
      let base = node.telltaleName
      var fresh: String
      repeat {
        let count = counts[base, default: 0]
        counts[base] = count + 1
        fresh = count == 0 ? base : "\(base)_\(count)"
      } while !taken.insert(fresh).inserted
      return fresh
    }
  }
}

extension Node {
  /// The spelling of the op; for several as one step, the last that has a name and the last of all:
  /// `encoder.0.conv1.relu`.
  fileprivate var telltaleName: String {
    guard let body = (op as? Fused)?.body, let last = body.outputs.first.map({ body[$0.value] })
    else { return AllOps.spelling(op) }
    let named = body.nodes.last { $0.name != nil && !($0.op is Input) }?.name
    return (named.map { $0 + "." } ?? "") + AllOps.spelling(last.op)
  }
}
