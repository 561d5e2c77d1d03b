import Calculus
import Divergences

extension Diagnosis {
  /// Why numbers of a record are infinite or unresolved, each after the name of its column; empty where all are finite.
  var reason: String {
    var reasons = divergences.filter { $0.outcome.status != "finite" }.map { "\($0.measure): \($0.outcome.reason)" }
    if let gap, !gap.value.isFinite { reasons.append("gap: V(D) is infinite or beyond the largest double") }
    return reasons.joined(separator: "; ")
  }
}
