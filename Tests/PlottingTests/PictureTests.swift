import Foundation
import Plotting
import Tabulation
import Testing

@Suite struct PictureTests {
  private var table: Table {
    var table = Table(columns: ["x", "p", "d_star", "name"])
    for index in 0..<20 {
      let x = Double(index) / 4 - 2.5
      table.append([.number(x), .number(index == 3 ? .infinity : x * x), .number(index == 7 ? .nan : -1), .text("it's, \"\(index)\"")])
    }
    return table
  }

  private func curves(_ title: String = "P = it's", panels: [Panel]) -> Picture {
    Picture(title, of: table, .curves(against: "x", Axis("x"), panels))
  }

  private var densities: Panel { Panel(Axis("density (1 / unit of x)"), [Series("p", "p", .p)], guides: [("x*x", "square")]) }

  @Test func theScriptNamesColumnsAxesAndInk() throws {
    let panel = Panel(Axis("probability", range: 0...1, mark: 0.5), [Series("d_star", "D*", .optimal, .markedLine)])
    let script = try curves(panels: [densities, panel]).script(as: .svg, data: "a.csv", output: "a.svg")
    #expect(script.contains("'./a.csv' using 'x':'p' with lines linetype 1 title 'p'"))
    #expect(script.contains("'./a.csv' using 'x':'d_star' with linespoints linetype 3 title 'D*'"))
    #expect(script.contains("title 'P = it''s'") && script.contains("set output './a.svg'") && script.contains("x*x with lines"))
    #expect(script.contains("set yrange [0.0:1.0]") && script.contains("first 0.5"))
  }

  @Test func everyInkHasItsOwnColourAndDashes() throws {
    let script = try curves(panels: [densities]).script(as: .png, data: "a.csv", output: "a.png")
    let types = script.split(separator: "\n").filter { $0.hasPrefix("set linetype ") }
    #expect(types.count == 11)
    #expect(Set(types.compactMap { $0.firstMatch(of: /#[0-9A-F]{6}/).map { String($0.output) } }).count == 11)
    // The marks and the grey of the last, solid one tell it from the first.
    #expect(Set(types.compactMap { $0.firstMatch(of: /dashtype (\S+)/).map { String($0.1) } }).count == 10)
  }

  /// gnuplot takes what begins with < or | for a command, and a quotation mark would end a name.
  @Test func noNameIsACommand() throws {
    let script = try curves("a'\nsystem 'b'", panels: [densities]).script(as: .svg, data: "<ls'", output: "|ls\n'")
    #expect(script.contains("'./<ls'''") && script.contains("set output './|ls '''") && script.contains("'a'' system ''b'''"))
    #expect(!script.split(separator: "\n").contains { $0.hasPrefix("system") || $0.hasPrefix("'") })
  }

  /// A cell a row between its ends, marks from rows of their own; in characters the marks alone.
  @Test func mapsAreDrawnCellByCell() throws {
    var table = Table(columns: ["a", "b", "c", "d", "value", "x", "y"])
    table.append([0, 1, 0, 2, 0.5, "", ""])
    table.append(["", "", "", "", "", 0.5, 1])
    let cells = Cells(x: .init("a", "b"), y: .init("c", "d"))
    let shading = Shading("value", "value (nats)", range: 0...1, marks: Series("y", "minimum", .q, .points, against: "x"))
    let picture = Picture("map", of: table, .maps(cells, Axis("x"), Axis("y"), [shading]))
    let script = try picture.script(as: .svg, data: "a.csv", output: "a.svg")
    #expect(script.contains("'./a.csv' using 'a':'c':'a':'b':'c':'d':'value' with boxxyerror linecolor palette"))
    #expect(script.contains("'' using 'x':'y' with points") && script.contains("set cbrange [0.0:1.0]"))
    let text = try picture.script(as: .text, data: "a.csv", output: "a")
    #expect(text.contains("plot './a.csv' using 'x':'y' with points") && !text.contains("boxxyerror"))
  }

