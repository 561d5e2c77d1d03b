import ArgumentParser
import Calculus
import Densities
import Divergences
import Plotting
import RealModule
import Scalars
import Tabulation

/// `curves P Q`: the densities, the optimal discriminator and what each divergence integrates, along the line.
struct Curves: ReportingCommand, ReadingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Plot-ready curves: the densities, the optimal discriminator and what each divergence integrates.",
    discussion: """
      Examples:
        divergences curves "normal(0,1)" "normal(1,2)" --output curves.csv
        divergences curves "0.5*normal(-2,0.5)+0.5*normal(2,0.5)" "cauchy(0,1)" \\
          --points 2000 --from -6 --to 6
        divergences curves "normal(0,1)" "normal(1,2)" --plot -

      Columns: x, p, q, log_p, log_q, d_star = p/(p+q), logit_d_star = log p - log q, then for each measure the \
      integrand whose integral over x is its value. D* is undefined, and both its columns are NaN, where p and q both \
      vanish or both their logarithms leave the range of doubles. Without bounds the points cover all but \
      1e-5 of the mass at each end. A third of them is evenly spaced, and a third each lies at the quantiles of P and \
      of Q, so that modes of small width are seen. With a bound they are evenly spaced. --plot draws p and q, and D* below them; \
      without bounds it shows their central part and leaves far tails and high peaks out, as its caption says.
      """)

  @OptionGroup var pair: PairOptions
  @OptionGroup var points: CurvePoints
  @OptionGroup var reading: ReadingOptions
  @OptionGroup var output: OutputOptions

  func report() throws -> Report {
    let (p, q) = try pair.densities()
    let abscissae = try points.abscissae(p, q)
    try output.plotting.requireGnuplot()
    let discriminator = OptimalDiscriminator(p, q)
    typealias Point = (x: Double, integrands: IntegrandCurve)
    let columns: [Column<Point>] = [
      Column("x", \.x), Column("p", \.integrands.p), Column("q", \.integrands.q), Column("log_p", \.integrands.logP),
      Column("log_q", \.integrands.logQ), Column("d_star") { discriminator.value(at: $0.x) },
      Column("logit_d_star") { discriminator.logit(at: $0.x) },
    ]
    let measures = IntegrandCurve.all.map { name, value in Column<Point>(name) { value($0.integrands) } }
    let table = Table(of: abscissae.lazy.map { (x: $0, integrands: IntegrandCurve(p, q, at: $0)) }, columns + measures)
    let view = DensityView(of: [p, q], named: ["P", "Q"], at: abscissae, isBounded: points.isBounded)
    let densities = Panel(Axis("density (1 / unit of x)", range: view.y), [Series("p", "p", .p), Series("q", "q", .q)])
    let optimum = Panel(Axis("probability of real", range: 0...1, mark: 0.5), [Series("d_star", "D* = p/(p+q)", .optimal)])
    let chart = Picture.Chart.curves(against: "x", Axis("x", range: view.x), [densities, optimum])
    return Report(table: table, picture: Picture(pair.title, of: table, chart, caption: view.caption))
  }
}

extension IntegrandCurve {
  fileprivate init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, at x: Double) {
    self.init(logP: p.logDensity(at: x), logQ: q.logDensity(at: x), cumulativeGap: cumulativeGap(p, q, at: x))
  }
}

/// |F − G| at x, from the survival functions where both distribution functions are near 1.
private func cumulativeGap(_ p: any AnalyticDensity, _ q: any AnalyticDensity, at x: Double) -> Double {
  let (below, other) = (p.cumulative(x), q.cumulative(x))
  return min(below, other) > 0.5 ? abs(p.survival(x) - q.survival(x)) : abs(below - other)
}
