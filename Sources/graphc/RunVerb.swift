import ArgumentParser
import Driver
import Glibc

/// `graphc run PLAN --input … --output …`
struct RunVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs a model or plan on files.",
    discussion: """
      Files are .npy, .npz, .nii, .nii.gz or .png. Behind an input's path may stand scale=1/255, \
      offset=-0.5, luma (RGB to grey); behind an output's path threshold=0.5 (a mask).

      Example: graphc run unet3d.graphc --input volume=head.nii.gz,scale=1/255 --output \
      mask.nii.gz,threshold=0.5
      Many files: --input 'scans/*.nii.gz' --output masks/
      """)

  @Argument(help: "The plan, or a model, which is compiled first.") var plan: String
  @Option(name: .shortAndLong, help: "[name=]FILE of an input; may be repeated.")
  var input: [String] = []
  @Option(name: .shortAndLong, help: "[name=]FILE of an output; may be repeated.")
  var output: [String] = []
  @Option(help: "Brings volumes to an orientation such as RAS, and results back.")
  var orient: String?
  @OptionGroup var options: ModelOptions

  func run() throws {
    var request = Runner.Request()
    request.inputs = try input.map { try FileBinding($0, options: FileBinding.inputOptions) }
    request.outputs = try output.map { try FileBinding($0, options: FileBinding.outputOptions) }
    request.orientation = orient
    if request.outputs.isEmpty { throw Failure("nothing is asked for; add --output FILE") }
    let runner = Runner(try ModelSource(plan), try options.compileOptions(), request)
    let progress = Progress()
    try runner.run { done, count in progress.report(done, of: count) }
  }
}