  @Test func whatHasNoNumbersIsLeftOutOrNamed() throws {
    let negative = Panel(Axis("d", isLogarithmic: true), [Series("d_star", "d", .optimal)])
    let script = try curves(panels: [densities, negative]).script(as: .svg, data: "a.csv", output: "a.svg")
    #expect(!script.contains("'d_star'") && script.contains("multiplot layout 1,1"))
    for panel in [negative, Panel(Axis("d"), [Series("name", "d", .p)]), Panel(Axis("d"), [Series("missing", "d", .p)])] {
      let error = #expect(throws: PictureError.self) {
        try curves("nothing", panels: [panel]).script(as: .svg, data: "a.csv", output: "a.svg")
      }
      #expect(error?.description.contains("'nothing'") == true)
    }
  }

  /// A long pair has a line for P and one for Q, so that the name of Q is never cut away; a text beyond all lines is cut.
  @Test func aLongTitleKeepsBothNames() throws {
    let mixture = "0.2*normal(-10.5,0.5)+0.05*normal(-7.5,0.5)+0.2*normal(-4.5,0.5)+0.55*normal(1.5,0.5)"
    let picture = curves("P = \(mixture), Q = \(mixture)+0*normal(0,1)", panels: [densities])
    for format in [PictureFormat.svg, .text] {
      let script = try picture.script(as: format, data: "a.csv", output: "a")
      let title = try #require(script.split(separator: "\n").first { $0.hasPrefix("set multiplot") })
      #expect(title.contains("title 'P = 0.2*normal(-10.5") && title.contains(". \"\\n\" . 'Q = 0.2*normal(-10.5"), "\(title)")
    }
    let short = try curves("P = a, Q = b", panels: [densities]).script(as: .svg, data: "a.csv", output: "a")
    #expect(short.contains("title 'P = a, Q = b'"))
  }

  /// The theme gives sizes, which options replace; a PNG has one and a half pixels to a point.
  @Test func theStyleGivesTheSizes() throws {
    func terminal(_ format: PictureFormat, _ style: PictureStyle) throws -> Substring {
      let script = try curves(panels: [densities]).script(as: format, style, data: "a.csv", output: "a")
      return try #require(script.split(separator: "\n").first { $0.hasPrefix("set terminal") })
    }
    #expect(try terminal(.svg, PictureStyle()).contains("size 720,400 font 'Helvetica,14' background"))
    let own = PictureStyle(width: 900, height: 500, fontSize: 21)
    #expect(try terminal(.svg, own).contains("size 900,500 font 'Helvetica,21'"))
    #expect(try terminal(.png, own).contains("size 1350,750 fontscale 1.5 font 'Helvetica,16.5'"))
    #expect(try terminal(.pdf, own).contains("size 12.5in,6.94"))
    #expect(try terminal(.svg, PictureStyle(theme: .slides)).contains("size 1280,720 font 'Helvetica,22' linewidth 2"))
  }

  /// A label that is longer than its panel is high stands on two lines.
  @Test func aLongLabelIsWrapped() throws {
    let panel = Panel(Axis("norm of the gradient of the loss (nats / unit of x)"), [Series("p", "p", .p)])
    let script = try curves(panels: [panel, densities, densities]).script(as: .svg, data: "a.csv", output: "a")
    #expect(script.contains("set ylabel 'norm of the gradient of the") && script.contains("\"\\n\" . '"))
    #expect(script.contains("set ylabel 'density (1 / unit of x)'"))
  }

  /// A tic before a note would be read as its minus; notes of points have a margin that is as wide as they are.
  @Test func namedRowsHaveNoTicsAndRoomForNotes() throws {
    let axis = Axis("p", isLogarithmic: true)
    let picture = Picture("rows", of: table, .rows(named: "name", axis, [Series("p", "p", .q, .points)], notes: "name"))
    let script = try picture.script(as: .svg, data: "a.csv", output: "a")
    #expect(script.contains("set ytics scale 0 (") && script.contains("set rmargin"))
  }

  /// Long names stand on lines of their own and leave more than half of the width.
  @Test func aLongNameIsWrapped() throws {
    let rows = [("least squares with a long name on two modes", 1.0), ("plain on two modes", 2)]
    let table = Table(of: rows, [Column("name") { $0.0 }, Column("p") { $0.1 }])
    let picture = Picture("rows", of: table, .rows(named: "name", Axis("p"), [Series("p", "p", .q, .points)], notes: nil))
    let script = try picture.script(as: .svg, data: "a.csv", output: "a")
    #expect(script.contains("('least squares with a long name on' . \"\\n\" . 'two modes' 0, 'plain on two modes' 1)"), "\(script)")
  }

  /// Within a decade a logarithmic axis has numbers too, and over many it has few enough to be read.
  @Test(
    arguments: [
      (0.21...0.9, "set xtics (0.4, 0.6, 0.8)"), (0.3...8, "set xtics (0.5, 1, 2, 5)"), (0.1...1000, "set xtics autofreq"),
      (1e-3...1e7, "set xtics 1e+02"), (1e-300...1e300, "set xtics 1e+100"),
    ] as [(ClosedRange<Double>, String)])
  func logarithmicAxesHaveNumbers(range: ClosedRange<Double>, tics: String) throws {
    let picture = Picture("t", of: table, .curves(against: "x", Axis("x", isLogarithmic: true, range: range), [densities]))
    #expect(try picture.script(as: .svg, data: "a.csv", output: "a").contains(tics + "\n"))
  }

  @Test func theCaptionStandsBelowTheAxis() throws {
    let picture = Picture("t", of: table, .curves(against: "x", Axis("x"), [densities]), caption: "Shown: the central 95 % of P")
    let script = try picture.script(as: .svg, data: "a.csv", output: "a")
    #expect(script.contains("set xlabel 'x' . \"\\n\" . 'Shown: the central 95 % of P'"))
  }

  @Test(arguments: [("a.svg", PictureFormat.svg), ("a.PNG", .png), ("a.pdf", .pdf), ("a.gif", nil), ("svg", nil), ("a.text", nil)])
  func theEndingChoosesTheFormat(name: String, format: PictureFormat?) { #expect(PictureFormat(endingOf: name) == format) }
}

