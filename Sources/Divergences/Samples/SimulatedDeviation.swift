import Densities
import RealModule
import Scalars

/// The distances of samples of Q itself from Q: the distribution of a distance where the sample is from the density.
///
/// Uniform order statistics are drawn and compared with the levels of a grid of quantiles, on which |F − G| is taken to
/// be linear; the largest deviation is exact.
struct SimulatedDeviation {
  private(set) var wasserstein1: [Double] = []
  private(set) var energy: [Double] = []
  private(set) var kolmogorov: [Double] = []

  init(of density: any AnalyticDensity, rows: Int, _ settings: SampleSettings) {
    let tails = (13...40).map { Double.exp2(-Double($0)) }
    let levels = (tails + (1..<4096).map { Double($0) / 4096 } + tails.map { 1 - $0 }).sorted()
    let places = levels.map { $0 < 0.5 ? density.quantile($0) : density.upperQuantile(1 - $0) }
    for index in 0..<settings.repetitions(rows: rows) {
      var random = CounterRandom(seed: settings.seed, stream: SampleStream.permutations.rawValue, step: UInt32(index))
      add(Self.orderStatistics(rows, &random), levels, places)
    }
  }

  private mutating func add(_ uniforms: [Double], _ levels: [Double], _ places: [Double]) {
    let n = Double(uniforms.count)
    kolmogorov.append(uniforms.indices.reduce(0) { max($0, abs(Double($1 + 1) / n - uniforms[$1]), abs(Double($1) / n - uniforms[$1])) })
    var (rank, before, distance, square) = (0, 0.0, 0.0, 0.0)
    for index in levels.indices {
      while rank < uniforms.count, uniforms[rank] <= levels[index] { rank += 1 }
      let deviation = Double(rank) / n - levels[index]
      if index > 0 {
        let gap = places[index] - places[index - 1]
        distance += 0.5 * (abs(deviation) + abs(before)) * gap
        square += (deviation.squared + before.squared) * gap
      }
      before = deviation
    }
    wasserstein1.append(distance)
    energy.append(square)
  }

  /// Sums of exponential variables over their total are distributed as sorted uniform ones.
  private static func orderStatistics(_ count: Int, _ random: inout CounterRandom) -> [Double] {
    var total = 0.0
    let sums = (0..<count).map { _ in
      total -= .log(random.openUniform())
      return total
    }
    total -= .log(random.openUniform())
    return sums.map { $0 / total }
  }
}
