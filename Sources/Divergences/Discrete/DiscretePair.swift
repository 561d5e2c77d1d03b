package import Calculus
package import Densities
import RealModule
import Scalars

/// Two laws of which one at least is discrete, with the measures that such a pair has.
///
/// Of two discrete laws every measure is a sum. A discrete law and a density are singular: each has all its mass where the
/// other has none, so that an f-divergence is f(0) + f°(0), +∞ for KL; only distances by quantiles see how near they are.
package struct DiscretePair {
  /// Either kind of law.
  package enum Law {
    /// A law on finitely many points.
    case discrete(DiscreteDistribution)
    /// A law with a density.
    case density(any AnalyticDensity)
  }

  private let p, q: Law

  /// The pair.
  package init(_ p: Law, _ q: Law) { (self.p, self.q) = (p, q) }

  /// Some of the measures, by name, in the order of the table of `DensityPair`; those that the pair does not have, such as
  /// Fisher informations, are left out.
  package func table(of names: [String]) -> [Estimate] {
    WorkLimit.$inForce.withValue(WorkLimit.inForce ?? .ofPair) { estimates(of: names) }
  }

  private func estimates(of names: [String]) -> [Estimate] {
    let atoms = Atoms(p, q)
    return (DensityPair.measures + DensityPair.measuresOnRequest).filter(names.contains).compactMap { name in
      let estimate = atoms.flatMap { $0.value(of: name) } ?? distance(name) ?? entropy(name)
      return estimate.map { $0.status == .infinite ? $0.named(name, by: .asymptotics) : $0.named(name, by: route(name)) }
    }
  }

  private func route(_ name: String) -> Route {
    if case .discrete = p, case .discrete = q { return .closedForm }
    return ["w1", "w2", "energy", "cramer", "w_inf"].contains(name) ? .transport : .closedForm
  }

  /// −Σ p log p, or −∫ p log p of a density.
  private func entropy(_ name: String) -> Estimate? {
    guard let law = name == Entropy.ofP.rawValue ? p : name == Entropy.ofQ.rawValue ? q : nil else { return nil }
    switch law {
    case .density(let density): return Divergences.entropy(density)
    case .discrete(let law):
      let terms = law.weights.map { -$0 * .log($0) }
      return .finite(value: terms.compensatedSum(), error: 4 * .ulpOfOne * (1 + terms.reduce(0, +)))
    }
  }

  private func distance(_ name: String) -> Estimate? {
    guard ["w1", "w2", "energy", "cramer", "w_inf"].contains(name) else { return nil }
    switch (p, q) {
    case (.discrete(let p), .discrete(let q)): return StepDistances(p, q).value(of: name)
    case (.discrete(let law), .density(let density)), (.density(let density), .discrete(let law)):
      return MixedDistances(law: law, density: density).value(of: name)
    case (.density, .density): return nil
    }
  }
}

/// The points of a pair with the masses of both laws there; of a singular pair the two sets on which they live.
private struct Atoms {
  private let masses: [(p: Double, q: Double)]
  /// Bounds on the relative errors of the masses.
  private var massErrors = (p: 0.0, q: 0.0)
  /// Where a law has mass and the other has none.
  private let pAlone, qAlone: String?
  /// Whether one law has a density, against which the other has no cross entropy.
  private let isMixed: Bool

  init?(_ p: DiscretePair.Law, _ q: DiscretePair.Law) {
    switch (p, q) {
    case (.discrete(let p), .discrete(let q)):
      isMixed = false
      massErrors = (p.weightError, q.weightError)
      let (a, b) = (Self.dictionary(p), Self.dictionary(q))
      masses = Set(p.points + q.points).sorted().map { (a[$0] ?? 0, b[$0] ?? 0) }
      pAlone = p.points.first { b[$0] == nil }.map { "P has mass at \($0), where Q has none" }
      qAlone = q.points.first { a[$0] == nil }.map { "Q has mass at \($0), where P has none" }
    default:
      isMixed = true
      masses = [(1, 0), (0, 1)]
      let isPDiscrete = if case .discrete = p { true } else { false }
      let reason = "\(isPDiscrete ? "P" : "Q") is discrete and \(isPDiscrete ? "Q" : "P") has a density: the two are singular"
      (pAlone, qAlone) = (reason, reason)
    }
  }

  private static func dictionary(_ law: DiscreteDistribution) -> [Double: Double] {
    Dictionary(uniqueKeysWithValues: zip(law.points, law.weights))
  }

