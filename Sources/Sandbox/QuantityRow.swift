import Calculus
import Tabulation

/// A quantity of a scene, with what is known of it.
struct QuantityRow: TableRow {
  let name: String
  let value: Estimate

  init(_ name: String, _ value: Estimate) { (self.name, self.value) = (name, value) }

  static var columns: [Column<Self>] {
    [
      Column("quantity", \.name), Column("value", \.value.value), Column("error", \.value.error),
      Column("status", \.value.status.description), Column("reason", \.value.reason),
    ]
  }
}
