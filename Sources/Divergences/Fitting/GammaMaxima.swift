import Calculus
import Densities
import RealModule
import Scalars

// Gamma and beta densities are exponential families: the maximum of the likelihood is the only one, and the zero of the
// equations of its moments.

extension Gamma: HasLikelihoodMaximum {
  /// log k − ψ(k) = log x̄ − mean log x, and k/x̄ for the rate (Choi & Wette 1969).
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    if let reason = sample.reasonBelowZero(name) { return reason }
    if sample.lowest == 0 { return .unbounded("one value is 0, where the density is infinite for every shape below 1") }
    if sample.isConstant { return .unbounded("\(sample.constantReason), and it grows without end with the shape") }
    let moments = LogMoments(sample)
    let gap = moments.gap
    let start = (3 - gap + .sqrt((gap - 3) * (gap - 3) + 24 * gap)) / (12 * gap)
    // Nearly a line in log k.
    let root = increasingRoot(from: .log(start)) { x in
      let k = Double.exp(x)
      return (.log(gap) - .log(digammaDeficit(k)), k * trigammaExcess(k) / digammaDeficit(k))
    }
    guard let root else { return .notFound }
    let k = Double.exp(root)
    let elasticity = k * trigammaExcess(k) / digammaDeficit(k)
    let residual = abs(digammaDeficit(k) / gap - 1)
    let relative = (16 * .ulpOfOne + moments.gapError / gap + residual) / elasticity + .ulpOfOne * (2 + 2 * abs(root))
    let rate = k / sample.highest / moments.mean
    // In log k and log rate the information is k²ψ′, −k, k.
    let excess = k * k * trigammaExcess(k)
    let variances = (1 / excess, (k + excess) / (k * excess))
    let logarithms = sample.sumOfLogarithms
    let terms = (SpecialFunctions.gammaLogNormalizer(k), k * gap)
    return LikelihoodMaximum(
      [
        .init((k, k * relative), standardError: k * .sqrt(variances.0 / sample.count)),
        .init((rate, rate * (relative + 8 * .ulpOfOne)), standardError: rate * .sqrt(variances.1 / sample.count)),
      ], logLikelihood: -sample.count * (terms.0 + terms.1) - logarithms.value,
      // At the maximum an error of k moves k·gap and the normalizer by as much in opposite directions.
      error: logarithms.error + sample.count
        * (8 * .ulpOfOne * (abs(terms.0) + terms.1 + 2 + abs(root)) + k * moments.gapError + relative * relative))
  }
}

/// The mean of positive data, and log x̄ − mean log x ≥ 0 to full relative accuracy.
private struct LogMoments {
  /// x̄ over the greatest datum.
  let mean: Double
  let gap: Double
  let gapError: Double

  init(_ sample: Sample) {
    mean = sample.mean { $0 / sample.highest }.value
    let reference = mean * sample.highest
    // With v = x/c − 1 the gap is mean (v − log(1+v)) less that of mean v, c being the rounded mean.
    let rest = sample.mean { ($0 - reference) / reference }.value
    let parts = sample.mean { itakuraSaito($0, reference) }
    gap = max(parts.value - logRemainder(rest), .leastNormalMagnitude)
    // A part moves by v times the rounding of v, which is no more than twice the part where it is small.
    gapError = .ulpOfOne * (8 * parts.value + 8 * sample.mean { abs($0 - reference) < reference ? 0 : ($0 - reference) / reference }.value)
  }
}

/// log k − ψ(k) > 0 for k > 0, to full relative accuracy: it falls like 1/(2k).
///
/// By L(k) = L(k+1) + 1/k − log(1 + 1/k), a sum of positive terms, up to k ≥ 20 and the asymptotic series there
/// (Abramowitz & Stegun 1964, 6.3.5 and 6.3.18).
func digammaDeficit(_ k: Double) -> Double {
  var (argument, shifted) = (k, 0.0)
  while argument < 20 {
    shifted += logRemainder(1 / argument)
    argument += 1
  }
  let square = 1 / argument / argument
  var series = 0.0
  for coefficient in deficitCoefficients.reversed() { series = series * square + coefficient }
  return shifted + 0.5 / argument + square * series
}

