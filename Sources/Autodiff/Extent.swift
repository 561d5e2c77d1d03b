/// The extent of a traced value: one vector a row of the batch, or one matrix that all rows share.
package enum Extent: Hashable, Sendable, CustomStringConvertible {
  /// A vector of this width for every row.
  case rows(width: Int)
  /// A matrix, the same for every row; a vector is a matrix of one row, a number 1 × 1.
  case shared(Int, Int)

  /// One number for the whole batch.
  package static let number = Extent.shared(1, 1)

  /// How many columns a row has.
  package var width: Int {
    switch self {
    case .rows(let width): width
    case .shared(_, let columns): columns
    }
  }

  /// Whether there is a value for every row.
  package var isRowWise: Bool {
    if case .rows = self { true } else { false }
  }

  /// How many numbers a shared value has, or a row of a row-wise one.
  var count: Int {
    switch self {
    case .rows(let width): width
    case .shared(let rows, let columns): rows * columns
    }
  }

  package var description: String {
    switch self {
    case .rows(let width): "rows × \(width)"
    case .shared(let rows, let columns): "\(rows) × \(columns)"
    }
  }
}
