import Calculus
public import Densities
import RealModule
import Scalars

/// The member of a family under which the data are most likely.
///
/// It is the minimum of the cross entropy −(1/n) Σ log q(xᵢ), so of KL(P̂‖Q) up to the entropy of the data; the outcome is the
/// log-likelihood of all of them. Throws unless the data are finite and at least two of them differ.
public func maximumLikelihoodFit(of family: any Family.Type, to data: [Double]) throws(FitError) -> Fit {
  try FitError.check(data)
  let sorted = data.sorted()
  func quantile(_ level: Double) -> Double { sorted[Int(level * Double(sorted.count - 1))] }
  let width = quantile(1) - quantile(0)
  let quartiles = quantile(0.75) - quantile(0.25)
  let places = [quantile(0.5), quantile(0.1), quantile(0.9), quantile(0) - width / 10, quantile(1) + width / 10]
  let search = FamilySearch(family: family, places: places, spread: quartiles > 0 ? quartiles : width / 4)
  let optimum = search.minimum { crossEntropy($0, data) }
  guard let optimum, let q = search.member(at: optimum.point) else {
    let reason = "the likelihood is zero under every member of \(family.name) that was tried"
    return Fit(objective: "maximum_likelihood", family: family.name, parameters: [], density: nil, outcome: .infinite(reason: reason))
  }
  return Fit(
    objective: "maximum_likelihood", family: family.name, parameters: search.parameters(at: optimum, sampleSize: data.count), density: q,
    outcome: settled(logLikelihood(crossEntropy(q, data), of: data.count), at: optimum))
}

/// −(1/n) Σ log q(xᵢ), with a bound on its rounding error; +∞ where a density is zero.
func crossEntropy(_ q: some Density, _ data: [Double]) -> Estimate {
  var (sum, size) = (CompensatedSum(), 0.0)
  for x in data {
    let term = q.logDensity(at: x)
    sum.add(term)
    size += abs(term)
  }
  let count = Double(data.count)
  return Estimate(value: -sum.value / count, error: 4 * .ulpOfOne * (size / count + 1), evaluations: data.count)
}

/// The log-likelihood of all the data.
func logLikelihood(_ crossEntropy: Estimate, of count: Int) -> Outcome {
  .finite(value: -Double(count) * crossEntropy.value, error: Double(count) * crossEntropy.error)
}
