/// What a picture is drawn as.
package enum PictureFormat: String, CaseIterable, Sendable {
  /// Scalable vector graphics: the same bytes on every run of one version of gnuplot.
  case svg
  /// Pixels.
  case png
  /// A page to print or to include in LaTeX; its date is taken out, so that its bytes too are the same.
  case pdf
  /// Characters, for a terminal.
  case text

  /// The format that the ending of a file's name asks for, `.svg`, `.png` or `.pdf`; nil for any other.
  package init?(endingOf path: String) {
    guard let format = [PictureFormat.svg, .png, .pdf].first(where: { path.lowercased().hasSuffix("." + $0.rawValue) }) else { return nil }
    self = format
  }

  /// The look of every picture, in gnuplot's notation.
  func prologue(_ sheet: Sheet) -> [String] {
    func whole(_ length: Double) -> Int { Int(length.rounded()) }
    let font = sheet.fontSize.formatted
    // Where Cairo draws, letters are a third larger than they are said to be.
    let cairoFont = (sheet.fontSize * 11 / 14).formatted
    let white = "background rgb '#ffffff'"
    let bold = sheet.boldness == 1 ? "" : " linewidth \(sheet.boldness.formatted)"
    let terminal =
      switch self {
      case .svg: "svg noenhanced size \(whole(sheet.width)),\(whole(sheet.height)) font 'Helvetica,\(font)'\(bold) \(white)"
      case .png:
        "pngcairo noenhanced size \(whole(1.5 * sheet.width)),\(whole(1.5 * sheet.height)) fontscale 1.5 "
          + "font 'Helvetica,\(cairoFont)'\(bold) \(white)"
      case .pdf:
        "pdfcairo noenhanced size \((sheet.width / 72).formatted)in,\((sheet.height / 72).formatted)in fontscale 1 "
          + "font 'Helvetica,\(cairoFont)'\(bold)"
      case .text: "dumb noenhanced size \(whole(sheet.width)),\(whole(sheet.height))"
      }
    let lineTypes = Ink.lineTypes.enumerated().map { "set linetype \($0.offset + 1) \($0.element)" }
    return ["set terminal " + terminal, "set encoding utf8", "set datafile separator comma", "set datafile columnheaders"]
      + (self == .text
        ? [] : lineTypes + ["set grid linecolor rgb '#DDDDDD' linewidth 1 linetype 0", "set border 3 linecolor rgb '#404040'"])
      + ["set tics nomirror", "set key outside above horizontal Left reverse", "set style fill solid 0.6 noborder"]
  }

  /// What gnuplot has written, with what it does not know: the title that an SVG is called by, in place of “Gnuplot”; and
  /// without the hour, which would make the bytes of a PDF others in every run.
  func finished(_ bytes: [UInt8], title: String) -> [UInt8] {
    switch self {
    case .svg:
      let escaped = title.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      return bytes.replacing(Array("<title>Gnuplot</title>".utf8), with: Array("<title>\(escaped)</title>".utf8), maxReplacements: 1)
    case .pdf:
      let mark = Array("/CreationDate (D:".utf8)
      guard let start = bytes.firstRange(of: mark)?.upperBound else { return bytes }
      var bytes = bytes
      for place in start..<min(start + 14, bytes.count) { bytes[place] = UInt8(ascii: place < start + 4 ? "2" : "0") }
      // A month and a day of 01.
      for place in [start + 5, start + 7] where place < bytes.count { bytes[place] = UInt8(ascii: "1") }
      return bytes
    case .png, .text: return bytes
    }
  }
}

extension Double {
  /// The number without a fraction that is 0.
  fileprivate var formatted: String { self == rounded() && magnitude < 1e9 ? String(Int(self)) : String(self) }
}
