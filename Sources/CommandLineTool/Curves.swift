package import ArgumentParser
import Densities
import Divergences
import Plotting
import RealModule
import Scalars
import Tabulation

/// `curves P Q`: the densities, the optimal discriminator and what each divergence integrates, at points along the line.
package struct Curves: ReportingCommand {
  package static let configuration = CommandConfiguration(
    abstract: "Plot-ready curves: the densities, the optimal discriminator and what each divergence integrates.",
    discussion: """
      Examples:
        divergences curves "normal(0,1)" "normal(1,2)" --output curves.csv
        divergences curves "0.5*normal(-2,0.5)+0.5*normal(2,0.5)" "cauchy(0,1)" --points 2000 --from -6 --to 6
        divergences curves "normal(0,1)" "normal(1,2)" --plot -

      Columns: x, p, q, log_p, log_q, d_star = p/(p+q), logit_d_star = log p - log q, then for each measure the integrand whose integral over \
      x is its value. Where p and q both vanish, D* is arbitrary and 1/2. Without bounds the points cover all but a hundred-thousandth of each \
      end, a third of them evenly spaced and a third each at the quantiles of P and of Q, so that no mode is missed; with a bound they are evenly \
      spaced. --plot draws p and q, and D* below them.
      """)

  /// More would fill a disk before it served a plot.
  static let mostPoints = 10_000_000
  /// The mass that lies beyond each end of the points by default.
  static let tail = 1e-5

  @Argument(help: "The density P.")
  var p: String

  @Argument(help: "The density Q.")
  var q: String

  @Option(parsing: .unconditional, help: "How many points, from 2 to \(mostPoints).")
  var points = "501"

  @Option(parsing: .unconditional, help: "The first point.")
  var from: Double?

  @Option(parsing: .unconditional, help: "The last point.")
  var to: Double?

  @OptionGroup package var output: OutputOptions

  package init() {}

  package func report() throws -> Report {
    let count = try pointCount()
    let (p, q) = (try parseDensity(p), try parseDensity(q))
    let discriminator = OptimalDiscriminator(p, q)
    var table = Table(columns: ["x", "p", "q", "log_p", "log_q", "d_star", "logit_d_star"] + IntegrandCurve.names)
    for x in try abscissae(p, q, count: count) {
      let curve = IntegrandCurve(logP: p.logDensity(at: x), logQ: q.logDensity(at: x), cumulativeGap: cumulativeGap(p, q, at: x))
      let values = [x, curve.p, curve.q, curve.logP, curve.logQ, discriminator.value(at: x), discriminator.logit(at: x)] + curve.values
      table.append(values.map(Cell.number))
    }
    var report = Report(table: table)
    let densities = Panel(Axis("density (1 / unit of x)"), [Series("p", "p", .p), Series("q", "q", .q)])
    let optimum = Panel(Axis("probability of real", range: 0...1), [Series("d_star", "D* = p/(p+q)", .optimal)])
    report.picture = Picture("P = \(self.p), Q = \(self.q)", of: table, .curves(against: "x", Axis("x"), [densities, optimum]))
    return report
  }

  private func pointCount() throws(OptionError) -> Int {
    // As a number first: 1e9 and 1000000000 are one mistake, and get one sentence.
    guard let number = Double(points), number == number.rounded() else {
      throw OptionError("--points must be a whole number, and is '\(points)'.")
    }
    guard number >= 2, number <= Double(Self.mostPoints) else {
      throw OptionError("--points must be from 2 to \(Self.mostPoints), and is \(points).")
    }
    return Int(number)
  }

  private func abscissae(_ p: any Density, _ q: any Density, count: Int) throws(OptionError) -> [Double] {
    for (name, bound) in [("--from", from), ("--to", to)] {
      if let bound, !bound.isFinite { throw OptionError("\(name) must be a finite number, and is \(bound).") }
    }
    let lower = from ?? min(p.quantile(Self.tail), q.quantile(Self.tail))
    let upper = to ?? max(p.upperQuantile(Self.tail), q.upperQuantile(Self.tail))
    guard lower < upper else { throw OptionError("--from must be less than --to, and they are \(lower) and \(upper).") }
    let isBounded = from != nil || to != nil
    return isBounded || count < 9 ? grid(from: lower, to: upper, count: count) : spread(p, q, from: lower, to: upper, count: count)
  }
}

/// Points of which a third are evenly spaced and the others lie where P and Q have their mass.
private func spread(_ p: any Density, _ q: any Density, from lower: Double, to upper: Double, count: Int) -> [Double] {
  let third = count / 3
  let even = grid(from: lower, to: upper, count: count - 2 * third)
  // Shifted levels: where P = Q the two sets interleave.
  func levels(shift: Double) -> [Double] { (0..<third).map { Curves.tail + (1 - 2 * Curves.tail) * (Double($0) + shift) / Double(third) } }
  let massive = levels(shift: 1 / 3).map { p.quantile($0) } + levels(shift: 2 / 3).map { q.quantile($0) }
  return (even + massive.map { min(max($0, lower), upper) }).sorted()
}

/// |F − G| at x, from the survival functions where both distribution functions are near 1.
private func cumulativeGap(_ p: any Density, _ q: any Density, at x: Double) -> Double {
  let (below, other) = (p.cumulative(x), q.cumulative(x))
  return min(below, other) > 0.5 ? abs(p.survival(x) - q.survival(x)) : abs(below - other)
}
