import Calculus
import Densities
import RealModule
import Scalars

/// The distances of the empirical distribution function F of a sample from a known one G, by quadrature.
///
/// F is constant between rows, so that every integrand is smooth between rows, crossings of F and G, break points of
/// the density and its quantiles at levels 1/128 apart; each piece has a Gauss–Kronrod rule.
struct EmpiricalDeviation {
  private let sample: [Double]
  private let density: any AnalyticDensity
  /// The levels and break points, which every integral is divided at.
  private let marks: [Double]

  /// ∫ |F − G|, and the variance of its linear term ∫ˣ sign(F − G).
  private(set) var wasserstein1 = Sum()
  /// 2 ∫ (F − G)², and the variance of its linear term 4 ∫ˣ (F − G).
  private(set) var energy = Sum()
  /// ∫₀¹ (F⁻¹ − G⁻¹)², and the variance of the potential x² − 2 ∫ˣ G⁻¹(F).
  private(set) var squaredWasserstein2 = Sum()
  /// sup |F − G|.
  private(set) var kolmogorov = 0.0
  /// 2 ∫ F(1 − F)/(n − 1), by which ∫ of the squared difference is too large in the mean.
  private(set) var energyBias = 0.0

  /// An integral with a bound on the error of its quadrature, and the variance that sampling leaves it.
  struct Sum {
    fileprivate(set) var value = 0.0
    fileprivate(set) var error = 0.0
    fileprivate(set) var variance = InfluenceVariance()
    /// Whether it is infinite by the tails of the density, and not beyond the largest double.
    fileprivate(set) var isInfinite = false

    fileprivate mutating func add(_ value: Double, error: Double) {
      self.value += value
      self.error += error
    }
  }

  init(_ sample: [Double], _ density: any AnalyticDensity) {
    (self.sample, self.density) = (sample, density)
    marks = Set(density.levels + density.breakpoints).sorted()
    integrateDeviation()
    integrateTransport()
    let tails = [density.hull.lower == -.infinity ? -1.0 : 0, density.hull.upper == .infinity ? 1 : 0].filter { $0 != 0 }
    func hasMoment(_ order: Double) -> Bool {
      tails.allSatisfy { direction in
        let approach = Approach.tail(direction: direction, origin: density.quantile(0.5), unit: 1)
        return (density.asymptote(approach) + Asymptote([.log: order])).isIntegrable(approach)
      }
    }
    wasserstein1.isInfinite = !hasMoment(1)
    energy.isInfinite = !hasMoment(0.5)
    squaredWasserstein2.isInfinite = !hasMoment(2)
  }

  /// F − G where F has this rank, by the smaller of the distribution functions.
  private func difference(_ rank: Int, _ x: Double) -> Double {
    let n = Double(sample.count)
    return 2 * rank <= sample.count ? Double(rank) / n - density.cumulative(x) : density.survival(x) - Double(sample.count - rank) / n
  }

  private mutating func integrateDeviation() {
    let cuts = Set(sample + marks).sorted()
    let n = Double(sample.count)
    var (rank, transport, deviation): (Int, Double, Double) = (0, 0, 0)
    var (transports, deviations): ([Double], [Double]) = ([], [])
    let density = density
    if density.hull.lower == -.infinity { addTail(Interval(-.infinity, cuts[0])) { density.cumulative($0) } }
    if density.hull.upper == .infinity { addTail(Interval(cuts[cuts.count - 1], .infinity)) { density.survival($0) } }
    for (index, a) in cuts.enumerated() {
      while rank < sample.count, sample[rank] <= a {
        let above = difference(rank + 1, a)
        kolmogorov = max(kolmogorov, abs(above), abs(above - 1 / n))
        rank += 1
        transports.append(transport)
        deviations.append(deviation)
      }
      guard index + 1 < cuts.count else { break }
      let b = cuts[index + 1]
      energyBias += 2 * Double(rank) / n * Double(sample.count - rank) / n / (n - 1) * (b - a)
      let changesSign = (difference(rank, a) < 0) != (difference(rank, b) < 0)
      let level = Double(rank) / n
      let crossing = 2 * rank <= sample.count ? density.quantile(level) : density.upperQuantile(Double(sample.count - rank) / n)
      for (low, high) in changesSign && a < crossing && crossing < b ? [(a, crossing), (crossing, b)] : [(a, b)] {
        let piece = Self.integral(low, high) { x in
          let difference = difference(rank, x)
          return SIMD2(difference, difference * difference)
        }
        // A distribution function is known to some 1e-14 of itself.
        let rounding = 2e-14 * ((high - low) * min(level, 1 - level) + abs(piece.value[0]))
        wasserstein1.add(abs(piece.value[0]), error: piece.error[0] + rounding)
        energy.add(2 * piece.value[1], error: 2 * (piece.error[1] + rounding))
        transport += piece.value[0] < 0 ? low - high : high - low
        deviation += 4 * piece.value[0]
      }
    }
    wasserstein1.variance.add(transports)
    energy.variance.add(deviations)
  }

