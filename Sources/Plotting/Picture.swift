package import Tabulation

/// A picture of a table: which columns are drawn, against what, and how they are labelled.
///
/// It is drawn by gnuplot from the table as a CSV file and a script, both of which anyone can run and edit.
package struct Picture: Sendable {
  /// What stands above the picture.
  package var title: String
  /// The numbers.
  package var table: Table
  /// How they are drawn.
  package var chart: Chart
  /// What stands below the picture: what of the table is not shown, and why; empty where all is.
  package var caption: String

  /// A picture of a table.
  package init(_ title: String, of table: Table, _ chart: Chart, caption: String = "") {
    self.title = title
    self.table = table
    self.chart = chart
    self.caption = caption
  }

  /// The kinds of picture.
  package enum Chart: Sendable {
    /// Panels above each other, whose series are drawn against a column that they share.
    case curves(against: String, Axis, [Panel])
    /// A single panel with one unit of length in both directions, as a plane is drawn.
    case plane(against: String, Axis, Panel)
    /// Named rows: a column of names down the side, and series that reach from there to the right. A column of notes
    /// may stand beside the first.
    case rows(named: String, Axis, [Series], notes: String? = nil)
    /// Maps of one plane, two beside each other: a row of the table is a cell, whose colour in each map is another
    /// column.
    case maps(Cells, Axis, Axis, [Shading])
    /// Facets beside each other, in rows above each other.
    case facets([[Facet]])
  }
}

/// A panel among others, with an abscissa and a title of its own.
package struct Facet: Sendable {
  /// What stands above it.
  package var title: String
  /// The column that its series are drawn against.
  package var column: String
  /// The axis of that column.
  package var x: Axis
  /// The series.
  package var panel: Panel

  /// A facet.
  package init(_ title: String, against column: String, _ x: Axis, _ panel: Panel) {
    (self.title, self.column, self.x, self.panel) = (title, column, x, panel)
  }
}

/// A direction of a picture: the quantity with its unit, and the scale.
package struct Axis: Hashable, Sendable {
  /// The quantity and its unit.
  package var label: String
  /// Whether equal ratios, rather than equal differences, are equal lengths; numbers that are not positive are then
  /// left out.
  package var isLogarithmic: Bool
  /// From where to where; nil to show all.
  package var range: ClosedRange<Double>?
  /// A value that a line across the picture marks.
  package var mark: Double?

  /// An axis.
  package init(_ label: String, isLogarithmic: Bool = false, range: ClosedRange<Double>? = nil, mark: Double? = nil) {
    self.label = label
    self.isLogarithmic = isLogarithmic
    self.range = range
    self.mark = mark
  }
}

/// Series over one axis.
package struct Panel: Sendable {
  /// What the series have in common.
  package var axis: Axis
  /// The series.
  package var series: [Series]
  /// Formulas in x, in gnuplot's notation, that the series are held against, with their labels.
  package var guides: [(formula: String, label: String)]

  /// A panel.
  package init(_ axis: Axis, _ series: [Series], guides: [(formula: String, label: String)] = []) {
    self.axis = axis
    self.series = series
    self.guides = guides
  }
}

/// A column of the table as it is drawn.
package struct Series: Sendable {
  /// The column.
  package var column: String
  /// What the key calls it.
  package var label: String
  /// Colour and dashes.
  package var ink: Ink
  /// Line, points or bars.
  package var form: Form
  /// A column of its own to be drawn against, where that is not the one that all share.
  package var abscissae: String?

  /// A series.
  package init(_ column: String, _ label: String, _ ink: Ink, _ form: Form = .line, against abscissae: String? = nil) {
    self.column = column
    self.label = label
    self.ink = ink
    self.form = form
    self.abscissae = abscissae
  }

  /// How the numbers of a series are drawn.
  package enum Form: Hashable, Sendable {
    /// A line through them.
    case line
    /// A line with a mark at each.
    case markedLine
    /// A mark at each.
    case points
    /// A mark at each with a bar between two more columns, such as confidence limits.
    case intervals(lower: String, upper: String)
    /// A bar from the axis; of named rows alone.
    case bars
    /// The area below a line.
    case area
    /// An arrow from each point, so long in both directions as two more columns say.
    case arrows(dx: String, dy: String)
  }
}

/// The columns that say where a cell of a plane begins and ends, along x and along y.
package struct Cells: Hashable, Sendable {
  /// From where to where along x.
  package var x: Ends
  /// From where to where along y.
  package var y: Ends

  /// Two columns.
  package struct Ends: Hashable, Sendable {
    let lower: String
    let upper: String

    /// The columns of the lower and the upper ends.
    package init(_ lower: String, _ upper: String) { (self.lower, self.upper) = (lower, upper) }
  }

  /// Cells between these ends.
  package init(x: Ends, y: Ends) { (self.x, self.y) = (x, y) }
}

/// A column whose numbers are the colours of a map, dark for low ones; the lightness falls all the way, so that it is
/// read in black and white. What is not finite is grey, and nothing is white.
package struct Shading: Sendable {
  /// The column.
  package var column: String
  /// What stands above the map: the quantity and its unit.
  package var label: String
  /// The numbers of the darkest and of the lightest colour; beyond them the colour stays.
  package var range: ClosedRange<Double>
  /// Points upon the map, from rows of their own; all that is left of it in characters.
  package var marks: Series?

  /// A map of a column.
  package init(_ column: String, _ label: String, range: ClosedRange<Double>, marks: Series? = nil) {
    (self.column, self.label, self.range, self.marks) = (column, label, range, marks)
  }

  /// What lies behind the cells, and is seen where one has no finite number.
  static let nothing = "set object 1 rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '#B5B5B5' fillstyle solid noborder"

  /// From dark to light, in gnuplot's notation; the blue in the middle is that of `Ink.p`.
  static let palette = "set palette defined (0 '#08306B', 1 '#0072B2', 2 '#7FB8DA', 3 '#DCEBF5')"
}
