import Autodiff
package import Divergences
import RealModule
import Scalars
import Training

/// JS from below by a trained discriminator, on rows that it was not trained on.
///
/// JS(P,Q) ≥ log 2 + ½ (E_P log D + E_Q log(1 − D)) for every D (Goodfellow et al. 2014, theorem 1). D is trained on
/// half of the rows of both samples. On pairs of the other rows the mean of ½ (log D(x) + log(1 − D(y))) is bounded
/// from below by betting (I. Waudby-Smith, A. Ramdas, “Estimating means of bounded random variables by betting”, J. R.
/// Stat. Soc. B 86 (2024), theorem 3). That bound holds for independent rows of every distribution, since the logit of
/// D is held between ±4. How near it comes to JS depends on D.
package struct DiscriminatorBound: Sendable {
  /// The two samples.
  package let pair: SamplePair

  /// The bound of two samples.
  package init(_ pair: SamplePair) { self.pair = pair }

  /// The logit of D beyond which it is held: JS loses at most log(1 + e⁻⁴) = 0.018 by it.
  private static let largestLogit = 4.0

  /// The mean on the held-out rows, or its lower bound where that is larger, and the bound; throws where training diverges.
  package func estimate() throws -> SampleEstimate {
    var random = CounterRandom(seed: pair.settings.seed, stream: SampleStream.discriminator.rawValue)
    let (x, y) = (RandomHalves.split(pair.first, using: &random), RandomHalves.split(pair.second, using: &random))
    let units = Units(x.0 + y.0)
    let logit = try trained(on: units.standardized(x.0), units.standardized(y.0))
    // In random order, so that each pair is drawn from P × Q.
    let real = units.standardized(x.1).shuffled(using: &random).map { -softplus(-logit($0)) }
    let fake = units.standardized(y.1).shuffled(using: &random).map { -softplus(logit($0)) }
    let terms = zip(real, fake).map { 0.5 * ($0 + $1) }
    let (least, largest) = (-softplus(Self.largestLogit), -softplus(-Self.largestLogit))
    let bound = bettingLowerBound(
      terms.map { min(max(($0 - least) / (largest - least), 0), 1) }, missing: 1 - pair.settings.level)
    let mean = 0.5 * (real.reduce(0, +) / Double(real.count) + fake.reduce(0, +) / Double(fake.count))
    let lower = max(0, .log(2) + least + bound * (largest - least))
    // The bound may be the better estimate: JS is at least 0, and after the first terms the mean may fall below what they proved.
    return SampleEstimate(
      "js", .discriminator, value: max(lower, .log(2) + mean), lower: lower, upper: nil, by: .betting,
      .guaranteed, counts: pair.counts,
      note: "a lower bound, one-sided: what a discriminator trained on half of the rows tells apart on \(terms.count) "
        + "\(terms.count == 1 ? "pair" : "pairs") of the others, its logit held between ±4")
  }

  /// The logit of a discriminator in standard units, between its limits.
  private func trained(on xs: [Double], _ ys: [Double]) throws -> (Double) -> Double {
    var settings = TrainingSettings.discriminatorAlone
    // Small and smooth: it must not learn the rows themselves.
    (settings.width, settings.steps, settings.averaging, settings.penalty) = (16, 2000, 0.99, .r1(0.1))
    settings.seed = pair.settings.seed
    let unit = Standardization(shift: 0, scale: 1)
    let trainer = try Trainer<Float>(
      settings, data: SampleSource(resampling: xs, unit).seeded(settings.seed, .data),
      against: SampleSource(resampling: ys, unit).seeded(settings.seed, .fixedGenerator))
    for _ in 0..<settings.steps { try trainer.advance() }
    let (network, parameters) = (settings.discriminator, trainer.discriminator.average.values.map { Double($0) })
    let limit = Self.largestLogit
    return { min(max(network([$0], parameters)[0], -limit), limit) }
  }

  /// Units in which half of the rows are within about ±1; rows more than 100 units out are held there, as D may do.
  private struct Units {
    let (center, scale): (Double, Double)

    init(_ rows: [Double]) {
      let sorted = rows.sorted()
      center = sorted[sorted.count / 2]
      let quartiles = sorted[3 * sorted.count / 4] - sorted[sorted.count / 4]
      scale = quartiles > 0 ? quartiles / 1.35 : (sorted[sorted.count - 1] - sorted[0]) / 4
    }

    func standardized(_ rows: [Double]) -> [Double] {
      rows.map { scale > 0 ? min(max(($0 - center) / scale, -100), 100) : 0 }
    }
  }
}

/// log(1 + eˣ).
private func softplus(_ x: Double) -> Double { max(x, 0) + .log(onePlus: .exp(-abs(x))) }

/// A lower bound on the mean of independent terms in [0, 1] that is wrong with probability at most α.
///
/// A gambler who bets λ on each term being above m multiplies the capital by 1 + λ (zₜ − m). If the mean is at most m,
/// the capital ever reaches 1/α with probability at most α (Ville 1939): every m at which it does is refuted. λ depends
/// on the terms before alone.
package func bettingLowerBound(_ terms: [Double], missing alpha: Double) -> Double {
  let count = Double(terms.count)
  var (sum, squares, bets): (Double, Double, [Double]) = (0.5, 0.25, [])
  for (index, term) in terms.enumerated() {
    let seen = Double(index + 1)
    bets.append(.sqrt(2 * .log(1 / alpha) / (count * squares / seen)))
    sum += term
    squares += (term - sum / (seen + 1)).squared
  }
  func isRefuted(_ mean: Double) -> Bool {
    var (capital, largest) = (0.0, 0.0)
    for (bet, term) in zip(bets, terms) {
      capital += .log(onePlus: min(bet, 0.75 / mean) * (term - mean))
      largest = max(largest, capital)
    }
    return largest >= -.log(alpha)
  }
  var (low, high) = (0.0, 1.0)
  for _ in 0..<50 {
    let middle = 0.5 * (low + high)
    if isRefuted(middle) { low = middle } else { high = middle }
  }
  return low
}