  /// ∫ G below all cuts, where F = 0, or ∫ (1 − G) above them, where F = 1; and of the square.
  private mutating func addTail(_ ray: Interval, _ mass: (Double) -> Double) {
    let (first, second) = (tail(ray, mass), tail(ray) { mass($0).squared })
    wasserstein1.add(first.value, error: first.error)
    energy.add(2 * second.value, error: 2 * second.error)
  }

  /// With G = i/n at a and (i + 1)/n at b, ∫ₐᵇ (x − t)² dG = (x − b)²/n + 2 ∫ₐᵇ (x − t)(G − i/n) dt, and from the other
  /// end (x − a)²/n + 2 ∫ₐᵇ (t − x)(1 − G − (n − i − 1)/n) dt.
  private mutating func integrateTransport() {
    let (count, n) = (sample.count, Double(sample.count))
    let ends = (0...count).map { rank in
      2 * rank <= count ? density.quantile(Double(rank) / n) : density.upperQuantile(Double(count - rank) / n)
    }
    var (next, integral, potentials): (Int, Double, [Double]) = (0, 0, [])
    for rank in 0..<count {
      let (x, a, b) = (sample[rank], ends[rank], ends[rank + 1])
      let isUpper = 2 * rank >= count
      squaredWasserstein2.add((x - (isUpper ? a : b)).squared / n, error: 0)
      let integrand = { [density] (t: Double) -> Double in
        isUpper
          ? (t - x) * (density.survival(t) - Double(count - rank - 1) / n) : (x - t) * (density.cumulative(t) - Double(rank) / n)
      }
      while next < marks.count, marks[next] <= a { next += 1 }
      var cuts = a.isFinite ? [a] : []
      while next < marks.count, marks[next] < b {
        cuts.append(marks[next])
        next += 1
      }
      if b.isFinite { cuts.append(b) }
      for (low, high) in zip(cuts, cuts.dropFirst()) {
        let piece = Self.integral(low, high) { SIMD2(integrand($0), 0) }
        let rounding = 2e-14 * max(abs(low - x), abs(high - x)) * (high - low) * min(Double(rank + 1), Double(count - rank)) / n
        squaredWasserstein2.add(2 * piece.value[0], error: 2 * (piece.error[0] + rounding))
      }
      for ray in [a.isInfinite ? Interval(a, cuts[0]) : nil, b.isInfinite ? Interval(cuts[cuts.count - 1], b) : nil].compactMap({ $0 }) {
        let piece = tail(ray, integrand)
        squaredWasserstein2.add(2 * piece.value, error: 2 * piece.error)
      }
      // The image of what lies between the row before and this one is the quantile between theirs.
      if rank > 0 { integral += (x - sample[rank - 1]) * (a - sample[0]) }
      potentials.append((x - sample[0]).squared - 2 * integral)
    }
    squaredWasserstein2.variance.add(potentials)
  }

  private func tail(_ ray: Interval, _ f: (Double) -> Double) -> (value: Double, error: Double) {
    do throws(IntegrationError) {
      let estimate = try integrate(over: ray, f)
      return (estimate.value, estimate.error)
    } catch .unresolved(let best, _) {
      return (best.value, best.error)
    } catch {
      return (0, .infinity)
    }
  }

  private static func integral(_ a: Double, _ b: Double, _ f: (Double) -> SIMD2<Double>) -> (value: SIMD2<Double>, error: SIMD2<Double>) {
    let (rule, half, middle) = (GaussKronrod.points21, 0.5 * (b - a), 0.5 * a + 0.5 * b)
    var (kronrod, gauss) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
    for index in rule.nodes.indices {
      let value = f(middle + half * rule.nodes[index])
      kronrod += rule.weights[index] * value
      gauss += rule.gaussWeights[index] * value
    }
    let difference = kronrod - gauss
    return (half * kronrod, abs(half) * SIMD2(abs(difference[0]), abs(difference[1])))
  }
}
