import ArgumentParser
import Plotting
import Tabulation

/// `--plot`: the same for every subcommand that has something to draw.
struct PlotOption<Width: PictureWidth>: ParsableArguments {
  private static var target: Accepted<String> {
    Accepted<String>("a file that ends in .svg, .png or .pdf, or - for text", takesDash: true) { path in
      path == "-" || PictureFormat(endingOf: path) != nil ? path : nil
    }.ofFiles
  }

  @Option(target, help: "Draw the result with gnuplot, and keep its data and script beside it") var plot: String?
  @OptionGroup var look: PictureOptions<Width>

  func validate() throws {
    guard let option = look.given.first, plot == nil || isText else { return }
    try require(false, else: "\(option) has no effect \(isText ? "on a picture in characters" : "without --plot"): leave it out.")
  }

  /// Whether the picture goes to standard output, in place of a table.
  var isText: Bool { plot == "-" }

  /// What a picture in a file is written to: itself, its data with where they come from, and its script.
  var paths: [String] { plot.map { isText ? [] : [$0, $0 + ".csv", $0 + ".csv.json", $0 + ".gp"] } ?? [] }

  /// Throws if a picture cannot be written, or would be one of the other files; before any time is spent.
  func check(besides files: [String]) throws {
    for path in paths { try WholeFile.checkWritable(path) }
    if let (first, second) = WholeFile.firstSharedFile(among: files + paths) {
      throw OptionError("--output and --plot \(plot ?? "") would write one file, '\(first)' and '\(second)': name another.")
    }
  }

  /// Throws if a picture was asked for and gnuplot is missing.
  ///
  /// A subcommand calls it when it has looked at all that was typed, densities and files too, and has computed nothing:
  /// whatever is wrong with them is said in the same words on every machine.
  func requireGnuplot() throws(PictureError) {
    if plot != nil, !Gnuplot.isInstalled { throw .noGnuplot }
  }

  /// Writes a picture, if one was asked for, to its files or to standard output.
  func deliver(_ picture: Picture, _ provenance: Provenance, on console: Console) throws {
    try WholeFile.write(files(for: picture, provenance))
    if isText { try console.write(picture.text()) }
  }

  /// The files that a picture makes, those of `paths`; none where text or nothing was asked for.
  func files(for picture: Picture?, _ provenance: Provenance) throws -> [(path: String, bytes: [UInt8])] {
    guard let plot else { return [] }
    guard let picture else { throw OptionError("--plot \(plot): this result has no picture.") }
    guard let format = PictureFormat(endingOf: plot), !isText else { return [] }
    let start = plot.lastIndex(of: "/").map { plot.index(after: $0) } ?? plot.startIndex
    let files = try picture.files(named: String(plot[start...]), as: format, look.style)
    return files.map { (plot[..<start] + $0.name, $0.bytes) }
      + [(plot + ".csv.json", Array(try provenance.description(of: picture.table).utf8))]
  }
}

extension PictureError: InputError {}