  func value(of name: String) -> Estimate? {
    if name == "sqrt_js" { return Calculus.sqrt(value(of: JensenShannon())) }
    if let divergence = Catalogue.fDivergences.first(where: { $0.name == name }) { return value(of: divergence) }
    if name.hasPrefix("renyi_"), let order = Double(name.dropFirst(6)) { return renyi(order) }
    guard name == Entropy.cross.rawValue, !isMixed else { return nil }
    if let pAlone { return .infinite(reason: pAlone) }
    let terms = masses.map { $0.p == 0 ? 0 : -$0.p * .log($0.q) }
    return .finite(value: terms.compensatedSum(), error: 4 * .ulpOfOne * (1 + terms.reduce(0) { $0 + abs($1) }))
  }

  private func value(of divergence: any FDivergence) -> Estimate {
    if let pAlone, !divergence.growthAtInfinity.isBounded { return .infinite(reason: pAlone) }
    if let qAlone, !divergence.growthAtZero.isBounded { return .infinite(reason: qAlone) }
    var (sum, error) = (CompensatedSum(), 0.0)
    for mass in masses {
      let (logP, logQ) = (Double.log(mass.p), Double.log(mass.q))
      let isPLarger = mass.p > mass.q
      let (smaller, larger) = isPLarger ? (mass.q, mass.p) : (mass.p, mass.q)
      let quotient = smaller / larger
      let logRatio = quotient.isNormal ? Double.log(quotient) : -abs(logP - logQ)
      func rounding(_ log: Double, _ error: Double) -> Double { error + 0.5 * .ulpOfOne * (1 + (log.isFinite ? abs(log) : 0)) }
      let ofRatio = massErrors.p + massErrors.q + (quotient.isNormal ? 0 : rounding(logP, 0) + rounding(logQ, 0))
      let sample = PairSample(
        logP: logP, logQ: logQ, larger: larger, ratio: LogRatio(log: mass.p == mass.q ? 0 : logRatio), isPLarger: isPLarger,
        roundingP: rounding(logP, massErrors.p), roundingQ: rounding(logQ, massErrors.q), ratioRounding: rounding(logRatio, ofRatio),
        logJacobian: 0)
      let value = divergence.integrand(sample, shift: 0)
      sum.add(value)
      error += divergence.rounding(sample, value: value, shift: 0)
    }
    return Estimate.finite(value: sum.value, error: error + 2 * .ulpOfOne * abs(sum.value)).atMost(divergence.ceiling)
  }

  /// log Σ pᵅ q^(1−α) / (α − 1).
  private func renyi(_ order: Double) -> Estimate {
    if order > 1, let pAlone { return .infinite(reason: pAlone) }
    let terms = masses.map { $0.p == 0 || $0.q == 0 ? 0 : Double.exp(order * .log($0.p) + (1 - order) * .log($0.q)) }
    let sum = terms.compensatedSum()
    guard sum > 0 else { return .infinite(reason: pAlone ?? "no point has mass of both") }
    return .finite(value: max(.log(sum) / (order - 1), 0), error: 8 * .ulpOfOne * (1 + order) / abs(order - 1))
  }
}

/// Distances of two discrete laws, by their distribution functions and quantiles, which are steps.
private struct StepDistances {
  private let p, q: DiscreteDistribution

  init(_ p: DiscreteDistribution, _ q: DiscreteDistribution) { (self.p, self.q) = (p, q) }

  func value(of name: String) -> Estimate {
    switch name {
    case "w2":
      let slices = slices
      let square = slices.map { $0.width * $0.distance.squared }.compensatedSum()
      let error = slices.map { ($0.error + 4 * .ulpOfOne * $0.width) * $0.distance.squared }.reduce(0, +)
      return Calculus.sqrt(Estimate.finite(value: square, error: error))
    case "w_inf":
      let largest = slices.map(\.distance).max() ?? 0
      return .finite(value: largest, error: .ulpOfOne * largest)
    default:
      let isFirstOrder = name == "w1"
      let factor: Double = name == "energy" ? 2 : 1
      let gaps = gaps
      let terms = gaps.map { (isFirstOrder ? abs($0.difference) : $0.difference.squared) * $0.length }
      let errors = zip(gaps, terms).map { gap, term in
        (isFirstOrder ? gap.error : (2 * abs(gap.difference) + gap.error) * gap.error) * gap.length + 2 * .ulpOfOne * term
      }
      return .finite(value: factor * terms.compensatedSum(), error: factor * errors.reduce(0, +))
    }
  }

  /// F − G between neighbouring points with a bound on its error, and the distances between them.
  ///
  /// Summed from below and from above: of masses far out that are small the one sum has the digits.
  private var gaps: [(difference: Double, error: Double, length: Double)] {
    let points = Set(p.points + q.points).sorted()
    let (below, above) = (sums(points), sums(points.reversed()))
    return (1..<max(points.count, 1)).map { index in
      let (low, high) = (below[index - 1], above[points.count - 1 - index])
      let length = points[index] - points[index - 1]
      return low.error <= high.error ? (low.difference, low.error, length) : (-high.difference, high.error, length)
    }
  }

