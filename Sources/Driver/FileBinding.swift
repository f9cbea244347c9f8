/// A `--input` or `--output` argument: `[name=]FILE[,option=value…]`.
public struct FileBinding: Equatable, Sendable {
  /// The name of the input or output; nil where the argument leaves it out, and where what stands
  /// before the `=` may be part of a path, which the names of the model decide.
  public let name: String?
  /// The path, or a pattern such as `dir/*.nii.gz`.
  public let path: String
  /// The options behind the path, in order.
  public let options: [Option]

  /// An option such as `scale=1/255`; a flag has an empty value.
  public struct Option: Equatable, Sendable {
    /// What stands before the `=`.
    let key: String
    /// What stands behind it.
    let value: String
  }

  /// Splits an argument; `known` are the options that may stand behind the path.
  public init(_ argument: String, options known: [String]) throws(Failure) {
    var parts = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    var options: [Option] = []
    while parts.count > 1, let last = parts.last {
      let sides = last.split(separator: "=", maxSplits: 1).map(String.init)
      guard let key = sides.first, known.contains(key) else {
        if Files.exists(parts.joined(separator: ",")) { break }
        throw Failure(
          "'\(argument)': unknown option '\(last)', expected one of \(known.joined(separator: ", "))"
        )
      }
      options.insert(Option(key: key, value: sides.count > 1 ? sides[1] : ""), at: 0)
      parts.removeLast()
    }
    let target = parts.joined(separator: ",")
    self.options = options
    let sides = target.split(separator: "=", maxSplits: 1).map(String.init)
    if sides.count == 2, !sides[0].contains("/"), !Files.exists(target) {
      name = sides[0]
      path = sides[1]
    } else {
      name = nil
      path = target
    }
    if path.isEmpty { throw Failure("'\(argument)': no file is named") }
  }

  /// The number of an option; nil where it is not given.
  func number(_ key: String) throws(Failure) -> Double? {
    guard let option = options.first(where: { $0.key == key }) else { return nil }
    guard let value = Decimals.parse(option.value) else {
      throw Failure(
        "'\(path)': \(key) is '\(option.value)', expected a number such as 0.5 or 1/255")
    }
    return value
  }

  /// `true` iff a flag is given.
  func has(_ key: String) -> Bool { options.contains { $0.key == key } }

  /// Returns the same binding to another file.
  func with(path: String) -> FileBinding { FileBinding(name: name, path: path, options: options) }

  /// Returns the binding with the name that the argument begins with, of those that are known: one
  /// such as `/model/out` or `a=b` is told from a path in no other way.
  private func naming(oneOf names: [String]) -> FileBinding {
    let target = (name.map { "\($0)=" } ?? "") + path
    guard !names.contains(where: { $0 == name }), !Files.exists(target),
      let known = names.first(where: { target.hasPrefix("\($0)=") && target.count > $0.count + 1 })
    else { return self }
    return FileBinding(
      name: known, path: String(target.dropFirst(known.count + 1)), options: options)
  }

  /// A binding of given parts.
  private init(name: String?, path: String, options: [Option]) {
    self.name = name
    self.path = path
    self.options = options
  }
}

extension FileBinding {
  /// What may stand behind an input's path.
  public static let inputOptions = ["scale", "offset", "luma"]
  /// What may stand behind an output's path.
  public static let outputOptions = ["threshold"]

  /// Gives each binding a name: its own, else the first that is left.
  static func assign(_ bindings: [FileBinding], to names: [String], _ kind: String)
    throws(Failure) -> [(name: String, binding: FileBinding)]
  {
    let bindings = bindings.map { $0.naming(oneOf: names) }
    var left = names
    for binding in bindings {
      guard let name = binding.name else { continue }
      guard names.contains(name) else {
        throw Failure(
          "the model has no \(kind) '\(name)', expected one of \(names.joined(separator: ", "))")
      }
      left.removeAll { $0 == name }
    }
    var assigned: [(name: String, binding: FileBinding)] = []
    for binding in bindings {
      if let name = binding.name {
        assigned.append((name, binding))
      } else if left.isEmpty {
        throw Failure("'\(binding.path)': the model has only \(names.count) \(kind)s")
      } else {
        assigned.append((left.removeFirst(), binding))
      }
    }
    return assigned
  }
}
