package import Calculus
import Certificates
import Divergences

/// What measures of a pair are had from: quadrature, or enclosures that are proved.
///
/// A reading that asks for nothing else of a pair can be proved; the same formula is then evaluated on both.
package protocol Measured: Sendable {
  /// A measure by its name in tables.
  func measure(named name: String) -> Estimate
}

extension Measured {
  /// KL(P‖Q).
  package var klPQ: Estimate { measure(named: "kl_pq") }
  /// KL(Q‖P).
  package var klQP: Estimate { measure(named: "kl_qp") }
  /// KL(P‖M), with M = (P+Q)/2.
  package var klPM: Estimate { measure(named: "kl_pm") }
  /// KL(Q‖M).
  package var klQM: Estimate { measure(named: "kl_qm") }
  /// The halved Jensen–Shannon divergence.
  package var js: Estimate { measure(named: "js") }
  /// The lecture's un-halved Jensen–Shannon divergence.
  package var jsLecture: Estimate { measure(named: "js_lecture") }
  /// Total variation, at most 1.
  package var tv: Estimate { measure(named: "tv") }
  /// Squared Hellinger, at most 1.
  package var hellinger2: Estimate { measure(named: "hellinger2") }
  /// χ²(P‖Q) of Pearson.
  package var chi2PQ: Estimate { measure(named: "chi2_pq") }
  /// χ²(Q‖P), of Neyman.
  package var chi2QP: Estimate { measure(named: "chi2_qp") }
  /// Jeffreys' divergence.
  package var jeffreys: Estimate { measure(named: "jeffreys") }
  /// Triangular discrimination.
  package var triangular: Estimate { measure(named: "triangular") }
}

/// The measures of a pair by their enclosures.
package struct EnclosedMeasures: Measured {
  private let table: [String: Estimate]

  /// Encloses every measure of which there are enclosures and that readings ask for.
  package init(_ pair: Pair) {
    let names = [
      "kl_pq", "kl_qp", "kl_pm", "kl_qm", "js", "js_lecture", "tv", "hellinger2", "chi2_pq", "chi2_qp", "jeffreys", "triangular",
    ]
    table = Dictionary(
      uniqueKeysWithValues: Certificate(pair.p, pair.q, measures: names).enclosures.map { ($0.measure, $0.estimate) })
  }

  package func measure(named name: String) -> Estimate {
    table[name] ?? .unresolved(reason: "\(name) has no enclosure")
  }
}

extension Enclosure {
  /// A middle and a radius in doubles, between which the enclosure lies.
  fileprivate var estimate: Estimate {
    guard let lower, let upper else { return .unresolved(reason: "\(measure) is \(proof)") }
    if lower == .infinity { return Estimate(.infinity) }
    guard upper < .infinity else { return .unresolved(reason: "\(measure) is beyond the largest double") }
    let middle = 0.5 * lower + 0.5 * upper
    return Estimate(middle, error: max(upper - middle, middle - lower).nextUp)
  }
}
