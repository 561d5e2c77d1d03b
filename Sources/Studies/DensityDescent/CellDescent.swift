import Divergences
import RealModule
package import Tabulation

/// The study of mirror descent on the density itself, step by step: Q on cells, D optimal in every step.
package struct CellDescent: Sendable {
  /// P and the Q that is started from.
  package var start: CellPair
  /// What is descended.
  package var loss: FunctionSpaceLoss
  /// The size of a step; up to 1 every f-divergence falls, see `CellPair.step`.
  package var rate: Double
  /// The number of steps.
  package var steps: Int

  /// The largest rate for which a bound is proved, and the number of steps.
  package static let usual = (rate: 1.0, steps: 50)

  /// A descent, by default of the game's own loss.
  package init(from start: CellPair, loss: FunctionSpaceLoss = .minimax, rate: Double = usual.rate, steps: Int = usual.steps) {
    (self.start, self.loss, self.rate, self.steps) = (start, loss, rate, steps)
  }

  /// A step: P and Q after it.
  package struct Row: TableRow {
    let step: Int
    /// P and Q.
    package let pair: CellPair
    fileprivate let loss: FunctionSpaceLoss
    /// KL(P‖Q₀)/(rate · step), what the objective is at most; nil for a rate above 1, where nothing is proved.
    package let bound: Double?

    /// The divergence that a step descends, 2 JS or 2 KL(M‖P).
    package var objective: Double { loss.loss.scale * pair.divergence(loss.loss.divergence) }
    private var js: Double { pair.divergence(JensenShannon()) }
    private var discriminator: [Double] { pair.optimalDiscriminator.filter { !$0.isNaN } }

    /// The value of the game is V(D*) = 2 JS − log 4.
    package static var columns: [Column<Row>] {
      [
        Column("step", \.step), Column("js", \.js), Column("kl_pq") { $0.pair.divergence(KullbackLeibler()) },
        Column("kl_qp") { $0.pair.divergence(KullbackLeibler(.reverse)) }, Column("tv") { $0.pair.divergence(TotalVariation()) },
        Column("value") { 2 * $0.js - 2 * .log(2) }, Column("objective", \.objective), Column("bound", \.bound),
        Column("d_star_min") { $0.discriminator.min() ?? 0.5 }, Column("d_star_max") { $0.discriminator.max() ?? 0.5 },
      ]
    }
  }

  /// A row a step, the start first; nil if the masses leave the range in which their logarithms are doubles, which they
  /// cannot for a rate of at most 1.
  package func run() -> [Row]? {
    let distance = start.divergence(KullbackLeibler())
    var (pair, rows) = (start, [Row]())
    for step in 0...steps {
      if step > 0 { pair.step(loss, rate: rate) }
      guard pair.logQ.allSatisfy({ $0 <= 0 }) else { return nil }
      rows.append(
        Row(
          step: step, pair: pair, loss: loss, bound: rate > 1 ? nil : step == 0 ? .infinity : distance / (rate * Double(step))))
    }
    return rows
  }
}
