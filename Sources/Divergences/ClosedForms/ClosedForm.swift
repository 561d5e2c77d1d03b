import Calculus
import Densities
import RealModule

/// A family whose members have KL(P‖Q) in closed form.
protocol HasClosedFormKL: Family {
  /// KL(P‖Q) within the family, where it is finite.
  func kl(to q: Self) -> Estimate?
}

/// KL(P‖Q) of two members of one family that has it.
func closedFormKL(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate? { (p as? any HasClosedFormKL)?.outcome(to: q) }

extension HasClosedFormKL {
  fileprivate func outcome(to q: any AnalyticDensity) -> Estimate? { (q as? Self).flatMap { kl(to: $0) } }
}

extension Estimate {
  /// A sum of terms, each exact to a few units in the last place but for the additional rounding error stated.
  ///
  /// Nil where the terms cancel so far that quadrature does better.
  static func closedForm(_ terms: Double..., rounding: Double = 0) -> Estimate? {
    let value = max(0, terms.reduce(0, +))
    let magnitude = terms.reduce(0) { $0 + abs($1) }
    // What underflows is not 0.
    let error = 16 * Double.ulpOfOne * magnitude + rounding + .leastNonzeroMagnitude
    return value.isFinite && error <= 1e-12 * value || magnitude == 0 ? .finite(value: value, error: error) : nil
  }

  /// The sum of two closed forms; nil where the sum of two finite ones overflows.
  static func sum(_ a: Estimate, _ b: Estimate) -> Estimate? {
    switch (a.status, b.status) {
    case (.overflow(let x), .overflow(let y)): .overflow(logValue: max(x, y) + .log(onePlus: .exp(-abs(x - y))))
    case (.overflow, _): a
    case (_, .overflow): b
    default: (a.value + b.value).isFinite ? a + b : nil
    }
  }
}
