package import Calculus
package import Densities

/// An f-divergence D_f(P‖Q) = ∫ q f(p/q), given by a convex f with f(1) = 0 (Csiszár 1963; Ali & Silvey 1966).
///
/// It is written for ratios w ≤ 1 only: `atRatio` gives f(w), for the places where p = w q, and `dualAtRatio` gives the
/// dual f°(w) = w f(1/w), for the places where q = w p. Then no ratio overflows, and each form keeps its digits. Both
/// should be in Bregman form, f(u) − f′(1)(u − 1) ≥ 0, which has the same divergence and does not cancel where p ≈ q.
///
/// A divergence's file holds all that is known of it; one that a critic can be trained by is a `VariationalForm` too.
/// To add a divergence: a file beside this one and a line in `Catalogue.swift`.
package protocol FDivergence: PairFunction, Sendable {
  /// The name of the measure in tables and on the command line.
  var name: String { get }

  /// f(w) · w^(−`growthAtZero.power`), for a ratio w = p/q ≤ 1.
  func atRatio(_ w: LogRatio) -> Double

  /// f°(w) · w^(−`growthAtInfinity.power`) with f°(w) = w f(1/w), for a ratio w = q/p ≤ 1.
  func dualAtRatio(_ w: LogRatio) -> Double

  /// How f(u) grows as u → 0.
  var growthAtZero: GrowthOrder { get }

  /// How f°(w) = w f(1/w) grows as w → 0, that is f(u)/u as u = 1/w → ∞.
  var growthAtInfinity: GrowthOrder { get }

  /// Whether f has a kink at u = 1, so that the crossings of p and q are break points.
  var hasKinkAtOne: Bool { get }

  /// Whether f(1) = 0; an integrand that does not vanish where p = q loses no digits there.
  var vanishesAtOne: Bool { get }

  /// Where f is analytic as a function of u; by default nothing is taken for granted.
  var smoothness: Smoothness { get }

  /// Divergences of which this is the sum, each times a power of 2: it is made of their integrals, which a table has
  /// anyway. By default there are none.
  var parts: [(factor: Double, divergence: any FDivergence)] { get }

  /// The integrand on the processor's vectors, if there is a formula of it for them; it is that of one node.
  var formula: DivergenceFormula? { get }

  /// q f(p/q) at some samples, with bounds on the rounding; listed so that the default is compiled for each type.
  func evaluate(_ samples: PairSamples, shift: Double, into values: inout NodeValues)

  /// The largest exponent of the integrand at some samples, listed for the same reason.
  func largestExponent(_ samples: PairSamples) -> Double

  /// The exact value, if the field has a formula for the pair and it keeps its digits.
  ///
  /// It is asked only where the divergence is finite.
  func closedForm(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate?
}

/// The growth of f at an end of (0, ∞): like wᵖ for w → 0 with p ≤ 0, times |log w| if logarithmic.
package struct GrowthOrder: Hashable, Sendable {
  /// The exponent, 0 or negative.
  package let power: Double
  /// Whether a factor |log w| comes with it.
  package let isLogarithmic: Bool

  /// A finite limit.
  package static var bounded: GrowthOrder { GrowthOrder(power: 0, isLogarithmic: false) }
  /// |log w|.
  package static var logarithmic: GrowthOrder { GrowthOrder(power: 0, isLogarithmic: true) }
  /// wᵖ, for p ≤ 0.
  package static func power(_ exponent: Double) -> GrowthOrder { GrowthOrder(power: exponent, isLogarithmic: false) }

  /// Whether the limit is finite, so that a density may vanish where the other does not.
  package var isBounded: Bool { power == 0 && !isLogarithmic }
}

extension FDivergence {
  package var hasKinkAtOne: Bool { false }
  package var vanishesAtOne: Bool { true }
  package var smoothness: Smoothness { .unknown }
  package var parts: [(factor: Double, divergence: any FDivergence)] { [] }
  package var formula: DivergenceFormula? { nil }
  package var growthAtZero: GrowthOrder { .bounded }
  package var growthAtInfinity: GrowthOrder { .bounded }
  package func closedForm(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate? { nil }
}