  /// The sums of P − Q over the points so far, in this order.
  private func sums(_ points: [Double]) -> [(difference: Double, error: Double)] {
    let (a, b) = (Self.dictionary(p), Self.dictionary(q))
    var (sum, ofP, ofQ) = (CompensatedSum(), 0.0, 0.0)
    return points.map { point in
      let (massP, massQ) = (a[point] ?? 0, b[point] ?? 0)
      sum.add(massP)
      sum.add(-massQ)
      (ofP, ofQ) = (ofP + massP, ofQ + massQ)
      let rounding = .ulpOfOne * abs(sum.value) + Double(points.count) * Double.ulpOfOne.squared * (ofP + ofQ)
      return (sum.value, p.weightError * ofP + q.weightError * ofQ + rounding)
    }
  }

  private static func dictionary(_ law: DiscreteDistribution) -> [Double: Double] {
    Dictionary(uniqueKeysWithValues: zip(law.points, law.weights))
  }

  /// The levels on which both quantiles are constant, with bounds on the errors of their widths: those up to ½ from below,
  /// the others from above.
  private var slices: [(width: Double, distance: Double, error: Double)] {
    let (below, above) = (p.levels, q.levels)
    return Self.slices(p.points, below.lower, q.points, above.lower)
      + Self.slices(p.points.reversed(), below.upper.reversed(), q.points.reversed(), above.upper.reversed())
  }

  /// Slices as thin as the rounding of the sums are none.
  private static func slices(_ xs: [Double], _ f: [Double], _ ys: [Double], _ g: [Double]) -> [(
    width: Double, distance: Double, error: Double
  )] {
    var (i, j, level) = (0, 0, 0.0)
    var slices: [(width: Double, distance: Double, error: Double)] = []
    while level < 0.5, i < xs.count, j < ys.count {
      let next = min(f[i], g[j], 0.5)
      let error = DiscreteDistribution.levelError * next
      if next - level > error || i == 0 && j == 0 { slices.append((next - level, abs(xs[i] - ys[j]), 2 * error)) }
      level = max(level, next)
      if next == 0.5 { return slices }
      let (stepsX, stepsY) = (f[i] <= next + error, g[j] <= next + error)
      if stepsX { i += 1 }
      if stepsY { j += 1 }
    }
    return slices
  }
}

extension DiscreteDistribution {
  /// A bound on the relative error of a level.
  fileprivate static let levelError = 4 * Double.ulpOfOne

  /// The mass up to each point, and from it on.
  fileprivate var levels: (lower: [Double], upper: [Double]) {
    func sums(_ weights: [Double]) -> [Double] {
      var sum = CompensatedSum()
      return weights.map { weight in
        sum.add(weight)
        return min(sum.value, 1)
      }
    }
    return (sums(weights), sums(weights.reversed()).reversed())
  }
}

/// Distances of a discrete law and a density, by GSL's adaptive routines between the points.
private struct MixedDistances {
  let law: DiscreteDistribution
  let density: any AnalyticDensity
  private let levels: (lower: [Double], upper: [Double])

  init(law: DiscreteDistribution, density: any AnalyticDensity) {
    (self.law, self.density, levels) = (law, density, law.levels)
  }

  func value(of name: String) -> Estimate {
    if name == "w_inf" { return largest }
    // W1 takes a first moment, W2 a second one, and of the square of a tail a half.
    let moment = name == "w1" ? 1.0 : name == "w2" ? 2 : 0
    for direction in [-1.0, 1] {
      let tail = Approach.tail(direction: direction, origin: law.points[0], unit: density.landmarks.map(\.scale).max() ?? 1)
      let asymptote = density.asymptote(tail)
      let weighted =
        moment > 0
        ? asymptote + Asymptote([.log: moment]) : Asymptote.combine(asymptote, 2, .constant(0), 0) + Asymptote([.log: 2])
      if !asymptote.isZero, !weighted.isIntegrable(tail) {
        return .infinite(reason: "the \(direction < 0 ? "lower" : "upper") tail of the density is too heavy for \(name)")
      }
    }
    var (value, error) = (0.0, 0.0)
    do throws(IntegrationError) {
      let (marks, cuts) = (marks, cuts)
      for piece in name == "w2" ? slices(cuts) : gaps {
        if WorkLimit.inForce?.isExhausted ?? false { return .unresolved(value, reason: "the limit of work was reached") }
        let start = KernelDensity.partition(marks.count) { marks[$0] <= piece.interval.lower }
        let end = max(start, KernelDensity.partition(marks.count) { marks[$0] < piece.interval.upper })
        let crossing = name == "w2" ? [] : [cuts[piece.index].value].filter { piece.interval.lower < $0 && $0 < piece.interval.upper }
        var evaluations = 0
        defer { WorkLimit.inForce?.spend(20 * evaluations * (1 + density.termCount)) }
        let part = try integrate(over: piece.interval, breakpoints: marks[start..<end] + crossing, tolerance: 1e-11) { x in
          evaluations += 1
          return switch name {
          case "w2": (x - law.points[piece.index]).squared * density.density(at: x)
          case "w1": abs(difference(x, piece.index))
          default: difference(x, piece.index).squared
          }
        }
        (value, error) = (value + part.value, error + part.error + 1e-13 * abs(part.value))
      }
    } catch {
      return .unresolved(value, reason: "GSL's routines did not find the integral between two points")
    }
    switch name {
    case "w2": return Calculus.sqrt(Estimate.finite(value: value, error: error))
    case "energy": return .finite(value: 2 * value, error: 2 * error)
    default: return .finite(value: value, error: error)
    }
  }

