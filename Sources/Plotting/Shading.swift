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
/// read in black and white.
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

  /// From dark to light, in gnuplot's notation; the blue in the middle is that of `Ink.p`.
  static let palette = "set palette defined (0 '#08306B', 1 '#0072B2', 2 '#7FB8DA', 3 '#FFFFFF')"
}
