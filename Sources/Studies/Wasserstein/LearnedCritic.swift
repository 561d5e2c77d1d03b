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
