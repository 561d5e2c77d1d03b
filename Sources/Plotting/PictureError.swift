/// Why there is no picture; the description is one sentence.
package enum PictureError: Error, Hashable, Sendable {
  /// No program of the name gnuplot is to be found.
  case noGnuplot
  /// No series has two columns with finite numbers in one row.
  case nothingToDraw(title: String)
  /// gnuplot gave up, in its words.
  case gnuplot(String)
}

extension PictureError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .noGnuplot:
      "A picture needs gnuplot, which is not installed: install it with 'apt-get install gnuplot-nox', 'dnf install gnuplot-minimal' or "
        + "'brew install gnuplot'."
    case .nothingToDraw(let title): "There is nothing to draw for '\(title)': no row has the finite numbers that a picture needs."
    case .gnuplot(let words): "gnuplot could not draw the picture: \(words)."
    }
  }
}
