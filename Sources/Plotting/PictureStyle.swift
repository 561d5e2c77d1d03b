/// How large a picture and its letters are, and how bold its lines.
///
/// Lengths are in points, which are the pixels of an SVG; a PNG has one and a half pixels to a point, and a PDF 72 points
/// to an inch.
package struct PictureStyle: Hashable, Sendable {
  /// What the picture is for.
  package var theme: Theme
  /// The width; nil for that of the theme.
  package var width: Double?
  /// The height; nil for what the panels need.
  package var height: Double?
  /// The size of the letters; nil for that of the theme.
  package var fontSize: Double?

  /// What a picture is for.
  package enum Theme: String, CaseIterable, Sendable {
    /// A page that is read: as high as the panels need.
    case page
    /// A wall that is looked at: 16 to 9, with large letters and bold lines.
    case slides
  }

  /// A style; what is nil is as the theme has it.
  package init(theme: Theme = .page, width: Double? = nil, height: Double? = nil, fontSize: Double? = nil) {
    (self.theme, self.width, self.height, self.fontSize) = (theme, width, height, fontSize)
  }
}

/// The measures of the sheet that a picture is drawn on, in points; of characters, in characters.
struct Sheet {
  let width: Double
  let height: Double
  let fontSize: Double
  /// How bold lines are, beside those of a page.
  let boldness: Double
  /// The height of one of the panels above each other.
  let panelHeight: Double

  /// A sheet for `panels` above each other, or for so many rows.
  init(panels: Int, rows: Int, as format: PictureFormat, _ style: PictureStyle) {
    let isSlide = style.theme == .slides
    guard format != .text else {
      (width, height) = (79, Double(max(6 + 16 * panels, 11 + rows)))
      (fontSize, boldness, panelHeight) = (1, 1, height / Double(max(panels, 1)))
      return
    }
    fontSize = style.fontSize ?? (isSlide ? 22 : 14)
    boldness = isSlide ? 2 : 1
    let scale = fontSize / 14
    let needed = max(160 + 240 * Double(panels), (150 + 26 * Double(rows)) * scale)
    width = style.width ?? (isSlide ? 1280 : 720)
    // A slide is as high as it is, unless its rows would not be read.
    height = style.height ?? (isSlide ? max(720, (80 + 22 * Double(rows)) * scale) : needed)
    panelHeight = height / Double(max(panels, 1))
  }

  /// How many letters fit into a length: the mean letter is some 0.56 of its size wide.
  func letters(in length: Double) -> Int { max(8, Int(length / (0.56 * fontSize))) }
}
