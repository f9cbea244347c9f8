import Formats
import NDArrays
import Testing

@Suite struct `files of real networks and patients` {
  @Test func `are read, and agree where two formats hold the same`() throws {
    guard let cases = realCases() else {
      print("skipped: no ../shared/cases")
      return
    }
    for (name, files) in cases {
      for file in files {
        for item in try TensorFile.read(path: file) {
          #expect(item.array.count > 0, "\(file) \(item.name)")
        }
      }
      guard name == "deepbrain_unet3d" else { continue }
      let folder = String(files[0].dropLast(files[0].split(separator: "/").last?.count ?? 0))
      let volume = try NIfTI.read(path: folder + "input.nii.gz")
      let network = try NPY.read(path: folder + "input.npy")
      let scaled = NDArray(
        .f32, network.extents, volume.array.asDoubles().map { Double(Float($0) / 255) })
      #expect(Comparison(scaled, to: network).maxAbsolute < 1e-6)
      let labels = try NIfTI.read(path: folder + "expected_mask.nii.gz")
      let probability = try NPY.read(path: folder + "expected.npy").asDoubles()
      #expect(labels.array.asDoubles() == probability.map { $0 > 0.5 ? 1 : 0 })
    }
  }

  /// Returns the readable files of each case beside the package; nil where there are none.
  private func realCases() -> [(name: String, files: [String])]? {
    let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    let path = root.joined(separator: "/") + "/../shared/cases"
    let folders = fileNames(in: path)
    if folders.isEmpty { return nil }
    return folders.map { folder in
      let files = fileNames(in: "\(path)/\(folder)").filter {
        (try? TensorFile.Format(path: $0)) != nil
      }
      return (folder, files.map { "\(path)/\(folder)/\($0)" })
    }
  }
}
