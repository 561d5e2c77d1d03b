/// What a picture is drawn as.
package enum PictureFormat: String, CaseIterable, Sendable {
  /// Scalable vector graphics: the same bytes on every run of one version of gnuplot.
  case svg
  /// Pixels.
  case png
  /// Characters, for a terminal.
  case text

  /// The format that the ending of a file's name asks for, `.svg` or `.png`; nil for any other.
  package init?(endingOf path: String) {
    guard let format = [PictureFormat.svg, .png].first(where: { path.lowercased().hasSuffix("." + $0.rawValue) }) else { return nil }
    self = format
  }

  /// The look of every picture, in gnuplot's notation; `panels` above each other, or so many rows.
  func prologue(panels: Int, rows: Int) -> [String] {
    let height = max(160 + 240 * panels, 150 + 26 * rows)
    let terminal =
      switch self {
      case .svg: "svg noenhanced size 720,\(height) font 'Helvetica,14' background rgb '#ffffff'"
      case .png: "pngcairo noenhanced size 1080,\(height * 3 / 2) fontscale 1.5 font 'Helvetica,11' background rgb '#ffffff'"
      case .text: "dumb noenhanced size 79,\(max(6 + 16 * panels, 11 + rows))"
      }
    let lineTypes = Ink.lineTypes.enumerated().map { "set linetype \($0.offset + 1) \($0.element)" }
    return ["set terminal " + terminal, "set encoding utf8", "set datafile separator comma", "set datafile columnheaders"]
      + (self == .text
        ? [] : lineTypes + ["set grid linecolor rgb '#DDDDDD' linewidth 1 linetype 0", "set border 3 linecolor rgb '#404040'"])
      + ["set tics nomirror", "set key outside above horizontal Left reverse", "set style fill solid 0.6 noborder"]
  }
}
