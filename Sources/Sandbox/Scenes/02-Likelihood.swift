import Calculus
import Densities
import Divergences
import RealModule
import Scalars
import Tabulation

/// Scene 2: the likelihood of data, and KL from what they estimate.
extension Route {
  /// A normal with any mean and deviation over a column of data: −log likelihood and KL(kernel estimate‖normal) along both.
  static let likelihood = Route(
    "likelihood", ["target", "mean", "sd", "bins", "from-mean", "to-mean", "from-sd", "to-sd", "points"]
  ) { question in
    try question.withData {
      let parameters = question.parameters
      let target = try parameters.needed("target")
      let data = try question.column("target")
      let estimate: KernelDensity
      let histogram: Histogram
      do {
        estimate = try KernelDensity(data, source: target)
        histogram = try Histogram(
          data, bins: parameters["bins"] == nil ? nil : try parameters.whole("bins", default: 1, 1...1000), source: target)
      } catch { throw Refusal(error, parameter: "target") }
      let moments = Moments(of: data)
      let mean = try parameters.number("mean", default: moments.mean, -1e300...1e300)
      let sd = try parameters.number("sd", default: moments.sd, 1e-300...1e300)
      let model: Normal
      do { model = try Normal(validating: [mean, sd]) } catch { throw Refusal(error, parameter: "sd") }

      let entropy = entropy(estimate)
      let rows = [
        QuantityRow("negative_log_likelihood", Estimate(moments.negativeLogLikelihood(mean, sd))),
        QuantityRow("kl", DensityPair(estimate, model).measure(KullbackLeibler())),
        QuantityRow("entropy", entropy), QuantityRow("cross_entropy", crossEntropy(estimate, model)),
        QuantityRow("best_mean", Estimate(moments.mean)), QuantityRow("best_sd", Estimate(moments.sd)),
        QuantityRow("best_negative_log_likelihood", Estimate(moments.negativeLogLikelihood(moments.mean, moments.sd))),
      ]
      // The kernel adds its variance to that of the data: of a normal no more than two moments count.
      var smoothed = moments
      smoothed.variance += estimate.bandwidth * estimate.bandwidth
      let count = try parameters.whole("points", default: 81, 2...501)
      func along(_ name: String, _ values: [Double], _ member: @escaping (Double) -> (mean: Double, sd: Double)) -> Table {
        Table(
          of: values,
          [
            Column(name) { $0 }, Column("negative_log_likelihood") { moments.negativeLogLikelihood(member($0).mean, member($0).sd) },
            Column("kl") { smoothed.negativeLogLikelihood(member($0).mean, member($0).sd) - entropy.value },
          ])
      }
      let means = grid(
        from: try parameters.number("from-mean", default: moments.mean - 3 * moments.sd, -1e300...1e300),
        to: try parameters.number("to-mean", default: moments.mean + 3 * moments.sd, -1e300...1e300), count: count)
      let deviations = grid(
        from: try parameters.number("from-sd", default: moments.sd / 4, 1e-300...1e300),
        to: try parameters.number("to-sd", default: 3 * moments.sd, 1e-300...1e300), count: count)
      let (lower, upper) = (
        min(estimate.quantile(1e-4), model.quantile(1e-4)), max(estimate.upperQuantile(1e-4), model.upperQuantile(1e-4))
      )
      let bins = Table(
        of: histogram.weights.indices,
        [
          Column("left") { histogram.edges[$0] }, Column("right") { histogram.edges[$0 + 1] },
          Column("density") { histogram.weights[$0] / (histogram.edges[$0 + 1] - histogram.edges[$0]) },
        ])
      let lines = Table(
        of: grid(from: lower, to: upper, count: 301),
        [Column("x") { $0 }, Column("q") { model.density(at: $0) }, Column("kde") { estimate.density(at: $0) }])
      return Answer(
        command: commandLine(["compare", "kde(\(target))", model.description]), tables: [("likelihood", Table(of: rows))],
        curves: [
          ("histogram", bins), ("model", lines), ("over_mean", along("mean", means) { ($0, sd) }),
          ("over_sd", along("sd", deviations) { (mean, $0) }),
        ])
    }
  }
}

/// What the likelihood of a normal sees of data.
private struct Moments {
  var mean: Double
  var variance: Double
  var sd: Double { .sqrt(variance) }

  init(of data: [Double]) {
    let mean = data.compensatedSum() / Double(data.count)
    self.mean = mean
    variance = data.lazy.map { ($0 - mean) * ($0 - mean) }.compensatedSum() / Double(data.count)
  }

  /// The mean of −log q over the data, for q normal: ½ log 2π + log s + (v + (m − μ)²)/2s².
  func negativeLogLikelihood(_ mu: Double, _ sd: Double) -> Double {
    0.5 * .log(2 * .pi) + .log(sd) + (variance + (mean - mu) * (mean - mu)) / (2 * sd * sd)
  }
}
