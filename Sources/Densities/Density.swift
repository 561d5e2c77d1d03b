import RealModule

/// A probability density on the real line: p(x) ≥ 0 with ∫ p = 1.
///
/// ```swift
/// let p = Normal(mean: 0, sd: 1)
/// p.density(at: 0)      // 0.3989422804014327
/// p.quantile(0.975)     // 1.959963984540054
/// ```
/// There are families such as `Normal`, combinations such as `Mixture`, estimates from data such as `KernelDensity`,
/// and `CustomDensity` for a formula of your own. A type of your own conforms by returning the model of one of these.
public protocol Density: Sendable, CustomStringConvertible {
  /// What quadrature needs to know of the density.
  var model: DensityModel { get }
}

/// What quadrature needs to know of a density: its support, its features, its tails, and the rounding of its logarithm.
public struct DensityModel: Sendable {
  /// The density as the package knows it.
  package let analytic: any AnalyticDensity

  /// What quadrature knows of a density.
  package init(_ analytic: some AnalyticDensity) { self.analytic = analytic }
}

// The members that users call give way to those of the same name that the package itself calls.
extension Density {
  /// The text that `parseDensity` reads back; for a density that has no such text, a description.
  public var description: String { model.analytic.text }

  /// p(x), 0 outside the support; it may underflow where `logDensity(at:)` does not.
  public func density(at x: Double) -> Double { .exp(model.analytic.logDensity(at: Place(anchor: x, offset: 0))) }

  /// log p(x), exact where p(x) itself would underflow; −∞ outside the support.
  @_disfavoredOverload public func logDensity(at x: Double) -> Double { model.analytic.logDensity(at: Place(anchor: x, offset: 0)) }

  /// F(x) = P(X ≤ x), accurate to its last digits where it is small.
  @_disfavoredOverload public func cumulative(_ x: Double) -> Double { model.analytic.cumulative(x) }

  /// 1 − F(x) = P(X > x), accurate to its last digits where it is small.
  @_disfavoredOverload public func survival(_ x: Double) -> Double { model.analytic.survival(x) }

  /// The x with F(x) = p, for 0 ≤ p ≤ 1.
  @_disfavoredOverload public func quantile(_ p: Double) -> Double { model.analytic.quantile(p) }

  /// A random draw; the same generator gives the same draw.
  @_disfavoredOverload public func sample(using generator: inout some RandomNumberGenerator) -> Double {
    model.analytic.sample(using: &generator)
  }
}
