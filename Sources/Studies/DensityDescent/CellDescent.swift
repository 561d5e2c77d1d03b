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

  /// A row a step: `step,js,kl_pq,kl_qp,tv,value,objective,bound,d_star_min,d_star_max`; value is V(D*) = 2 JS − log 4.
  package var table: Table {
    var table = Table(columns: ["step", "js", "kl_pq", "kl_qp", "tv", "value", "objective", "bound", "d_star_min", "d_star_max"])
    for (step, pair) in pairs.enumerated() {
      let js = pair.divergence(JensenShannon())
      let discriminator = pair.optimalDiscriminator.filter { !$0.isNaN }
      let numbers = [
        js, pair.divergence(KullbackLeibler()), pair.divergence(KullbackLeibler(.reverse)),
        pair.divergence(TotalVariation()),
        2 * js - 2 * .log(2), objective(at: step),
      ]
      let ends = [discriminator.min() ?? 0.5, discriminator.max() ?? 0.5]
      table.append([.integer(step)] + numbers.map(Cell.number) + [bound(at: step).map(Cell.number) ?? ""] + ends.map(Cell.number))
    }
    return table
  }
}