/// What gnuplot makes of it.
@Suite(
  .enabled(if: Gnuplot.isInstalled || ProcessInfo.processInfo.environment["OPTIONAL_TOOLS"] == "required", "gnuplot is not installed"))
struct DrawingTests {
  private var table: Table {
    var table = Table(columns: ["x", "p", "low", "high", "name"])
    for index in 0..<9 {
      let x = Double(index)
      table.append([.number(x), .number(x / 9), .number(x / 10), .number(x / 8), .text("it's, \"\(index)\"")])
    }
    return table
  }

  private var charts: [Picture.Chart] {
    let interval = Series("p", "p", .q, .intervals(lower: "low", upper: "high"))
    let logarithmic = Panel(Axis("p", isLogarithmic: true), [Series("p", "p", .learned, .points)])
    let area = Panel(Axis("p"), [Series("p", "p", .p, .area), Series("p", "", .q, .arrows(dx: "low", dy: "high"))])
    let facet = Facet("step 1", against: "x", Axis("x"), area)
    return [
      .facets([[facet], [facet, facet, facet]]),
      .curves(against: "x", Axis("x"), [Panel(Axis("p"), [interval], guides: [("x/9", "line")]), logarithmic]),
      .plane(against: "x", Axis("x"), Panel(Axis("p"), [Series("p", "p", .other(2), .markedLine, against: "low")])),
      .rows(named: "name", Axis("p", range: 0...2), [Series("p", "p", .p, .bars)], notes: "high"),
      .rows(
        named: "name", Axis("p", isLogarithmic: true, range: 0.01...2), [Series("p", "p", .p, .bars), Series("low", "l", .q, .points)]),
    ]
  }

  @Test func everyChartIsDrawnTheSameTwice() async throws {
    let pictures = charts.map { Picture("a_b^c {x} 'y' \\n", of: table, $0) }
    func page(_ picture: Picture) throws -> [[UInt8]] {
      try picture.files(named: "a.pdf", as: .pdf, PictureStyle(theme: .slides)).map(\.bytes)
    }
    let pages = try pictures.map(page)
    let drawn = ContinuousClock.now
    for picture in pictures {
      let first = try picture.files(named: "a b.svg", as: .svg)
      #expect(first.map(\.name) == ["a b.svg", "a b.svg.csv", "a b.svg.gp"])
      #expect(first.map(\.bytes) == (try picture.files(named: "a b.svg", as: .svg).map(\.bytes)))
      let svg = String(decoding: first[0].bytes, as: UTF8.self)
      #expect(svg.contains("<svg") && svg.contains("a_b^c {x} &#39;y&#39; \\n") || svg.contains("a_b^c {x} 'y' \\n"), "\(svg.prefix(3000))")
      #expect(svg.contains("<title>a_b^c {x} 'y' \\n</title>"))
      #expect(try picture.files(named: "a.png", as: .png)[0].bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      let text = try picture.text()
      #expect(text.contains("a_b^c {x} 'y' \\n") && !text.contains("\u{0C}") && text.split(separator: "\n").allSatisfy { $0.last != " " })
    }
    // The date of a PDF is to the second.
    try await Task.sleep(until: drawn + .seconds(1.1))
    for (picture, before) in zip(pictures, pages) {
      #expect(try before[0].starts(with: Array("%PDF".utf8)) && before == page(picture))
    }
  }
}
