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
    // What all pictures have, such as axes, is written once.
    let drawings = sources.map(Drawing.init)
    let common = drawings.map { Set($0.elements) }.reduce(Set(drawings[0].elements)) { $0.intersection($1) }
    let shared = drawings[0].elements.filter(common.contains).joined(separator: "\n")
    let slots = pictures.count + 3
    let seconds = pause * Double(slots)
    let frames = drawings.enumerated().map { index, drawing in
      let isLast = index == drawings.count - 1
      // A phase of its own: at the start the animation of each picture is as far as if it had always run.
      let delay = -pause * Double(slots - index)
      let own = drawing.elements.filter { !common.contains($0) }.joined(separator: "\n")
      return "<g class=\"frame\(isLast ? " last" : "")\" style=\"animation-delay:\(delay)s\">\n\(drawing.background)\n"
        + "<use xlink:href=\"#shared\"/>\n\(own)\n</g>\n"
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
    let once = "\(drawings[0].symbols)\n<defs><g id=\"shared\">\n\(shared)\n</g></defs>\n"
    return Array([opening, String(decoding: name, as: UTF8.self), style, once, frames.joined(), "</svg>\n"].joined().utf8)
  }

  /// What an SVG of gnuplot draws, without its names, which would stand in one document more than once.
  private struct Drawing {
    /// The symbols of points.
    let symbols: String
    /// The ground.
    let background: String
    /// What is drawn on it, one after the other, without what is empty.
    let elements: [String]

    init(_ source: String) {
      let start = source.range(of: "</desc>")?.upperBound ?? source.startIndex
      let body = String(source[start...]).replacing(#/\ id="[^"]*"/#, with: "")
      symbols = body.firstMatch(of: #/<defs>(?s:.*?)</defs>/#).map { String($0.0) } ?? ""
      background = body.firstMatch(of: /<rect [^>]*>/).map { String($0.0) } ?? ""
      var (elements, depth, first) = ([String](), 0, body.startIndex)
      // All is within one group.
      for tag in body.matches(of: #/<g\b[^>]*>|</g>/#) {
        if tag.0.hasPrefix("</") {
          depth -= 1
          if depth == 1 { elements.append(String(body[first..<tag.range.upperBound])) }
        } else {
          if depth == 1 { first = tag.range.lowerBound }
          depth += 1
        }
      }
      self.elements = elements.filter { $0.wholeMatch(of: #/<g[^>]*>\s*</g>/#) == nil }
    }
  }
}
