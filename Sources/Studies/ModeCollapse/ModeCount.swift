package import Densities
import RealModule
package import Scalars

/// The literature's count of captured modes (Srivastava et al. 2017, VEEGAN): of 2500 samples those within three
/// standard deviations of the nearest mode are of high quality, and a mode counts as captured if it is nearest to one
/// of them.
///
/// What it counts is known exactly where the density is: the mass of each mode's region. The count of a region is
/// binomial, and a mode is called captured with probability 1 − (1 − mass)ⁿ, which is near 1 already for a mass of a
/// few times 1/n: captured does not mean learned.
package struct ModeCount: Sendable {
  /// The number of samples that the literature takes.
  package static let usualSamples = 2500

  /// The centres of the modes, from left to right.
  package let centres: [Double]
  /// Within three standard deviations of each mode's centre, and nearer to it than to another.
  package let regions: [Interval]

  /// The modes of a density: the components of a mixture, in the order of their medians, or the density as a whole.
  ///
  /// Centre and deviation are the median and half the distance of the quantiles at one deviation of a normal, which for
  /// normal components are its own.
  package init(of density: any AnalyticDensity) {
    let components = (density as? Mixture)?.components ?? [density]
    let level = Normal(mean: 0, sd: 1).cumulative(-1)
    let modes = components.map { (centre: $0.quantile(0.5), deviation: 0.5 * ($0.upperQuantile(level) - $0.quantile(level))) }
      .sorted { $0.centre < $1.centre }
    centres = modes.map(\.centre)
    let middles = zip(centres, centres.dropFirst()).map { 0.5 * ($0 + $1) }
    regions = zip(modes, zip([-.infinity] + middles, middles + [.infinity])).map { mode, cell in
      Interval(max(mode.centre - 3 * mode.deviation, cell.0), min(mode.centre + 3 * mode.deviation, cell.1))
    }
  }

  /// How many samples lie in each mode's region.
  package func counts(of samples: [Double]) -> [Int] { regions.map { region in samples.count { region.contains($0) } } }

  /// What the counts estimate: the exact mass of each region.
  package func masses(under density: any AnalyticDensity) -> [Double] { regions.map { density.probability(of: $0) } }

  /// The probability that a region of this mass holds at least one of n samples: that its mode is called captured.
  package static func captureProbability(mass: Double, samples: Int) -> Double {
    -.expMinusOne(Double(samples) * .log(onePlus: -mass))
  }

  /// The standard deviation of the share of n samples that lie in a region of this mass.
  package static func shareError(mass: Double, samples: Int) -> Double { .sqrt(max(0, mass * (1 - mass)) / Double(samples)) }
}
