import GraphIR
import NDArrays
import ONNXMessages

import struct Formats.FormatError

/// The initialisers of a model that are parameters of its graph: read when asked for, one at a
/// time.
public struct ONNXWeights: Sendable {
  private let reader: TensorReader
  private var tensors: [String: TensorProto] = [:]

  /// No weights, in a model's file.
  init(_ reader: TensorReader) { self.reader = reader }

  /// Enters an initialiser under the name of its parameter.
  mutating func enter(_ name: String, _ tensor: TensorProto) { tensors[name] = tensor }

  /// `true` iff a parameter of that name exists.
  func contains(_ name: String) -> Bool { tensors[name] != nil }

  /// Returns the value of a parameter, borrowed from the file where it lies there aligned; throws
  /// where the file does not hold it.
  ///
  /// - Requires: the graph has such a parameter.
  public func array(_ name: String) throws(Diagnostic) -> NDArray {
    guard let tensor = tensors[name] else { preconditionFailure("no weight '\(name)'") }
    do throws(FormatError) {
      return try reader.array(tensor)
    } catch {
      throw Diagnostic("\(reader.path): \(error.message)")
    }
  }
}
