import GraphIR
import ONNXMessages
import SwiftProtobuf

import struct Formats.FileBytes
import struct Formats.FormatError

/// A model in an ONNX file (https://onnx.ai/onnx/repo-docs/IR.html), with its weights still there.
public struct ONNXModel: Sendable {
  /// The path, as errors name it.
  public let path: String
  /// The message.
  package let message: ModelProto
  /// The elements of its tensors.
  let tensors: TensorReader

  /// Reads a model; weights stay in the file, which is mapped.
  public init(path: String) throws(Diagnostic) {
    do throws(FormatError) {
      try self.init(FileBytes(path: path))
    } catch {
      throw Diagnostic(error.message)
    }
  }

  /// Reads a model from memory; weights in other files are beside `name`.
  package init(bytes: [UInt8], name: String = "model.onnx") throws(Diagnostic) {
    do throws(FormatError) {
      try self.init(FileBytes(bytes, name: name))
    } catch {
      throw Diagnostic(error.message)
    }
  }

  /// A model of a message that has all its tensors.
  package init(message: ModelProto) {
    path = "model.onnx"
    self.message = message
    tensors = TensorReader(FileBytes([], name: path), folder: "")
  }

  private init(_ file: FileBytes) throws(FormatError) {
    path = file.name
    let content = withExtendedLifetime(file.owner) { WeightlessMessage.bytes(of: file.bytes) }
    guard let content, let message = try? ModelProto(serializedBytes: content) else {
      throw file.error("is no ONNX model: the file is damaged, cut short or of another format")
    }
    if !message.hasGraph {
      throw file.error("is no ONNX model: has no graph")
    }
    self.message = message
    let folder = file.name.lastIndex(of: "/").map { String(file.name[...$0]) } ?? ""
    tensors = TensorReader(file, folder: folder)
  }
}

extension ONNXModel {
  /// A length along a dimension of an input.
  public enum Extent: Hashable, Sendable {
    /// A number.
    case fixed(Int)
    /// A name for a number that the caller chooses; empty where there is none.
    case named(String)
  }

  /// An input that the caller supplies, or what is declared of an output.
  public struct Input: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The element type; nil where it is none of ours, or the input no tensor.
    public let elementType: ElementType?
    /// The lengths; nil where even their number is open.
    public let extents: [Extent]?
  }

  /// The inputs that are no initialisers, in order.
  public var inputs: [Input] {
    let given = Set(message.graph.initializer.map(\.name))
    return message.graph.input.filter { !given.contains($0.name) }.map(Input.init)
  }

  /// The names of the outputs, in order.
  public var outputs: [String] { message.graph.output.map(\.outputName) }

  /// What the model says of its outputs, in order.
  public var declaredOutputs: [Input] { message.graph.output.map(Input.init) }
}

extension ONNXModel.Input {
  /// What a model says of an input.
  init(_ info: ValueInfoProto) {
    name = info.name
    guard case .tensorType(let type) = info.type.value else {
      (elementType, extents) = (nil, nil)
      return
    }
    elementType = ElementType(onnx: Int(type.elemType))
    extents =
      type.hasShape
      ? type.shape.dim.map { dimension in
        if case .dimValue(let value) = dimension.value, value >= 0 { return .fixed(Int(value)) }
        return .named(dimension.dimParam)
      } : nil
  }

  /// The type where it is fixed; nil where a length is open.
  public var type: TensorType? {
    guard let elementType, let extents else { return nil }
    var lengths: [Int] = []
    for extent in extents {
      guard case .fixed(let length) = extent else { return nil }
      lengths.append(length)
    }
    return TensorType(elementType, lengths)
  }
}

extension ONNXModel.Input: CustomStringConvertible {
  /// The type as text IR spells it, with names for open lengths: `f32[N, 3, H, W]`.
  public var description: String {
    let lengths = extents.map { extents in
      extents.map { extent in
        switch extent {
        case .fixed(let length): "\(length)"
        case .named(let name): name.isEmpty ? "?" : name
        }
      }.joined(separator: ", ")
    }
    return "\(elementType?.rawValue ?? "no tensor")[\(lengths ?? "…")]"
  }
}
