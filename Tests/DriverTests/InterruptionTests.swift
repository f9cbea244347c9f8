import Foundation
import Testing

@Suite struct `an interruption` {
  /// A graph that takes minutes by definition.
  static let slow = """
    graph @slow {
      %x = random() {type = {elementType = f32, extents = [1, 64, 256, 256]}, name = x} : f32[1, 64, 256, 256]
      %w = parameter @w : f32[64, 64, 3, 3]
      %y = convolution(%x, %w) : f32[1, 64, 254, 254]
      output @y = %y
    }

    """

  /// A graph whose result takes a while to compress.
  static let large = """
    graph @large {
      %x = random() {type = {elementType = f32, extents = [256, 256, 128]}, name = x} : f32[256, 256, 128]
      output @x = %x
    }

    """

  @Test(arguments: [SIGINT, SIGTERM])
  func `of a run ends it with 130 and leaves nothing`(_ signal: Int32) throws {
    let folder = try Workspace(["slow.gir": Self.slow])
    let program = try folder.started(
      Products.graphc, ["run", "slow.gir", "--backend", "reference", "-o", "y.npy"])
    usleep(700_000)
    #expect(program.isRunning)
    program.send(signal)
    let outcome = program.outcome(timeLimit: 10)
    outcome.check(code: 130, ["error: interrupted"])
    #expect(folder.names == ["slow.gir"])
  }

  @Test func `of a compilation ends the compiler, too`() throws {
    let folder = try Workspace([
      "m.swift": Models.edges,
      "bin/swiftc": "#!/bin/sh\nsleep 1000 &\necho $! > child\nwait\n",
    ])
    try folder.shell("chmod +x bin/swiftc")
    let program = try folder.started(
      Products.graphc, ["compile", "m.swift", "-o", "p.graphc"],
      ["PATH": folder["bin"] + ":/usr/bin:/bin"])
    #expect(wait { (try? folder.text("child"))?.hasSuffix("\n") ?? false })
    program.send(SIGINT)
    program.outcome(timeLimit: 10).check(code: 130, ["error: interrupted"])
    let child = try #require(Int32(folder.text("child").dropLast()))
    #expect(wait { kill(child, 0) != 0 }, "the compiler's child still runs")
    #expect(folder.names == ["bin", "bin/swiftc", "child", "m.swift"] && folder.temporaries == [])
  }

  @Test func `of a model that runs ends it`() throws {
    let folder = try Workspace([
      "m.swift": """
      import Frontend
      import Glibc
      let file = fopen("child", "w")
      fputs("\\(getpid())\\n", file)
      fclose(file)
      while true {}

      """
    ])
    let program = try folder.started(Products.graphc, ["compile", "m.swift"])
    #expect(wait { (try? folder.text("child"))?.hasSuffix("\n") ?? false })
    program.send(SIGINT)
    program.outcome(timeLimit: 10).check(code: 130, ["error: interrupted"])
    let child = try #require(Int32(folder.text("child").dropLast()))
    #expect(wait { kill(child, 0) != 0 }, "the model still runs")
    #expect(folder.names == ["child", "m.swift"] && folder.temporaries == [])
  }

  @Test func `of a file that becomes shorter names it`() throws {
    let folder = try Workspace([
      "m.gir": """
      graph @m {
        %x = input @x : f32[1, 64, 2, 2]
        %w = parameter @w : f32[64, 64, 3, 3]
        %y = convolution(%x, %w) {padding = [[1, 1], [1, 1]]} : f32[1, 64, 2, 2]
        output @y = %y
      }

      """
    ])
    try folder.writeTensors([("w", [64, 64, 3, 3])], to: "w.safetensors")
    // The second run finds no weights any longer.
    try folder.shell(
      """
      mkfifo in
      "$graphc" bench m.gir --backend reference --weights w.safetensors --interactive <in >out &
      exec 3>in
      echo >&3
      until grep -q ms out; do sleep 0.05; done
      truncate -s 8 w.safetensors
      echo >&3
      wait $!
      """
    ).check(code: 1, ["error: 'w.safetensors' became shorter while it was read; run it again"])
  }

  @Test(arguments: [SIGINT, SIGKILL])
  func `while a file is written leaves the one that was there`(_ signal: Int32) throws {
    let folder = try Workspace(["large.gir": Self.large, "y.nii.gz": "old"])
    let program = try folder.started(Products.graphc, ["run", "large.gir", "-o", "y.nii.gz"])
    #expect(wait(60) { folder.names.count > 2 || !program.isRunning })
    program.send(signal)
    #expect(program.outcome(timeLimit: 10).code == (signal == SIGINT ? 130 : 128 + SIGKILL))
    #expect(try folder.text("y.nii.gz") == "old")
    #expect(folder.names.count == (signal == SIGINT ? 2 : 3))
  }
}
