import Densities
import RealModule

/// The value of a formula with the sum of the magnitudes of its terms, which bounds its rounding error.
struct ClosedForm {
  let value: Double
  let magnitude: Double

  /// A sum of terms, each exact to a few units in the last place.
  init(_ terms: Double...) {
    value = max(0, terms.reduce(0, +))
    magnitude = terms.reduce(0) { $0 + abs($1) }
  }

  /// The result, or nil where the terms cancel so far that quadrature does better.
  var outcome: Outcome? {
    let error = 16 * Double.ulpOfOne * magnitude
    return value.isFinite && error <= 1e-12 * value || magnitude == 0 ? .finite(value: value, error: error) : nil
  }
}

/// A family whose members have KL(P‖Q) in closed form.
protocol HasClosedFormKL: Family {
  /// KL(P‖Q) within the family, where it is finite.
  func kl(to q: Self) -> ClosedForm
}

/// The closed form of an f-divergence, if the field has one for the pair and it keeps its digits.
func closedForm(_ generator: any Generator, _ p: any Density, _ q: any Density) -> Outcome? {
  switch generator {
  case is KullbackLeibler: (p as? any HasClosedFormKL)?.closedFormKL(to: q)
  case is Exchanged<KullbackLeibler>: (q as? any HasClosedFormKL)?.closedFormKL(to: p)
  default: nil
  }
}

extension HasClosedFormKL {
  fileprivate func closedFormKL(to q: any Density) -> Outcome? { (q as? Self).flatMap { kl(to: $0).outcome } }
}