  /// F − G with so many points of the law below x, by the lower tails where these are below a half, else by the upper ones.
  private func difference(_ x: Double, _ count: Int) -> Double {
    let (lower, upper) = (count == 0 ? 0 : levels.lower[count - 1], count == law.points.count ? 0 : levels.upper[count])
    return lower < 0.5 ? density.cumulative(x) - lower : upper - density.survival(x)
  }

  /// A part of the line, with the number of points of the law below it, or the index of that to which the part is moved.
  private typealias Piece = (interval: Interval, index: Int)

  /// The line between the points.
  private var gaps: [Piece] {
    let ends = [-Double.infinity] + law.points + [.infinity]
    return (0...law.points.count).map { (Interval(ends[$0], ends[$0 + 1]), $0) }
  }

  /// The parts of the density that are moved to each point.
  private func slices(_ cuts: [Cut]) -> [Piece] {
    law.points.indices.filter { cuts[$0].value < cuts[$0 + 1].value }.map { (Interval(cuts[$0].value, cuts[$0 + 1].value), $0) }
  }

  /// The quantile of the density at a level of the law; where its support has a gap there, both ends of the gap.
  private struct Cut {
    let value: Double
    var ends: (low: Double, high: Double)
    var error: Double
  }

  /// The quantiles at the levels of the law, the ends of the support first and last.
  private var cuts: [Cut] {
    (0...law.points.count).map { count in
      if count == 0 || count == law.points.count {
        let end = count == 0 ? density.hull.lower : density.hull.upper
        return Cut(value: end, ends: (end, end), error: 0)
      }
      let (lower, upper) = (levels.lower[count - 1], levels.upper[count])
      func quantile(_ factor: Double) -> Double {
        lower <= 0.5 ? density.quantile(lower * factor) : density.upperQuantile(upper * (2 - factor))
      }
      let value = quantile(1)
      // What the level is known to, and a distribution function.
      let around = (quantile(1 - 16 * .ulpOfOne), quantile(1 + 16 * .ulpOfOne))
      if let gap = zip(density.support, density.support.dropFirst()).first(where: { around.0 <= $0.upper && $1.lower <= around.1 }) {
        let ends = (gap.0.upper, gap.1.lower)
        return Cut(value: value, ends: ends, error: max(ends.0 - around.0, around.1 - ends.1) + 4 * .ulpOfOne * abs(value))
      }
      return Cut(value: value, ends: (value, value), error: max(value - around.0, around.1 - value) + 4 * .ulpOfOne * abs(value))
    }
  }

  /// Where the density changes, and how far its tails are of any weight.
  private var marks: [Double] {
    let marks = density.landmarks.flatMap { mark in [-8.0, -2, 0, 2, 8].map { mark.location + $0 * mark.scale } }
    let tails = [1e-12, 1e-6, 1e-3, 0.1].flatMap { [density.quantile($0), density.upperQuantile($0)] }
    return Set(density.breakpoints + marks + tails).filter(\.isFinite).sorted()
  }

  private var largest: Estimate {
    let cuts = cuts
    if WorkLimit.inForce?.isExhausted ?? false { return .unresolved(0, reason: "the limit of work was reached") }
    guard let first = cuts.first, let last = cuts.last, first.value.isFinite, last.value.isFinite else {
      return .infinite(reason: "the support of the density has no end, and the discrete law has two")
    }
    var best = Estimate.finite(value: 0, error: 0)
    for (index, point) in law.points.enumerated() {
      for (end, error) in [(cuts[index].ends.high, cuts[index].error), (cuts[index + 1].ends.low, cuts[index + 1].error)] {
        let distance = abs(point - end)
        if distance + error > best.value + best.error || distance > best.value {
          let value = max(distance, best.value)
          best = .finite(value: value, error: max(distance + error, best.value + best.error) - value + .ulpOfOne * distance)
        }
      }
    }
    return best
  }
}
