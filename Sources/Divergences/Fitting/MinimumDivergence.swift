import Calculus
public import Densities

/// The member Q of a family that minimises D_f(P‖Q).
///
/// The search starts from several points and keeps the lowest minimum, which need not be the only one: KL(Q‖P) to a mixture has one at each
/// mode. The minimum of KL(P‖Q) is the maximum-likelihood fit in the limit of many data; over the normals it matches two moments.
public func minimumDivergenceFit(of family: any Family.Type, to p: any Density, minimizing generator: any Generator) -> Fit {
  let search = FamilySearch(family: family, places: places(p), spread: p.upperQuantile(0.25) - p.quantile(0.25))
  let optimum = search.minimum { q in
    let measurement = Comparison(p, q).measure([generator])[0]
    return Estimate(value: measurement.value, error: measurement.error)
  }
  guard let optimum, let q = search.member(at: optimum.point) else {
    return Fit(
      objective: generator.name, family: family.name, parameters: [], density: nil,
      outcome: outcomeOfAll(search.members, p, generator, family.name))
  }
  return Fit(
    objective: generator.name, family: family.name, parameters: search.parameters(at: optimum), density: q,
    outcome: settled(Comparison(p, q).measure([generator])[0].outcome, at: optimum))
}

/// What is known where no member of those that were tried has a finite divergence.
private func outcomeOfAll(_ members: [any Family], _ p: any Density, _ generator: any Generator, _ family: String) -> Outcome {
  let outcomes = members.map { Comparison(p, $0).measure([generator])[0].outcome }
  if let known = outcomes.first, outcomes.allSatisfy({ $0.status == "infinite" }) {
    return .infinite(reason: "it is so for every member of \(family) that was tried: \(known.reason)")
  }
  let open = outcomes.first { $0.status != "infinite" }
  return .unresolved(
    estimate: .infinity, error: .infinity,
    reason: "no member of \(family) that was tried has a value that is finite and resolved" + (open.map { ": \($0.reason)" } ?? ""))
}

/// The outcome at an optimum, which is not resolved if the search did not settle.
func settled(_ outcome: Outcome, at optimum: Optimum) -> Outcome {
  guard case .finite(let value, let error) = outcome, optimum.errors.contains(where: { !($0 < 1e-3) }) else { return outcome }
  return .unresolved(
    estimate: value, error: error, reason: "the objective is not smooth at the optimum, so the parameters are known only roughly")
}

/// The median first, then the deciles, and points beyond the ends where there are any.
private func places(_ p: any Density) -> [Double] {
  let (lower, upper) = (p.quantile(0.1), p.upperQuantile(0.1))
  let ends = [p.quantile(0) - (upper - lower) / 10, p.upperQuantile(0) + (upper - lower) / 10].filter(\.isFinite)
  return [p.quantile(0.5), lower, upper] + ends
}
