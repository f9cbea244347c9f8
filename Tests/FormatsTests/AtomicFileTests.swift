import Formats
import Glibc
import NDArrays
import Testing

@Suite struct `writing a file` {
  @Test func `leaves the old content and no other file where it fails`() throws {
    let folder = TemporaryFolder()
    try AtomicFile.write(folder["x"]) { (file) throws(FormatError) in try file.write([1, 2]) }
    expectError("stop") { () throws(FormatError) in
      try AtomicFile.write(folder["x"]) { (file) throws(FormatError) in
        try file.write([3])
        throw FormatError("stop")
      }
    }
    #expect(try content(folder["x"]) == [1, 2])
    #expect(folder.names == ["x"])
  }

  @Test func `shows nothing under the name until it is complete`() throws {
    let folder = TemporaryFolder()
    try AtomicFile.write(folder["x"]) { (file) throws(FormatError) in
      try file.write([1])
      #expect(folder.names.count == 1 && folder.names != ["x"])
    }
    #expect(folder.names == ["x"])
  }

  @Test func `keeps the permissions of the file and follows links`() throws {
    let folder = TemporaryFolder()
    try AtomicFile.write(folder["x"]) { (file) throws(FormatError) in try file.write([1]) }
    chmod(folder["x"], 0o640)
    symlink(folder["x"], folder["link"])
    try AtomicFile.write(folder["link"]) { (file) throws(FormatError) in try file.write([2]) }
    #expect(try content(folder["x"]) == [2])
    var status = stat()
    stat(folder["x"], &status)
    #expect(status.st_mode & 0o777 == 0o640)
    lstat(folder["link"], &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func `goes in place where the path is no regular file`() throws {
    let folder = TemporaryFolder()
    mkfifo(folder["pipe"], 0o600)
    let reader = open(folder["pipe"], O_RDONLY | O_NONBLOCK)
    try NPY.write(NDArray(.u8, [3], [1, 2, 3]), to: folder["pipe"])
    var buffer = [UInt8](repeating: 0, count: 1000)
    let count = read(reader, &buffer, buffer.count)
    close(reader)
    #expect(try NPY.read(bytes: Array(buffer[..<count])) == NDArray(.u8, [3], [1, 2, 3]))
    #expect(folder.names == ["pipe"])
  }

  @Test(arguments: ["npy", "npz", "nii", "nii.gz", "png", "safetensors"])
  func `of any format names the path and the reason where it cannot`(_ format: String) throws {
    let folder = TemporaryFolder()
    let item = TensorFile.Item(name: "x", array: sample(.u8, [1, 300, 300]))
    expectError("cannot write '\(folder["no/x"]).\(format)': no such file or directory") {
      () throws(FormatError) in
      try TensorFile.write([item], to: folder["no/x"] + ".\(format)")
    }
    symlink("/dev/full", folder["full.\(format)"])
    expectError("cannot write '\(folder["full"]).\(format)': no space left on device") {
      () throws(FormatError) in
      try TensorFile.write([item], to: folder["full"] + ".\(format)")
    }
  }

  @Test func `onto a folder is refused`() {
    expectError("cannot write '/tmp': is a directory") { () throws(FormatError) in
      try AtomicFile.write("/tmp") { (file) throws(FormatError) in try file.write([1]) }
    }
  }
}

@Suite struct `reading a file` {
  @Test func `names the path and the reason where it cannot`() {
    for (path, reason) in [
      ("/tmp/absent/x.npy", "no such file or directory"), ("/tmp", "is a directory"),
      ("/dev/zero", "a device, expected a file or a pipe"),
    ] {
      expectError("cannot read '\(path)': \(reason)") { () throws(FormatError) in
        _ = try NPY.read(path: path)
      }
    }
  }

  @Test func `takes a pipe`() throws {
    let folder = TemporaryFolder()
    let array = NDArray(.u8, [3], [1, 2, 3])
    try NPY.write(array, to: folder["x.npy"])
    let pipe = try #require(popen("cat \(folder["x.npy"])", "r"))
    defer { pclose(pipe) }
    #expect(try NPY.read(path: "/dev/fd/\(fileno(pipe))") == array)
  }

  @Test func `of a kind that is not known lists those that are`() {
    expectError("'x.jpg'", ".npy .npz .nii .nii.gz .png .safetensors") {
      () throws(FormatError) in
      _ = try TensorFile.read(path: "x.jpg")
    }
  }

  @Test func `finds the format by the end of the name in any case`() throws {
    #expect(try TensorFile.Format(path: "a.b/x.NII.GZ") == .compressedNIfTI)
    #expect(try TensorFile.Format(path: "x.nii") == .nifti)
  }
}
