import Calculus
import RealModule
import Scalars

/// One integrand on one panel: the Kronrod sum, how far the two rules are apart, and what rounding may have done.
package struct PanelSum {
  let value: Double
  let error: Double
  let rounding: Double
  /// Whether the rules differ by what rounding does to them, which `error` magnifies and refinement cannot mend.
  let isNoise: Bool

  /// Of nothing.
  static let none = PanelSum(value: 0, error: 0, rounding: 0, isNoise: false)

  init(value: Double, error: Double, rounding: Double, isNoise: Bool) {
    self.value = value
    self.error = error
    self.rounding = rounding
    self.isNoise = isNoise
  }

  /// The sum over a panel of this half-length.
  init(_ sums: PanelSums, half: Double) {
    let (kronrod, rounding) = (sums.kronrod, sums.rounding)
    let difference = abs(half * (kronrod - sums.gauss))
    // QUADPACK's error estimate (Piessens et al. 1983): the Kronrod sum is far better than its distance from the
    // Gauss sum when both are good. The spread is the standard deviation, at most twice QUADPACK's mean one, whence
    // 400 for its 200.
    let spread = half * .sqrt(max(0, 2 * sums.squares - kronrod * kronrod))
    let ratio = 400 * difference / spread
    let error = difference == 0 || spread == 0 ? difference : spread * min(1, ratio * .sqrt(ratio))
    self.init(value: half * kronrod, error: error, rounding: half * rounding, isNoise: difference <= half * rounding)
  }
}

/// An integral over all panels, e^shift · value.
struct MeshSum {
  /// Integrals below this are zero to every purpose, even relative to a mass of 1.
  static let floor = 1e-30

  let shift: Double
  var value: Double { sum.value }
  var error = 0.0
  /// The sum of the panels' magnitudes: what an integrand that changes sign is measured against.
  private(set) var magnitude = 0.0
  /// The place near which the integrand was not finite, if it was not.
  private(set) var badSpan: Span?
  /// What the nodes have seen of the densities.
  var masses = SeenMasses()
  /// How many places have been sampled for it.
  var evaluations = 0
  /// What is to be said of the sum, such as why GSL stopped early.
  var remark = ""

  private var sum = CompensatedSum()

  init(shift: Double) { self.shift = shift }

  /// One sum with the magnitude of what it is made of, which is not shifted.
  init(_ sum: PanelSum, magnitude: Double, _ masses: SeenMasses, evaluations: Int) {
    shift = 0
    self.sum.add(sum.value)
    (self.magnitude, error) = (magnitude, sum.error + sum.rounding)
    (self.masses, self.evaluations) = (masses, evaluations)
  }

  /// Adds a panel, or a larger part with the magnitude of its own panels.
  mutating func add(_ panel: PanelSum, _ span: Span? = nil, magnitude: Double? = nil) {
    sum.add(panel.value)
    self.magnitude += magnitude ?? abs(panel.value)
    error += panel.error + panel.rounding
    if !panel.value.isFinite, badSpan == nil { badSpan = span }
  }

  /// Becomes the integral of a multiple of the integrand, by a power of 2.
  mutating func multiply(by factor: Double) {
    sum = CompensatedSum(factor * value, lost: 0)
    error *= factor
    magnitude *= factor
  }

  /// Adds an integral over the same densities times a power of 2; neither is shifted.
  mutating func add(_ factor: Double, _ other: MeshSum) {
    precondition(shift == 0 && other.shift == 0, "integrals are added in one unit")
    sum.add(factor * other.value)
    magnitude += factor * other.magnitude
    error += factor * other.error
    badSpan = badSpan ?? other.badSpan
    if other.masses.defect > masses.defect { masses = other.masses }
    evaluations = max(evaluations, other.evaluations)
    if remark.isEmpty { remark = other.remark }
  }
}
