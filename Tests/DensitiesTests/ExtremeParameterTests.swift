import Densities
import Foundation
import RealModule
import Scalars
import Testing

/// Every family of the catalogue, and combinators of them, at parameters from end to end of what is allowed and near
/// every special value: whatever is asked of a distribution ends soon, and its answers agree with one another.
///
/// `DISTRIBUTION_DRAWS` sets the number of draws a family.
@Suite struct ExtremeParameterTests {
  @Test(arguments: Catalogue.families.map { $0.name }) func familiesHoldTheirLaws(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    var draw = ExtremeDraw(seed: 11)
    var tried = 0
    for _ in 0..<ExtremeDraw.count {
      guard let density = draw.member(of: family) else { continue }
      tried += 1
      check(density, &draw)
    }
    #expect(tried > ExtremeDraw.count / 3)
  }

  @Test(arguments: Catalogue.families.map { $0.name }) func combinatorsHoldTheirLaws(_ name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    var draw = ExtremeDraw(seed: 12)
    var tried = 0
    for index in 0..<ExtremeDraw.count / 4 {
      guard let base = draw.member(of: family), let density = try? draw.combinator(index, of: base) else { continue }
      tried += 1
      check(density, &draw)
    }
    #expect(tried > ExtremeDraw.count / 40)
  }

  /// What a probability below the normal doubles may be off.
  private let smallest = 1000 * Double.leastNonzeroMagnitude

  private func check(_ density: some AnalyticDensity, _ draw: inout ExtremeDraw) {
    let levels = [draw.level(), draw.level()].sorted()
    var points: [Double] = []
    for level in levels {
      let x = timed(density, "quantile", level) { $0.quantile(level) }
      let y = timed(density, "upperQuantile", level) { $0.upperQuantile(level) }
      checkInverse(density, x, level, isUpper: false)
      checkInverse(density, y, level, isUpper: true)
      points += [x, y, x * draw.real(), draw.real()].filter { !$0.isNaN }
    }
    var generator = CounterRandom(seed: draw.bits())
    let sample = timed(density, "sample", 0) { $0.sample(using: &generator) }
    #expect(density.hull.contains(sample), "\(density): the sample \(sample)")
    points += [sample, -.infinity, .infinity, density.hull.lower, density.hull.upper]
    var last = (below: 0.0, above: 1.0)
    for x in points.sorted() {
      let (below, above) = (timed(density, "cumulative", x) { $0.cumulative(x) }, timed(density, "survival", x) { $0.survival(x) })
      #expect((0...1).contains(below) && (0...1).contains(above), "\(density) at \(x): \(below), \(above)")
      // A truncation has its two tails from either cut, each at its own roundings of x and of the cuts.
      let ends = density is Truncated ? [x, density.hull.lower, density.hull.upper].filter(\.isFinite) : []
      let moved = ends.map { 8 * Double.ulpOfOne * abs($0) * min(density.density(at: $0), 1e300) }.reduce(0, +)
      let sumError = tolerance(density, 1) + moved
      #expect(abs(below + above - 1) <= sumError, "\(density) at \(x): \(below) and \(above) sum to \(below + above)")
      #expect(below >= last.below * (1 - tolerance(density, last.below)), "\(density) falls to \(below) from \(last.below) at \(x)")
      let most = last.above * (1 + tolerance(density, last.above)) + smallest
      #expect(above <= most, "\(density) rises to \(above) from \(last.above) at \(x)")
      last = (max(below, last.below), min(above, last.above))
      let logDensity = timed(density, "logDensity", x) { $0.logDensity(at: x) }
      let atPlace = timed(density, "logDensity", x) { $0.logDensity(at: Place(anchor: x, offset: 0)) }
      #expect(!logDensity.isNaN && !atPlace.isNaN, "\(density) at \(x): \(logDensity), \(atPlace)")
    }
  }

  /// A level is met between the neighbours of its quantile, a few roundings of the numbers that it is a sum of away.
  private func checkInverse(_ density: some AnalyticDensity, _ x: Double, _ level: Double, isUpper: Bool) {
    #expect(!x.isNaN && density.hull.contains(x), "\(density): quantile \(x) of \(level)")
    if !x.isFinite { return }
    let reach = 8 * Double.ulpOfOne * (abs(x) + origin(density)) + 2 * finest(density)
    let ends = [max(x - reach, -.greatestFiniteMagnitude), min(x + reach, .greatestFiniteMagnitude)]
      .map { isUpper ? density.survival($0) : density.cumulative($0) }.sorted()
    let tolerance = tolerance(density, level) * level + smallest
    #expect(
      ends[0] - tolerance <= level && level <= ends[1] + tolerance,
      "\(density): \(isUpper ? "upper " : "")quantile \(x) of \(level), where the levels are \(ends)")
  }

  /// What the positions are measured from, whose roundings they carry.
  private func origin(_ density: any AnalyticDensity) -> Double {
    switch density {
    case let affine as Affine: abs(affine.shift) + abs(affine.scale) * origin(affine.base)
    case let mixture as Mixture: mixture.components.map(origin).max() ?? 0
    case let truncated as Truncated: origin(truncated.base)
    case is Normal, is Laplace, is Logistic, is Cauchy, is StudentT, is Gumbel: density.landmarks.map { abs($0.location) }.max() ?? 0
    case let skew as SkewNormal: abs(skew.location)
    case let gev as GeneralizedExtremeValue:
      max(abs(gev.location), [gev.hull.lower, gev.hull.upper].map(abs).filter(\.isFinite).max() ?? 0)
    case is Uniform, is Triangular: max(abs(density.hull.lower), abs(density.hull.upper))
    default: 0
    }
  }

  /// The smallest distance from a pole at the origin that a double can tell.
  private func finest(_ density: any AnalyticDensity) -> Double {
    switch density {
    case let affine as Affine: max(abs(affine.scale), 1) * finest(affine.base)
    default: .leastNonzeroMagnitude
    }
  }

  /// The rounding of a probability and of its logarithm; where a truncation leaves little mass, that of the quadrature.
  private func tolerance(_ density: any AnalyticDensity, _ level: Double) -> Double {
    let rounding = Double.ulpOfOne * (100 + 8 * (level > 0 ? abs(.log(level)) : 0))
    return density is Truncated ? rounding + 1e-11 : 2 * rounding
  }

  private func timed<D: Density>(_ density: D, _ what: String, _ argument: Double, _ body: (D) -> Double) -> Double {
    let start = Self.processorTime
    let value = body(density)
    let time = Self.processorTime - start
    #expect(time < .milliseconds(50), "\(what) of \(density) at \(argument) took \(time)")
    return value
  }

  /// The time that this thread has had a processor, which does not pass while the machine is busy elsewhere.
  private static var processorTime: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
