import Calculus
import Densities
import Divergences
import RealModule
import Scalars

/// The discriminator that is optimal for one pair, held while the generator moves.
struct FrozenDiscriminator {
  private let pair: Pair
  private let optimal: OptimalDiscriminator

  /// D* of a pair.
  init(_ pair: Pair) { (self.pair, optimal) = (pair, pair.optimal) }

  /// E_Q[−log D*] for another Q.
  func loss(_ q: any AnalyticDensity) -> Estimate { mean(under: q) { softplus(-$0) } }

  /// E_Q of a function of the logit of D*.
  func mean(under q: any AnalyticDensity, of g: @escaping @Sendable (_ logit: Double) -> Double) -> Estimate {
    let optimal = optimal
    let mean = Estimate.expectation(under: q, alongside: [pair.p, pair.q], .ofPlaces { g(optimal.logit(at: $0)) })
    // A logit is a difference of logarithms, each with the rounding of its size.
    return mean.widened(by: 16 * .ulpOfOne * (1 + abs(mean.value)))
  }

  /// Its gradient by the parameters of the pair's own Q, by differences; nil where Q has none that leave its support.
  func gradient(of g: @escaping @Sendable (_ logit: Double) -> Double) -> [Estimate]? { pair.gradient { mean(under: $0.q, of: g) } }
}
