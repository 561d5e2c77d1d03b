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
    case discrete(DiscreteDistribution)
    case density(any AnalyticDensity)
  }

  private let p, q: Law

  /// The pair.
  package init(_ p: Law, _ q: Law) { (self.p, self.q) = (p, q) }

  /// Some of the measures, by name, in the order of the table of `DensityPair`; those that the pair does not have, such as
  /// Fisher informations, are left out.
  package func table(of names: [String]) -> [Estimate] {
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
  /// Where a law has mass and the other has none.
  private let pAlone, qAlone: String?
  /// Whether one law has a density, against which the other has no cross entropy.
  private let isMixed: Bool

  init?(_ p: DiscretePair.Law, _ q: DiscretePair.Law) {
    switch (p, q) {
    case (.discrete(let p), .discrete(let q)):
      isMixed = false
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
      let rounding = 3 * Double.ulpOfOne
      let sample = PairSample(
        logP: logP, logQ: logQ, larger: max(mass.p, mass.q), ratio: LogRatio(log: mass.p == mass.q ? 0 : -abs(logP - logQ)),
        isPLarger: isPLarger, roundingP: rounding, roundingQ: rounding, ratioRounding: 2 * rounding, logJacobian: 0)
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

  /// What the sums of the weights may be off.
  private var levelError: Double { 2 * Double.ulpOfOne * Double(p.points.count + q.points.count) }

  func value(of name: String) -> Estimate {
    switch name {
    case "w2":
      let terms = slices.map { $0.width * $0.distance * $0.distance }
      let (sum, range) = (terms.compensatedSum(), slices.map(\.distance).max() ?? 0)
      let root = Double.sqrt(sum)
      let error = levelError * range * range
      return .finite(value: root, error: (sum > error ? error / root : .sqrt(error)) + 4 * .ulpOfOne * root)
    case "w_inf":
      let largest = slices.map(\.distance).max() ?? 0
      return .finite(value: largest, error: .ulpOfOne * largest)
    default:
      let (areas, lengths) = gaps
      let range = lengths.reduce(0, +)
      let isFirstOrder = name == "w1"
      let terms = zip(areas, lengths).map { (isFirstOrder ? abs($0) : $0 * $0) * $1 }
      let factor: Double = name == "energy" ? 2 : 1
      return .finite(value: factor * terms.compensatedSum(), error: factor * 2 * (levelError + 4 * .ulpOfOne) * range)
    }
  }

  /// F − G between neighbouring points, with the distances between them.
  private var gaps: (differences: [Double], lengths: [Double]) {
    let points = Set(p.points + q.points).sorted()
    var (i, j) = (0, 0)
    var (f, g) = (CompensatedSum(), CompensatedSum())
    var differences: [Double] = []
    for point in points.dropLast() {
      while i < p.points.count, p.points[i] <= point {
        f.add(p.weights[i])
        i += 1
      }
      while j < q.points.count, q.points[j] <= point {
        g.add(q.weights[j])
        j += 1
      }
      differences.append(f.value - g.value)
    }
    return (differences, zip(points, points.dropFirst()).map { $1 - $0 })
  }

  /// The levels on which both quantiles are constant; slices as thin as the rounding of the sums are none.
  private var slices: [(width: Double, distance: Double)] {
    var (i, j, level) = (0, 0, 0.0)
    var (f, g) = (p.weights[0], q.weights[0])
    var slices: [(width: Double, distance: Double)] = []
    while true {
      let next = min(f, g)
      if next - level > levelError { slices.append((next - level, abs(p.points[i] - q.points[j]))) }
      level = max(level, next)
      let (stepsP, stepsQ) = (f <= next + levelError, g <= next + levelError)
      if stepsP {
        i += 1
        if i == p.points.count { return slices }
        f += p.weights[i]
      }
      if stepsQ {
        j += 1
        if j == q.points.count { return slices }
        g += q.weights[j]
      }
    }
  }
}

/// Distances of a discrete law and a density, by GSL's adaptive routines between the points.
private struct MixedDistances {
  let law: DiscreteDistribution
  let density: any AnalyticDensity

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
      for piece in name == "w2" ? slices : gaps {
        let part = try integrate(over: piece.interval, breakpoints: breakpoints(in: piece.interval), tolerance: 1e-11) { x in
          switch name {
          case "w2": (x - piece.number).squared * density.density(at: x)
          case "w1": abs(difference(x, piece.number))
          default: difference(x, piece.number).squared
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

  /// F − G, where F is a number below a half by the lower tails, else by the upper ones.
  private func difference(_ x: Double, _ level: Double) -> Double {
    level < 0.5 ? density.cumulative(x) - level : (1 - level) - density.survival(x)
  }

  /// The distribution function of the law up to each point.
  private var levels: [Double] { law.weights.reduce(into: [0]) { $0.append(min($0[$0.count - 1] + $1, 1)) } }

  /// The line between the points, with the level of the law there.
  private var gaps: [(interval: Interval, number: Double)] {
    let ends = [-Double.infinity] + law.points + [.infinity]
    return levels.indices.map { (Interval(ends[$0], ends[$0 + 1]), $0 == law.points.count ? 1 : levels[$0]) }
  }

  /// The parts of the density that are moved to each point.
  private var slices: [(interval: Interval, number: Double)] {
    let cuts = levels.enumerated().map {
      $0.offset == 0 ? density.hull.lower : $0.offset == law.points.count ? density.hull.upper : quantile($0.element)
    }
    return law.points.indices.filter { cuts[$0] < cuts[$0 + 1] }.map { (Interval(cuts[$0], cuts[$0 + 1]), law.points[$0]) }
  }

  private func quantile(_ level: Double) -> Double { level > 0.5 ? density.upperQuantile(1 - level) : density.quantile(level) }

  /// Where the density changes, where its distribution function meets a level, and how far its tails are of any weight.
  private func breakpoints(in interval: Interval) -> [Double] {
    let marks = density.landmarks.flatMap { mark in
      [-8.0, -2, 0, 2, 8].map { mark.location + $0 * mark.scale }
    }
    let tails = [1e-12, 1e-6, 1e-3, 0.1].flatMap { [density.quantile($0), density.upperQuantile($0)] }
    let points = Set(density.breakpoints + marks + tails + levels.dropFirst().dropLast().map(quantile))
    return points.filter { interval.lower < $0 && $0 < interval.upper && $0.isFinite }.sorted()
  }

  private var largest: Estimate {
    let cuts = levels.enumerated().map {
      $0.offset == 0 ? density.hull.lower : $0.offset == law.points.count ? density.hull.upper : quantile($0.element)
    }
    if !cuts.allSatisfy(\.isFinite) { return .infinite(reason: "the support of the density has no end, and the discrete law has two") }
    let value = law.points.indices.map { max(abs(law.points[$0] - cuts[$0]), abs(law.points[$0] - cuts[$0 + 1])) }.max() ?? 0
    let size = (cuts + law.points).map(abs).max() ?? 0
    return .finite(value: value, error: 1e-11 * value + 64 * .ulpOfOne * size)
  }
}
