import Foundation
import Testing

@Suite struct `an installation` {
  /// The folder that an installation was made in before; nil to make one from what is built.
  static let given = ProcessInfo.processInfo.environment["GRAPHC_INSTALLED"]

  /// Returns a workspace with an installation in the folder `moved`, where it was not installed.
  private func installed() throws -> Workspace {
    let folder = try Workspace(["m.swift": Models.edges], hasKernels: false)
    let source: String
    if let given = Self.given {
      source =
        URL(
          filePath: given, relativeTo: URL(filePath: Products.package, directoryHint: .isDirectory)
        ).path
    } else {
      source = folder["prefix"]
      let script = "\(Products.package)/Scripts/install.sh"
      try folder.shell("sh '\(script)' --built prefix").check(code: 0, [])
    }
    try folder.shell("cp -r '\(source)' moved && rm -rf prefix").check(code: 0, [])
    try folder.write((0..<35).map { Double($0) }, [5, 7], to: "x.npy")
    return folder
  }

  @Test func `works in another folder, with the checkout out of reach`() throws {
    let folder = try installed()
    let run = "moved/bin/graphc run m.swift -i x.npy -o y.npy"
    try folder.shell(run).check(code: 0, [])
    #expect(try folder.array("y.npy").extents == [1, 2, 5, 7])
    // An empty file system over the checkout; not every machine lets a user mount one.
    let hidden =
      "mount -t tmpfs none '\(Products.package)' && ! test -e '\(Products.package)/Sources'"
    if try folder.shell("unshare -rm sh -c \"\(hidden)\"").code != 0 {
      print("skipped: cannot hide the checkout")
      return
    }
    let outcome = try folder.shell("unshare -rm sh -c \"\(hidden) && \(run) --no-cache\"")
    outcome.check(code: 0, [])
  }

  @Test func `needs no run time of Swift where it is static`() throws {
    let folder = try installed()
    let libraries = try folder.shell("ldd moved/bin/graphc").output
    #expect(libraries.contains("libc.so"))
    if Self.given != nil { #expect(!libraries.contains("libswift"), "\(libraries)") }
    let frontend = try folder.shell("ldd moved/lib/graphc/libFrontend.so").output
    #expect(!frontend.contains(Products.package), "\(frontend)")
  }
}
