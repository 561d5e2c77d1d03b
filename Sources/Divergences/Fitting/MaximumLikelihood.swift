import Calculus
package import Densities
import RealModule
import Scalars

/// The member of a family under which the data are most likely.
///
/// The outcome is the log-likelihood of all data at the exact maximum: the minimum of the cross entropy −(1/n) Σ log
/// q(xᵢ), so of KL(P̂‖Q) up to the entropy of the data, times −n. It is found by a formula where the field has one,
/// else as the zero of the likelihood equations. The errors of the parameters and of the log-likelihood bound the
/// distance to the exact maximum for the data as doubles. Where there is none the outcome says why: −∞ where a datum
/// lies outside the support of every member, +∞ where the likelihood is unbounded, and `unresolved` where its supremum
/// is only approached as a parameter runs off. Throws unless the data are finite and, where the family has a location,
/// at least two of them differ.
///
/// - Parameters:
///   - family: the family.
///   - data: the data.
///   - progress: is told now and then which share of a long search is done.
package func maximumLikelihoodFit(
  of family: any Family.Type, to data: [Double], progress: @escaping (Double) -> Void = { _ in }
) throws(FitError) -> Fit {
  try FitError.check(data)
  let sample = Sample(data, progress: progress)
  guard let solvable = family as? any HasLikelihoodMaximum.Type else { return try searchedFit(of: family, to: sample) }
  let maximum = try solvable.likelihoodMaximum(sample)
  let parameters = zip(family.parameters, maximum.parameters).map { parameter, known in
    FittedParameter(name: parameter.name, value: known.value, error: known.error, standardError: known.standardError)
  }
  var (outcome, density) = (maximum.outcome, nil as (any Family)?)
  if outcome.status == .finite {
    density = try? family.init(validating: parameters.map(\.value))
    if density == nil {
      outcome = .unresolved(
        outcome.value, error: outcome.error,
        reason: "the maximum has parameters beyond 1e300 or below 1e-300, which \(family.name) cannot take")
    }
  }
  return Fit(
    objective: "maximum_likelihood", family: family.name, parameters: parameters, density: density, outcome: outcome, note: maximum.note)
}

/// The maximum of the likelihood by a search, for a family without equations of its own: a local one, with errors that
/// are estimates.
private func searchedFit(of family: any Family.Type, to sample: Sample) throws(FitError) -> Fit {
  try sample.checkNotConstant()
  let sorted = sample.sorted
  let width = sample.highest - sample.lowest
  let quartiles = sample.quantile(0.75) - sample.quantile(0.25)
  let places = [0.5, 0.1, 0.9].map(sample.quantile) + [sample.lowest - width / 10, sample.highest + width / 10]
  let search = FamilySearch(family: family) { crossEntropy($0, sorted) }
  let grid = FamilySearch.grid(of: family, places: places, spread: quartiles > 0 ? quartiles : width / 4)
  guard let minimum = search.lowest(from: grid.map { [$0] })?.minimum else {
    let reason = "the likelihood is zero under every member of \(family.name) that was tried"
    return Fit(
      objective: "maximum_likelihood", family: family.name, parameters: [], density: nil, outcome: .infinite(reason: reason, sign: .minus))
  }
  let errors = minimum.chart.parameterErrors(at: minimum.optimum.point, minimum.optimum.errors)
  let parameters = zip(zip(family.parameters, minimum.member.values), errors).map {
    FittedParameter(name: $0.0.name, value: $0.1, error: $1, standardError: nil)
  }
  let entropy = crossEntropy(minimum.member, sorted)
  return Fit(
    objective: "maximum_likelihood", family: family.name, parameters: parameters, density: minimum.member,
    outcome: settled(.finite(value: -sample.count * entropy.value, error: sample.count * entropy.error), at: minimum.optimum),
    note: "the best of the local maxima that a search found")
}

/// −(1/n) Σ log q(xᵢ), with a bound on its rounding error; +∞ where a density is zero.
func crossEntropy(_ q: some AnalyticDensity, _ data: [Double]) -> Estimate {
  // At a place, which is of doubles: a generic function of another module is some ten times slower.
  let mean = data.mean { q.logDensity(at: Place(anchor: $0, offset: 0)) }
  return Estimate(-mean.value, error: 4 * .ulpOfOne * (mean.size + 1), evaluations: data.count)
}
