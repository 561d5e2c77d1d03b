import Divergences
import RealModule
package import Tabulation

/// Mirror descent on the density itself, step by step: Q on cells, D optimal in every step.
package struct CellDescent: Sendable {
  /// P and Q after each step, the start first.
  package let pairs: [CellPair]
  /// What is descended.
  package let loss: FunctionSpaceLoss
  /// The size of a step; up to 1 every f-divergence falls, see `CellPair.step`.
  package let rate: Double

  /// This many steps; nil if the masses leave the range in which their logarithms are doubles, which they cannot for a
  /// rate of at most 1.
  package init?(from start: CellPair, loss: FunctionSpaceLoss, rate: Double, steps: Int) {
    (self.loss, self.rate) = (loss, rate)
    var pairs = [start]
    for _ in 0..<steps {
      var next = pairs[pairs.count - 1]
      next.step(loss, rate: rate)
      guard next.logQ.allSatisfy({ $0 <= 0 }) else { return nil }
      pairs.append(next)
    }
    self.pairs = pairs
  }

  /// The divergence that a step descends, 2 JS or 2 KL(M‖P), after so many steps.
  package func objective(at step: Int) -> Double { loss.loss.scale * pairs[step].divergence(loss.loss.divergence) }

  /// KL(P‖Q₀)/(rate · step), what the objective is at most; nil for a rate above 1, where nothing is proved.
  package func bound(at step: Int) -> Double? {
    rate <= 1 ? (step == 0 ? .infinity : pairs[0].divergence(KullbackLeibler()) / (rate * Double(step))) : nil
  }

  /// A step: P and Q after it, what it descends and what that is at most.
  package struct Row: TableRow {
    let step: Int
    let pair: CellPair
    let objective: Double
    let bound: Double?

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

  /// A row a step, the start first.
  package var rows: [Row] {
    pairs.indices.map { Row(step: $0, pair: pairs[$0], objective: objective(at: $0), bound: bound(at: $0)) }
  }
}
