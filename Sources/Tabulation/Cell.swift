import Foundation

/// One cell of a table: a text or a number.
package enum Cell: Hashable, Sendable {
  /// Text, which the CSV quotes where it must.
  case text(String)
  /// A number, written with the shortest digits that read back as the same number.
  case number(Double)
  /// A whole number.
  case integer(Int)

  /// The cell as text: `.` decimals and the spellings `inf`, `-inf` and `NaN`, which pandas, polars, R and gnuplot all
  /// read.
  package var text: String {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .number(let value): value.isNaN ? "NaN" : value.isInfinite ? (value < 0 ? "-inf" : "inf") : value.description
    }
  }
}

extension Cell: ExpressibleByStringLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(floatLiteral value: Double) { self = .number(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
}

/// A number with so many significant digits, as C's `%g` writes it; for the eye, since it may not read back as the same
/// number.
package func significant(_ value: Double, digits: Int) -> String { String(format: "%.*g", digits, value) }
