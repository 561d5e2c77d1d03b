import Densities
import RealModule
import Scalars

/// How far the distribution function F of a density is from that of data.
///
/// Where the parameters of the density were fitted to the same data, both are smaller than they would be by chance, and
/// the tables of their laws do not hold (Lilliefors 1967): they compare fits to one sample, and give no p-value.
package struct GoodnessOfFit: Sendable {
  /// The Kolmogorov–Smirnov distance, the largest |F − Fₙ|.
  package let kolmogorovSmirnov: Double
  /// Anderson and Darling's n ∫ (Fₙ − F)²/(F(1 − F)) dF (1952), which sees the tails; nil where the probability beyond a
  /// value is below all doubles.
  package let andersonDarling: Double?

  /// - Parameter data: at least one number.
  package init(of density: some AnalyticDensity, to data: [Double]) {
    let (sorted, count) = (data.sorted(), Double(data.count))
    var (distance, sum) = (0.0, CompensatedSum())
    for (index, x) in sorted.enumerated() {
      let (below, above) = (density.cumulative(x), density.survival(x))
      let rank = Double(index)
      distance = max(distance, below - rank / count, (rank + 1) / count - below)
      sum.add(((2 * rank + 1) * .log(below) + (2 * (count - rank) - 1) * .log(above)) / count)
    }
    kolmogorovSmirnov = distance
    andersonDarling = sum.value.isFinite ? -count - sum.value : nil
  }
}
