package import Calculus
package import Densities
import Divergences
import RealModule
import Scalars

/// The same descent without cells: the steps act on the densities themselves, by quadrature.
///
/// A step moves q at each x by a function of q/p there. So q after k steps is p times a function of the q₀/p there, and
/// its divergences from P are integrals over P and Q₀ of a composed generator. By the data-processing inequality JS on
/// cells is at most this one at the start, and after every step of minimax at rate 1, which is linear; other steps on
/// cells are not the image of those on densities.
package struct DensityDescent: Sendable {
  private let pair: DensityPair
  private let loss: FunctionSpaceLoss
  private let rate: Double
  /// log Z of each step, with the error of its quadrature.
  private var normalizers: [Estimate] = []

  /// The start P and Q₀, which should be positive wherever P is; the rate must be above 0 and at most 1, where the
  /// error of a step does not grow in the next.
  package init(_ p: any AnalyticDensity, from q: any AnalyticDensity, loss: FunctionSpaceLoss, rate: Double) {
    precondition(rate > 0 && rate <= 1, "a descent on densities needs a rate above 0 and at most 1, not \(rate)")
    pair = DensityPair(p, q)
    (self.loss, self.rate) = (loss, rate)
  }

  /// One step, q⁺ = q exp(−rate · slope)/Z.
  package mutating func step() {
    let (loss, rate) = (loss, rate)
    let mass = pair.measure(moved("mass") { logP, logQ in .exp(loss.moved(logQ: logQ, logP: logP, rate: rate)) })
    normalizers.append(Estimate(.log(mass.value), error: mass.error / mass.value))
  }

  /// JS(P, Q) after the steps made.
  ///
  /// The error is that of the quadrature and that of log q/p, δ, by which JS moves by at most δ (JS + √JS); δ counts
  /// the normalisers and ten roundings a step.
  package var js: Estimate {
    let shape = JensenShannon()
    let measurement = pair.measure(
      moved("js") { logP, logQ in
        let larger = max(logP, logQ)
        return larger == -.infinity ? 0 : .exp(larger) * shape.atRatio(LogRatio(log: logP == logQ ? 0 : -abs(logP - logQ)))
      })
    let drift = normalizers.map(\.error).reduce(0, +) + 10 * .ulpOfOne * Double(normalizers.count + 4)
    return Estimate(
      measurement.value, error: measurement.error + drift * (measurement.value + .sqrt(measurement.value)),
      evaluations: measurement.evaluations)
  }

  /// A function of log p and log q after the steps made, each less one number, as a divergence of P and Q₀.
  private func moved(_ name: String, _ shape: @escaping @Sendable (_ logP: Double, _ logQ: Double) -> Double) -> MovedDensities {
    MovedDensities(name: name, loss: loss, rate: rate, logNormalizers: normalizers.map(\.value), shape: shape)
  }
}

/// ∫ F(p, q) for the density q that some steps make of q₀, with F homogeneous of degree 1 and given by logarithms.
private struct MovedDensities: FDivergence {
  let name: String
  let loss: FunctionSpaceLoss
  let rate: Double
  let logNormalizers: [Double]
  let shape: @Sendable (_ logP: Double, _ logQ: Double) -> Double

  var vanishesAtOne: Bool { false }
  func atRatio(_ w: LogRatio) -> Double { value(logP: w.log, logQ: 0) }
  func dualAtRatio(_ w: LogRatio) -> Double { value(logP: 0, logQ: w.log) }

  private func value(logP: Double, logQ: Double) -> Double {
    var logQ = logQ
    for logNormalizer in logNormalizers { logQ = loss.moved(logQ: logQ, logP: logP, rate: rate) - logNormalizer }
    return shape(logP, logQ)
  }
}
