import GraphIR
import NDArrays
import ONNXMessages
import SwiftProtobuf

import struct Formats.FileBytes
import struct Formats.FormatError

/// One tensor in a file of its own, as the backend tests of the onnx package have them.
public enum ONNXTensorFile {
  /// Returns the tensor in a file.
  public static func read(path: String) throws(Diagnostic) -> NDArray {
    do throws(FormatError) {
      let file = try FileBytes(path: path)
      let content = withExtendedLifetime(file.owner) {
        WeightlessMessage.bytes(ofTensor: file.bytes)
      }
      guard let content, let tensor = try? TensorProto(serializedBytes: content) else {
        throw file.error("is no tensor of ONNX's format")
      }
      return try TensorReader(file, folder: "").array(tensor)
    } catch {
      throw Diagnostic(error.message)
    }
  }
}