/// B₂ₙ/(2n), n = 1…7.
private let deficitCoefficients: [Double] = [
  1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12,
]

extension Beta: HasLikelihoodMaximum {
  /// ψ(α) − ψ(α+β) = mean log x and ψ(β) − ψ(α+β) = mean log(1−x), in log(α+β) and logit of the mean α/(α+β), which are
  /// nearly independent.
  static func likelihoodMaximum(_ sample: Sample) throws(FitError) -> LikelihoodMaximum {
    if sample.lowest < 0 || sample.highest > 1 {
      let value = sample.lowest < 0 ? sample.lowest : sample.highest
      return .impossible("the value \(value) lies outside the support [0, 1] of every beta, where the density is 0")
    }
    if sample.lowest == 0 || sample.highest == 1 {
      let (value, exponent) = sample.lowest == 0 ? (0, "alpha") : (1, "beta")
      return .unbounded("one value is \(value), where the density is infinite for every \(exponent) below 1")
    }
    if sample.isConstant { return .unbounded("\(sample.constantReason), and it grows without end with alpha and beta") }
    let equations = BetaEquations(sample)
    guard let solution = LikelihoodEquations.solve(from: equations.start, equations.at), solution.isSharp else { return .notFound }
    let (alpha, beta) = equations.exponents(solution.point)
    let (a, b) = (alpha / (alpha + beta), beta / (alpha + beta))
    // log α = log T + log a, of which the second moves by b a step in logit a.
    let roundings = 4 * .ulpOfOne * (1 + abs(solution.point[0]) + abs(solution.point[1]))
    let relative = [solution.errors[0] + b * solution.errors[1] + roundings, solution.errors[0] + a * solution.errors[1] + roundings]
    let standard = [[1, b], [1, -a]].map { direction in
      Double.sqrt(zip(direction, solution.information.solve(direction) ?? [.nan, .nan]).map { $0 * $1 }.reduce(0, +) / sample.count)
    }
    let value = equations.logLikelihood(alpha, beta)
    return LikelihoodMaximum(
      [
        .init((alpha, alpha * relative[0]), standardError: alpha * standard[0]),
        .init((beta, beta * relative[1]), standardError: beta * standard[1]),
      ], logLikelihood: value.value, error: value.error + sample.count * solution.curvature)
  }
}

extension LikelihoodEquations.Solution {
  /// What the errors leave of a mean log-likelihood: half the information times their squares, at most.
  var curvature: Double {
    let size = information.diagonal
    return Double(errors.count) * zip(errors, size).map { $0 * $0 * $1 }.reduce(0, +)
  }
}

/// The likelihood equations of a beta density about references c and d near the means of x and 1 − x; c + d + `rest` =
/// 1 exactly.
private struct BetaEquations {
  let c, d, rest: Double
  /// log c − mean log x and log d − mean log(1−x), with their rounding errors.
  let gaps: (x: Double, y: Double)
  let gapErrors: (x: Double, y: Double)
  /// The mean's c d over the variance: 1 + T by the moments.
  let precision: Double
  private let sample: Sample

  init(_ sample: Sample) {
    self.sample = sample
    let (c, d) = (sample.mean { $0 }.value, sample.mean { 1 - $0 }.value)
    let rest = c < d ? (1 - d) - c : (1 - c) - d
    (self.c, self.d, self.rest) = (c, d, rest)
    // Exact where x is within a factor of 2 of c, so that the mean keeps the digits of its terms.
    let distance = sample.mean { $0 - c }.value
    let exposed = sample.mean { abs($0 - c) < 0.4 * c ? 0 : $0 - c }.size
    func gap(_ reference: Double, _ shift: Double, _ term: (Double) -> (excess: Double, value: Double)) -> (value: Double, error: Double) {
      // log c − log x = v − log(1+v) less v, with v = x/c − 1.
      let parts = sample.mean { x in
        let (excess, value) = term(x)
        return abs(excess) < 0.5 ? logRemainder(excess) : excess - logRatio(value, reference)
      }
      return (parts.value - shift, .ulpOfOne * (32 * parts.size + 4 * abs(shift) + exposed / reference))
    }
    let x = gap(c, distance / c) { (($0 - c) / c, $0) }
    let y = gap(d, (rest - distance) / d) { ((rest - ($0 - c)) / d, 1 - $0) }
    (gaps, gapErrors) = ((x.value, y.value), (x.error, y.error))
    let small = min(c, d)
    precision = max(c, d) / small / sample.mean { (($0 - c) / small) * (($0 - c) / small) }.value
  }

