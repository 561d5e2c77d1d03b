public import Autodiff
import RealModule

/// The f-GAN game (Nowozin, Cseke & Tomioka 2016): D_f(P‖Q) = sup_T E_P T − E_Q f*(T) with T = g(v), where the output activation g maps
/// the critic's output into the domain of f*. The discriminator ascends the bound and the generator descends it.
public struct VariationalDivergence: Objective {
  /// The generator f of the divergence, by its row in the paper's table.
  public enum Row: Hashable, Sendable {
    /// f = ½|u − 1|.
    case totalVariation
    /// f = u log u.
    case kullbackLeibler
    /// f = −log u.
    case reverseKullbackLeibler
    /// f = (u − 1)².
    case pearson
    /// f = (1 − u)²/u.
    case neyman
    /// f = (√u − 1)².
    case squaredHellinger
    /// f = (u − 1) log u.
    case jeffreys
    /// f = u log u − (u + 1) log((1 + u)/2), twice the Jensen–Shannon divergence.
    case jensenShannon
    /// f = π u log u − (1 − π + πu) log(1 − π + πu), 0 < π < 1.
    case weightedJensenShannon(Double)
    /// f = u log u − (u + 1) log(u + 1), the game of Goodfellow et al. up to constants.
    case gan
    /// f = (uᵃ − 1 − a(u − 1))/(a(a − 1)), a ∉ {0, 1}.
    case alpha(Double)
  }

  /// Which divergence.
  public let row: Row

  /// The game of one row; a parameter outside the row's range is a caller's mistake.
  public init(_ row: Row) {
    switch row {
    case .weightedJensenShannon(let weight): precondition(weight > 0 && weight < 1, "the weight lies between 0 and 1, not at \(weight)")
    case .alpha(let a): precondition(a != 0 && a != 1 && a.isFinite, "alpha is a number other than 0 and 1, not \(a)")
    default: break
    }
    self.row = row
  }

  /// One of each row.
  public static let catalogue: [any Objective] = [
    Row.totalVariation, .kullbackLeibler, .reverseKullbackLeibler, .pearson, .neyman, .squaredHellinger, .jeffreys, .jensenShannon,
    .weightedJensenShannon(0.3), .gan, .alpha(0.5), .alpha(2),
  ].map { VariationalDivergence($0) }

  public var name: String {
    switch row {
    case .totalVariation: "f-tv"
    case .kullbackLeibler: "f-kl"
    case .reverseKullbackLeibler: "f-reverse-kl"
    case .pearson: "f-pearson"
    case .neyman: "f-neyman"
    case .squaredHellinger: "f-hellinger"
    case .jeffreys: "f-jeffreys"
    case .jensenShannon: "f-js"
    case .weightedJensenShannon(let weight): "f-js-weighted(\(weight))"
    case .gan: "f-gan"
    case .alpha(let a): "f-alpha(\(a))"
    }
  }

  public func real<E: Expression>(_ v: E) -> E { -activation(v) }
  public func fake<E: Expression>(_ v: E) -> E { conjugate(v) }
  public func generator<E: Expression>(_ v: E) -> E { -conjugate(v) }

  /// T = g(v).
  public func activation<E: Expression>(_ v: E) -> E {
    switch row {
    case .totalVariation: 0.5 * v.activated(.tanh)
    case .kullbackLeibler, .pearson, .jeffreys: v + 0
    case .reverseKullbackLeibler: -(-v).exponential
    case .neyman, .squaredHellinger: 1 - (-v).exponential
    case .jensenShannon: Double.log(2) - (-v).softplus
    case .weightedJensenShannon(let weight): -weight * Double.log(weight) - (-v).softplus
    case .gan: -(-v).softplus
    case .alpha(let a): a > 1 ? v + 0 : 1 / (1 - a) - (-v).softplus
    }
  }

  /// f*(g(v)), simplified so that nothing cancels.
  public func conjugate<E: Expression>(_ v: E) -> E {
    switch row {
    case .totalVariation: return 0.5 * v.activated(.tanh)
    case .kullbackLeibler: return (v - 1).exponential
    case .reverseKullbackLeibler: return v - 1
    // t²/4 + t down to t = −2, where u = 0; f* = −1 below.
    case .pearson: return 0.25 * (v + 2).activated(.relu).squared - 1
    // 2 − 2√(1 − t).
    case .neyman: return 2 - 2 * (-0.5 * v).exponential
    // t/(1 − t).
    case .squaredHellinger: return v.exponential - 1
    // ω + 1/ω + t − 2 with ω = W(e^{1−t}); 1/ω = e^{ω − (1 − t)}.
    case .jeffreys:
      let omega = (1 - v).map(.wrightOmega)
      return omega + (omega + v - 1).exponential + v - 2
    // −log(2 − eᵗ).
    case .jensenShannon: return v.softplus - Double.log(2)
    // (1 − π) log((1 − π)/(1 − π e^{t/π})), where π e^{t/π} = D^{1/π} and −log D = softplus(−v).
    case .weightedJensenShannon(let weight):
      let survival = ((1 / weight) * (-v).softplus).map(.logOneMinusExp)
      return (1 - weight) * (Double.log(1 - weight) - survival)
    // −log(1 − eᵗ).
    case .gan: return v.softplus
    // ((t(a − 1) + 1)^{a/(a − 1)} − 1)/a; below the domain u = 0 and f* = −1/a.
    case .alpha(let a):
      let base = a > 1 ? ((a - 1) * v + 1).activated(.relu) : (1 - a) * (-v).softplus
      return (1 / a) * (base.map(.power(a / (a - 1))) - 1)
    }
  }

  /// g⁻¹(f′(p/q)).
  public func optimalOutput(logRatio: Double) -> Double? {
    let x = logRatio
    switch row {
    case .totalVariation: return x == 0 ? 0 : (x > 0 ? .infinity : -.infinity)
    case .kullbackLeibler: return x + 1
    // −q/p = −e^{−v}.
    case .reverseKullbackLeibler: return x
    case .pearson: return 2 * .expMinusOne(x)
    // 1 − (q/p)² = 1 − e^{−v}.
    case .neyman: return 2 * x
    case .squaredHellinger: return x / 2
    case .jeffreys: return 1 + x - .exp(-x)
    case .jensenShannon, .gan: return x
    // π log(p/((1 − π)q + πp)) = −π log π − log(1 + e^{−v}): with s = log(1 + (1 − π)q/(πp)), log(1 + e^{−v}) = π s.
    case .weightedJensenShannon(let weight):
      let s = Activation.softplus(Double.log((1 - weight) / weight) - x)
      return -.log(.expMinusOne(weight * s))
    // ((p/q)^{a−1} − 1)/(a − 1), and for a < 1 log(1 + e^{−v}) = (p/q)^{a−1}/(1 − a).
    case .alpha(let a):
      let power = Double.exp((a - 1) * x)
      return a > 1 ? (power - 1) / (a - 1) : -.log(.expMinusOne(power / (1 - a)))
    }
  }
}
