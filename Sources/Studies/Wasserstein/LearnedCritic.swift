import Autodiff
package import Calculus
package import Densities
import Divergences
package import Scalars
package import Training

/// A trained critic as a function of x: a network of rectifiers is a broken line, so that its slopes and its Lipschitz
/// constant are known and not estimated.
///
/// (E_P f − E_Q f)/max |f′| ≤ W1(P, Q) for every f (Kantorovich & Rubinstein 1958): whatever training has left, `bound`
/// is a lower bound on W1 within its error.
package struct LearnedCritic: Sendable {
  /// Where the slope changes, in increasing order.
  package let turns: [Double]
  /// The slope before the first turn, between turns, and after the last.
  package let slopes: [Double]
  private let map: NetworkMap
  private let units: Standardization
  private let reach: Interval

  /// The critic that a network with these parameters is in these units, f(x) = scale · v((x − shift)/scale); nil unless
  /// it is a broken line of one input.
  ///
  /// Beyond `reach` it is held constant, which leaves it a critic: there no sample has trained its slope.
  package init?(_ network: MultilayerPerceptron, _ parameters: [Double], units: Standardization, reach: Interval = .line) {
    guard network.widths.first == 1 else { return nil }
    switch network.activation {
    case .relu, .leakyReLU: break
    case .tanh, .softplus, .sigmoid, .exponential: return nil
    }
    map = NetworkMap(network, parameters)
    self.units = units
    self.reach = reach
    let kinks = map.kinks
    let ends = [(kinks.first ?? 0) - 1] + kinks + [(kinks.last ?? 0) + 1]
    // Both are in standard units, where a slope is the same as in x.
    let slopes = map.evaluated(at: zip(ends, ends.dropFirst()).map { 0.5 * ($0 + $1) }).slopes
    let turns = kinks.map { units.original($0) }
    let inside = turns.indices.filter { reach.lower < turns[$0] && turns[$0] < reach.upper }
    let first = turns.prefix { $0 <= reach.lower }.count
    self.turns = (reach.lower > -.infinity ? [reach.lower] : []) + inside.map { turns[$0] } + (reach.upper < .infinity ? [reach.upper] : [])
    self.slopes = (reach.lower > -.infinity ? [0] : []) + slopes[first...(first + inside.count)] + (reach.upper < .infinity ? [0] : [])
  }

  /// f(x).
  package func value(at x: Double) -> Double { units.scale * map(units.standardized(min(max(x, reach.lower), reach.upper))) }

  /// f′(x); at a turn the slope after it.
  package func slope(at x: Double) -> Double { slopes[turns.prefix { $0 <= x }.count] }

  /// The Lipschitz constant, max |f′| over the line.
  package var largestSlope: Double { slopes.reduce(0) { max($0, abs($1)) } }

  /// E_P f − E_Q f, by quadrature of f itself between its turns; 0 with an infinite error where f has no mean under one
  /// of them.
  package func differenceOfMeans(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
    guard hasMean(under: p), hasMean(under: q) else { return Estimate(0, error: .infinity) }
    let (network, scale, reach) = (StandardizedNetwork(map, units), units.scale, reach)
    // A constant cancels, and with the right one less of f does.
    let middle = value(at: p.quantile(0.5))
    let output = LineFunction(marks: turns) { places in
      let held = places.map { place in
        let end = place.isBelow(reach.lower) ? reach.lower : place.isAbove(reach.upper) ? reach.upper : nil
        return end.map { Place(anchor: $0, offset: 0) } ?? place
      }
      return network.outputs(at: held).map {
        (scale * $0.value - middle, scale * ($0.error + 2 * Double.ulpOfOne * abs($0.value)))
      }
    }
    return DensityPair(p, q).measure([.mean(real: { $0 }, fake: { -$0 })], of: output)[0]
  }

  /// Whether a tail along which f goes to infinity has a mean.
  private func hasMean(under density: any AnalyticDensity) -> Bool {
    let ends = [(-1.0, slopes[0], density.hull.lower), (1.0, slopes[slopes.count - 1], density.hull.upper)]
    return ends.allSatisfy { direction, slope, end in
      let approach = Approach.tail(direction: direction, origin: density.quantile(0.5), unit: 1)
      return slope == 0 || end.isFinite || (density.asymptote(approach) + Asymptote([.log: 1])).isIntegrable(approach)
    }
  }

  /// (E_P f − E_Q f)/max |f′|, a lower bound on W1(P, Q); 0 for a constant critic.
  package func bound(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> Estimate {
    let (difference, slope) = (differenceOfMeans(p, q), largestSlope)
    return slope > 0 ? difference / Estimate(slope, error: 0) : 0
  }
}

/// The training of a critic alone, against a fixed Q: E_P f − E_Q f is maximised under a constraint on the slope of f.
///
/// With clipping the settings are those of Arjovsky, Chintala & Bottou (2017), algorithm 1: RMSProp at 5·10⁻⁵ on
/// minibatches of 64, here for a critic with two hidden layers of rectifiers. With a penalty they are those of
/// Gulrajani et al. (2017) but for the rate: Adam with β₁ = 0 and β₂ = 0.9, its rate falling from 10⁻³ to 0.
///
/// Neither finds f*. Clipping bounds the slope by a constant that nobody knows, and its kinks by |bias/weight|. The
/// penalty λ lets a slope overshoot to 1 + |G − F|/(2λ s r), with the density r of the points between data and samples
/// and the deviation s of (P + Q)/2. A slope of 0 is penalised, too, so that a slope that starts with the wrong sign
/// may keep it: another seed may find more.
package struct CriticTraining: Sendable {
  /// P, against a fixed Q, and the settings of the training.
  package var gan: GAN

  /// The width of the hidden layers, and the number of steps.
  package static let usual = (width: 32, steps: 20_000)

  /// The training of a critic of P against Q under a constraint, with the usual settings.
  package init(
    _ p: any AnalyticDensity, against q: any AnalyticDensity, _ constraint: Regularization, width: Int = usual.width,
    steps: Int = usual.steps, seed: UInt64 = 1
  ) {
    var settings = TrainingSettings()
    settings.objective = Wasserstein()
    settings.penalty = constraint
    (settings.width, settings.depth, settings.activation) = (width, 2, .relu)
    (settings.batch, settings.steps, settings.seed) = (64, steps, seed)
    if case .clipping = constraint {
      settings.optimizer = .rmsProp
      settings.discriminatorLearningRate = 5e-5
      settings.decays = false
    } else {
      settings.moments = [0, 0.9]
      settings.discriminatorLearningRate = 1e-3
    }
    gan = GAN(p, against: q, settings: settings)
  }

  /// The critic at the end of the training, its weights averaged over the last thousand steps.
  ///
  /// Training runs in units in which (P + Q)/2 has mean 0 and deviation 1. Beyond the thousandths at the ends of P and
  /// Q, where minibatches have next to no rows, the critic is held constant.
  ///
  /// Throws one sentence where samples leave single precision, and `TrainingError` where training diverges.
  package func run() throws -> LearnedCritic? {
    guard let q = gan.q, let record = try gan.records(at: [gan.settings.steps]).next() else { return nil }
    let (p, level) = (gan.p, 1e-3)
    let reach = Interval(min(p.quantile(level), q.quantile(level)), max(p.upperQuantile(level), q.upperQuantile(level)))
    return LearnedCritic(gan.settings.discriminator, record.average.discriminatorParameters, units: gan.units, reach: reach)
  }
}
