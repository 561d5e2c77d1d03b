import Densities
import Scalars
import Testing

/// Quantiles and draws of data are found by bisection: the same as by a look at one bin or point after the other.
@Suite struct DataQuantileTests {
  private static let data: [Double] = (0..<300).map { (index: Int) -> Double in
    let place = (index * index) % 97
    return Double(index % 5 == 0 ? place + 500 : place)
  }

  @Test(arguments: [1, 2, 7, 100, 1000, 10_000]) func aHistogramFindsItsBin(bins: Int) throws {
    let histogram = try Histogram(Self.data, bins: bins, source: "data")
    let (weights, edges) = (histogram.weights, histogram.edges)
    var cumulative = [0.0]
    for weight in weights { cumulative.append(cumulative[cumulative.count - 1] + weight) }
    for step in 0...200 {
      let p = Double(step) / 200
      for x in [histogram.quantile(p), histogram.upperQuantile(1 - p)] {
        // It is in a bin with data, whose share holds the level.
        let isFound = weights.indices.contains { bin in
          let isAround = edges[bin] <= x + 1e-9 && x - 1e-9 <= edges[bin + 1]
          return isAround && weights[bin] > 0 && cumulative[bin] <= p + 1e-12 && p - 1e-12 <= cumulative[bin + 1]
        }
        #expect(isFound, "\(p): \(x)")
      }
    }
  }

  @Test func aKernelEstimateDrawsEveryPointByItsWeight() throws {
    let density = try KernelDensity([0, 0, 0, 10, 20, 20], bandwidth: 1e-6, source: "data")
    var (random, counts) = (CounterRandom(seed: 5), [0, 0, 0])
    for _ in 0..<60_000 { counts[Int((density.sample(using: &random) / 10).rounded())] += 1 }
    for (count, weight) in zip(counts, density.weights) { #expect(abs(Double(count) - 60_000 * weight) < 5 * 120, "\(counts)") }
  }
}
