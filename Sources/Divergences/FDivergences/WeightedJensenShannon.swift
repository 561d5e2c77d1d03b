package import Autodiff
import RealModule
package import Scalars

/// JS_π(P, Q) = π KL(P‖M) + (1 − π) KL(Q‖M) with M = πP + (1 − π)Q: the information that a draw carries on which
/// density it is from, when P is drawn from with probability π (Lin 1991).
///
/// It is at most the entropy −π log π − (1 − π) log(1 − π), and symmetric only at π = ½.
package struct WeightedJensenShannon: FDivergence {
  /// The weight π of P, 0 < π < 1.
  package let weight: Double
  private let ofP: SkewKullbackLeibler
  private let ofQ: SkewKullbackLeibler

  /// The divergence with weight π on P, which must lie between 0 and 1.
  package init(weight: Double) {
    precondition(0 < weight && weight < 1, "the weight of a Jensen–Shannon divergence lies between 0 and 1, not \(weight)")
    self.weight = weight
    ofP = SkewKullbackLeibler(weight: 1 - weight)
    ofQ = SkewKullbackLeibler(weight: weight)
  }

  package var name: String { "js_\(weight)" }
  package var smoothness: Smoothness { .singular(at: (1 - weight) / weight) }

  package func atRatio(_ w: LogRatio) -> Double { weight * ofP.atRatio(w) + (1 - weight) * ofQ.dualAtRatio(w) }
  package func dualAtRatio(_ w: LogRatio) -> Double { weight * ofP.dualAtRatio(w) + (1 - weight) * ofQ.atRatio(w) }
}

/// f(u) = π u log u − (1 − π + πu) log(1 − π + πu).
extension WeightedJensenShannon: VariationalForm {
  package var title: String { "Jensen–Shannon, π = \(weight)" }
  package var gameName: String { "f-js-weighted(\(weight))" }
  package var domain: Interval { Interval(-.infinity, -weight * .log(weight)) }

  package func f<S: Scalar>(_ u: S) -> S {
    let excess = S(weight) * (u - 1)
    return S(weight) * timesLog(u) - (1 + excess) * .log(onePlus: excess)
  }
  package func conjugateOnDomain<E: Expression>(_ t: E) -> E {
    // With s = t/π: (1 − π)/(1 − π e^s) = 1/(1 − π/(1 − π) (e^s − 1)); rounding must not pass the end of the domain.
    let below = (-weight / (1 - weight)) * E.expMinusOne((1 / weight) * t)
    return (weight - 1) * E.log(onePlus: .atLeast(-1, below))
  }
  package func activation<E: Expression>(_ v: E) -> E { -weight * Double.log(weight) - E.softplus(-v) }
  package func conjugateOfActivation<E: Expression>(_ v: E) -> E {
    // (1 − π) log((1 − π)/(1 − π e^{t/π})), where π e^{t/π} = D^{1/π} and −log D = softplus(−v).
    let survival = E.log1mExp((1 / weight) * E.softplus(-v))
    return (1 - weight) * (Double.log(1 - weight) - survival)
  }
  package func critic<S: Scalar>(logRatio: S) -> S {
    // u/(1 − π + πu) = 1/(π + (1 − π)/u), or by u itself where 1/u overflows.
    logRatio.primal > 0
      ? S(-weight) * .log(onePlus: S(1 - weight) * .expMinusOne(-logRatio))
      : S(weight) * (logRatio - .log(onePlus: S(weight) * .expMinusOne(logRatio)))
  }
  package func optimalOutput(logRatio: Double) -> Double {
    // log(1 + e^−v) = −π log(p/((1 − π)q + πp)) − π log π = π s with s = log(1 + (1 − π)q/(πp)).
    let s = softplus(.log((1 - weight) / weight) - logRatio)
    return -softplusInverse(weight * s)
  }
}
