/// The names in the graph that a model file is building.
package struct NameTable {
  /// A scope that is open.
  private struct Scope {
    /// What stands in front of the names in it.
    let name: String
    /// `true` iff its parameters may exist already.
    let isSharing: Bool
    /// How often each default name was asked for.
    var counts: [String: Int] = [:]
  }

  /// The open scopes, outermost first; the first is the model.
  private var scopes = [Scope(name: "", isSharing: false)]
  /// The parameters by their whole names, with the place that made them.
  private(set) var parameters: [String: (tensor: Tensor, site: Site?)] = [:]

  /// Returns a name with those of the open scopes in front: `encoder.0.conv1`.
  package func qualified(_ name: String) -> String {
    (scopes.dropFirst().map(\.name) + [name]).joined(separator: ".")
  }

  /// Returns a default name that is new in the open scope: `convolution`, `convolution_1`, ….
  package mutating func fresh(_ base: String) -> String {
    let scope = scopes.count - 1
    let count = scopes[scope].counts[base, default: 0]
    scopes[scope].counts[base] = count + 1
    return count == 0 ? base : "\(base)_\(count)"
  }

  /// Opens a scope; where `isSharing`, also inside of it, a parameter that exists is used again.
  package mutating func open(_ name: String, isSharing: Bool) {
    scopes.append(Scope(name: name, isSharing: isSharing || self.isSharing))
  }

  /// Closes the innermost scope.
  package mutating func close() { scopes.removeLast() }

  /// `true` iff a parameter that exists may be asked for again.
  var isSharing: Bool { scopes[scopes.count - 1].isSharing }

  /// Enters a parameter under its whole name.
  mutating func enter(_ name: String, _ tensor: Tensor, at site: Site?) {
    parameters[name] = (tensor, site)
  }
}

extension GraphBuilder {
  /// Returns a new parameter, named by the open scopes; records a diagnostic where the name is
  /// taken, unless the scope shares its parameters.
  package func parameter(
    _ name: String, _ type: TensorType, _ initializer: Initializer
  ) -> Tensor {
    let path = names.qualified(name)
    if let earlier = names.parameters[path] {
      if names.isSharing && earlier.tensor.type == type { return earlier.tensor }
      let found =
        names.isSharing
        ? "is \(type) here, expected \(earlier.tensor.type)" : "exists, expected a new name"
      report(
        Diagnostic(
          "parameter '\(path)' \(found)", notes: [.init("first created here", at: earlier.site)]))
      return Tensor(self, nil, type)
    }
    let tensor = append(
      Parameter(name: path, type: type, initializer: initializer), [], name: path, presuming: type)
    names.enter(path, tensor, at: currentSite)
    return tensor
  }
}
