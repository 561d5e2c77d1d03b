package import Calculus
package import Densities
import Divergences
import RealModule
import Scalars
package import Tabulation

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
  private let steps: Int

  /// A descent from Q₀, which should be positive wherever P is; the rate must be above 0 and at most 1, where the error
  /// of a step does not grow in the next.
  package init(
    _ p: any AnalyticDensity, from q: any AnalyticDensity, loss: FunctionSpaceLoss = .minimax, rate: Double = CellDescent.usual.rate,
    steps: Int = CellDescent.usual.steps
  ) {
    precondition(rate > 0 && rate <= 1, "a descent on densities needs a rate above 0 and at most 1, not \(rate)")
    (pair, self.loss, self.rate, self.steps) = (DensityPair(p, q), loss, rate, steps)
  }

  /// JS(P, Q) after a step.
  package struct Row: TableRow {
    /// JS(P, Q).
    package let js: Estimate

    package static var columns: [Column<Row>] { [Column("js_density", \.js.value), Column("js_density_error", \.js.error)] }
  }

  /// A row a step, the start first.
  package func run() -> [Row] {
    // log Z of each step, with the error of its quadrature.
    var normalizers: [Estimate] = []
    return (0...steps).map { step in
      if step > 0 {
        let (loss, rate) = (loss, rate)
        let mass = pair.measure(
          moved(normalizers, "mass") { logP, logQ in .exp(loss.moved(logQ: logQ, logP: logP, rate: rate)) })
        normalizers.append(Estimate(.log(mass.value), error: mass.error / mass.value))
      }
      return Row(js: js(normalizers))
    }
  }

  /// JS(P, Q) after the steps made, q⁺ = q exp(−rate · slope)/Z.
  ///
  /// The error is that of the quadrature and that of log q/p, δ, by which JS moves by at most δ (JS + √JS); δ counts
  /// the normalisers and ten roundings a step.
  private func js(_ normalizers: [Estimate]) -> Estimate {
    let shape = JensenShannon()
    let measurement = pair.measure(
      moved(normalizers, "js") { logP, logQ in
        let larger = max(logP, logQ)
        return larger == -.infinity ? 0 : .exp(larger) * shape.atRatio(LogRatio(log: logP == logQ ? 0 : -abs(logP - logQ)))
      })
    let drift = normalizers.map(\.error).reduce(0, +) + 10 * .ulpOfOne * Double(normalizers.count + 4)
    return Estimate(
      measurement.value, error: measurement.error + drift * (measurement.value + .sqrt(measurement.value)),
      evaluations: measurement.evaluations)
  }

  /// A function of log p and log q after the steps made, each less one number, as a divergence of P and Q₀.
  private func moved(
    _ normalizers: [Estimate], _ name: String, _ shape: @escaping @Sendable (_ logP: Double, _ logQ: Double) -> Double
  ) -> MovedDensities {
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