  /// By the moments: a T of at least a little, since two values at the ends have a variance that no beta has.
  var start: [Double] { [.log(max(precision - 1, 0.1)), .log(c) - .log(d)] }

  func exponents(_ point: [Double]) -> (alpha: Double, beta: Double) {
    let total = Double.exp(point[0])
    return (total * logistic(point[1]), total * logistic(-point[1]))
  }

  func at(_ point: [Double]) -> LikelihoodEquations {
    let (alpha, beta) = exponents(point)
    let total = alpha + beta
    let (a, b) = (alpha / total, beta / total)
    // a/c − 1 and b/d − 1 without the cancellation of a and c.
    let cross = differenceOfProducts(alpha, d, beta, c)
    let (v, w) = ((cross + alpha * rest) / (total * c), (beta * rest - cross) / (total * d))
    let deficit = digammaDeficit(total)
    func score(_ exponent: Double, _ excess: Double, _ share: Double, _ reference: Double, _ gap: Double, _ gapError: Double) -> (
      value: Double, error: Double
    ) {
      let logShare = abs(excess) < 0.5 ? Double.log(onePlus: excess) : .log(share) - .log(reference)
      let own = digammaDeficit(exponent)
      return (own - deficit - logShare - gap, 4 * .ulpOfOne * (own + deficit + abs(logShare)) + gapError)
    }
    let byAlpha = score(alpha, v, a, c, gaps.x, gapErrors.x)
    let byBeta = score(beta, w, b, d, gaps.y, gapErrors.y)
    // k²ψ′(k) = k + N(k).
    func excess(_ k: Double) -> Double { k < 1e150 ? k * k * trigammaExcess(k) : 0.5 }
    let (ofAlpha, ofBeta) = (excess(alpha), excess(beta))
    return LikelihoodEquations(
      scores: [alpha * byAlpha.value + beta * byBeta.value, total * a * b * (byAlpha.value - byBeta.value)],
      errors: [alpha * byAlpha.error + beta * byBeta.error, total * a * b * (byAlpha.error + byBeta.error)],
      information: [
        [ofAlpha + ofBeta - excess(total)], [b * ofAlpha - a * ofBeta, b * b * (alpha + ofAlpha) + a * a * (beta + ofBeta)],
      ])
  }

  /// Σ log p: the normalizer at the saddle point α/T, less the deviances of c and d from it and the gaps.
  func logLikelihood(_ alpha: Double, _ beta: Double) -> (value: Double, error: Double) {
    let total = alpha + beta
    let cross = differenceOfProducts(alpha, d, beta, c)
    func deviance(_ exponent: Double, _ excess: Double, _ reference: Double) -> Double {
      exponent * (abs(excess) < 0.5 ? logRemainder(excess) : excess - (.log(reference) - .log(exponent / total)))
    }
    let deviances = (deviance(alpha, -(cross / alpha + rest), c), deviance(beta, cross / beta - rest, d))
    let normalizer = SpecialFunctions.betaLogNormalizer(alpha, beta)
    let (logX, logY) = (sample.mean { .log($0) }, sample.mean { .log(onePlus: -$0) })
    let terms = [
      normalizer, -deviances.0, -deviances.1, -total * rest, -alpha * gaps.x, -beta * gaps.y, -logX.value, -logY.value,
    ]
    let size = terms.reduce(2 + logX.size + logY.size) { $0 + abs($1) }
    let rounding = alpha * gapErrors.x + beta * gapErrors.y + 8 * .ulpOfOne * size
    return (sample.count * terms.compensatedSum(), sample.count * rounding)
  }
}
