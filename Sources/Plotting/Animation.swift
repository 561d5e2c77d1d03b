import Foundation

/// Pictures of one size, one after the other: an SVG that a browser plays without end.
///
/// Each is drawn by gnuplot. Where styles are not animated, on paper or for who has asked for less motion, the last one
/// is seen.
package struct Animation: Sendable {
  private let title: String
  private let pictures: [Picture]
  /// How long one picture is seen, in seconds; the last one four times as long.
  private let pause = 0.6

  /// An animation of pictures.
  package init(_ title: String, _ pictures: [Picture]) { (self.title, self.pictures) = (title, pictures) }

  /// The animation; the same bytes on every run of one version of gnuplot. Throws where there is nothing to draw.
  package func svg(_ style: PictureStyle = PictureStyle()) throws -> [UInt8] {
    guard !pictures.isEmpty else { throw PictureError.nothingToDraw(title: title) }
    let sources = try pictures.map { picture in
      String(decoding: try Gnuplot.run(picture.sources(named: "frame.svg", as: .svg, style), output: "frame.svg"), as: UTF8.self)
    }
    let slots = pictures.count + 3
    let seconds = pause * Double(slots)
    let frames = sources.enumerated().map { index, source in
      let isLast = index == sources.count - 1
      // A phase of its own: at the start the animation of each picture is as far as if it had always run.
      let delay = -pause * Double(slots - index)
      let body = Self.body(of: source, withSymbols: index == 0)
      return "<g class=\"frame\(isLast ? " last" : "")\" style=\"animation-delay:\(delay)s\">\n\(body)</g>\n"
    }
    let style = """
      <style>
      .frame { animation: frame \(seconds)s step-end infinite }
      .last { animation-name: last }
      @keyframes frame { 0% { visibility: visible } \(100 / Double(slots))% { visibility: hidden } 100% { visibility: hidden } }
      @keyframes last { 0% { visibility: visible } \(400 / Double(slots))% { visibility: hidden } 100% { visibility: hidden } }
      @media print, (prefers-reduced-motion: reduce) { .frame { animation: none } }
      </style>

      """
    let opening = String(sources[0].prefix(upTo: sources[0].range(of: "<title>")?.lowerBound ?? sources[0].startIndex))
    let name = PictureFormat.svg.finished(Array("<title>Gnuplot</title>\n".utf8), title: title)
    return Array([opening, String(decoding: name, as: UTF8.self), style, frames.joined(), "</svg>\n"].joined().utf8)
  }

  /// What an SVG of gnuplot draws: without its head, its names, which would stand in one document more than once, and,
  /// unless it is the first, the symbols that all of them share.
  private static func body(of source: String, withSymbols: Bool) -> String {
    let start = source.range(of: "</desc>")?.upperBound ?? source.startIndex
    let end = source.range(of: "</svg>", options: .backwards)?.lowerBound ?? source.endIndex
    var body = String(source[start..<end]).replacing(#/\ id="[^"]*"/#, with: "")
    if !withSymbols { body = body.replacing(#/<defs>(?s:.*?)</defs>/#, with: "") }
    return body
  }
}
