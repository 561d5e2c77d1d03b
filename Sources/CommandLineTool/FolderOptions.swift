import ArgumentParser

/// What is written to a folder and how: the same for `train` and `sweep`.
struct FolderOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "The folder that receives the files.") var output: String
  @OptionGroup var plotting: PlotOption

  @Flag(help: "Replace what is in the folder: an earlier run or sweep, or other files of these names.")
  var force = false

  @Flag(help: "Let a run go on, or runs come together, on several vector widths, to bytes that none gives alone.")
  var allowOtherWidth = false

  @Flag(help: "No progress bar.") var quiet = false

  func validate() throws {
    try require(output != "-", else: "--output takes a folder (got '-'): write ./- for a folder of that name.")
  }
}
