import Calculus
import Divergences

extension Diagnosis {
  /// Why numbers of a record are infinite or unresolved, each after the name of its column; empty where all are finite.
  var reason: String {
    let rows = (divergences + [gap].compactMap { $0 }).filter { $0.status != .finite }
    let reasons = rows.map { "\($0.measure): \($0.reason)" }
    return ((contradiction.map { ["gap: " + $0] } ?? []) + reasons).joined(separator: "; ")
  }
}
