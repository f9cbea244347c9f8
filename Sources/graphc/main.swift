import ArgumentParser
import Driver
import Glibc

// Exit codes are ours (cli.md): ArgumentParser's own code for a usage error would be 64.
Interruption.install()
do {
  var command = try Graphc.parseAsRoot()
  try command.run()
} catch let failure as Failure {
  StandardStreams.error("\(failure)\n")
  exit(failure.code.rawValue)
} catch {
  let isHelp = Graphc.exitCode(for: error) == .success
  let message = Graphc.fullMessage(for: error)
  if isHelp { print(message) } else { StandardStreams.error(message + "\n") }
  exit(isHelp ? 0 : Failure.Code.input.rawValue)
}
