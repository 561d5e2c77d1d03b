/// A number with a bound on its error and what it cost.
public struct Estimate: Hashable, Sendable {
  /// The best value.
  public let value: Double
  /// A bound on |value − truth|, from two rules that disagree by less, plus rounding.
  public let error: Double
  /// How often the integrand was evaluated.
  public let evaluations: Int

  /// A value with its error bound.
  public init(value: Double, error: Double, evaluations: Int = 0) {
    self.value = value
    self.error = error
    self.evaluations = evaluations
  }
}
