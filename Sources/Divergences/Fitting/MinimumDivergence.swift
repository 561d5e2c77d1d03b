import Calculus
package import Densities
import RealModule

/// The member Q of a family that minimises D_f(P‖Q).
///
/// If P is a member itself, it is P. Else searches start from the members most likely for quantiles of P, of its parts
/// and of its components, drawn together and spread out, so from its moments and its quantiles; the lowest minimum they
/// reach is kept and sharpened. It need not be the lowest there is: KL(Q‖P) to a mixture has a minimum at each mode.
/// The note says what was found. The minimum of KL(P‖Q) is the maximum-likelihood fit in the limit of many data; over
/// the normals it matches two moments.
package func minimumDivergenceFit(of family: any Family.Type, to p: any AnalyticDensity, minimizing divergence: any FDivergence) -> Fit {
  if let member = p as? any Family, type(of: member) == family { return exactFit(member, divergence.name) }
  // A divergence may take a hundred times the usual work.
  let limit = WorkLimit.ofSearch
  // To cut the line takes some 25 µs a landmark, also where no work is left for the integral.
  let cuts = 5000 * p.landmarks.count
  let search = FamilySearch(family: family) { q in
    if limit.isExhausted { return Estimate(.infinity, error: 0) }
    limit.spend(cuts)
    let value = DensityPair(p, q, within: limit).measure([divergence])[0]
    return value.status == .finite ? value : Estimate(.infinity, error: 0)
  }
  let starts = startingMembers(of: family, for: p)
  let grid = FamilySearch.grid(of: family, places: places(p), spread: p.upperQuantile(0.25) - p.quantile(0.25))
  guard let found = search.lowest(from: starts) ?? search.lowest(from: grid.map { [$0] }) else {
    return Fit(
      objective: divergence.name, family: family.name, parameters: [], density: nil,
      outcome: outcomeOfAll(grid, p, divergence, family.name, within: limit))
  }
  let (minimum, q) = (found.minimum, found.minimum.member)
  let errors = minimum.chart.parameterErrors(at: minimum.optimum.point, minimum.optimum.errors)
  let parameters = zip(zip(family.parameters, q.values), errors).map {
    FittedParameter(name: $0.0.name, value: $0.1, error: $1, standardError: nil)
  }
  var outcome = settled(DensityPair(p, q).measure([divergence])[0], at: minimum.optimum)
  if limit.isExhausted {
    outcome = .unresolved(outcome.value, reason: "the search was given up: each divergence takes too much work")
  }
  if family is StudentT.Type {
    // Student's t has the normal as a limit, which it does not reach.
    let normal = minimumDivergenceFit(of: Normal.self, to: p, minimizing: divergence)
    let best = normal.outcome
    if best.status == .finite, best.value - best.error <= outcome.value {
      outcome = .unresolved(
        best.value, error: best.error,
        reason: "it falls with dof towards the value of \(normal.density?.description ?? "the best normal"), which no studentT reaches")
    }
  }
  let isOnly = (divergence as? KullbackLeibler)?.direction == .forward && isExponentialFamily(family)
  let note =
    found.count > 1
    ? "the lowest of \(found.count) local minima found; there may be a lower one"
    : "the one local minimum found; there may be a lower one"
  return Fit(
    objective: divergence.name, family: family.name, parameters: parameters, density: q, outcome: outcome, note: isOnly ? "" : note)
}

/// Of a member of the family every divergence is 0 at itself, and nowhere else.
private func exactFit(_ member: any Family, _ objective: String) -> Fit {
  let parameters = zip(type(of: member).parameters, member.values).map {
    FittedParameter(name: $0.name, value: $1, error: 0, standardError: nil)
  }
  return Fit(
    objective: objective, family: type(of: member).name, parameters: parameters, density: member, outcome: .finite(value: 0, error: 0))
}

/// Families in which KL(P‖Q) has one minimum, since −log q is convex in the natural parameters.
private func isExponentialFamily(_ family: any Family.Type) -> Bool {
  family is Normal.Type || family is Exponential.Type || family is Gamma.Type || family is Beta.Type || family is LogNormal.Type
}

/// What is known where no member of those that were tried has a finite divergence.
private func outcomeOfAll(
  _ members: [any Family], _ p: any AnalyticDensity, _ divergence: any FDivergence, _ family: String, within limit: WorkLimit
) -> Estimate {
  let outcomes = members.map { DensityPair(p, $0, within: limit).measure([divergence])[0] }
  if let known = outcomes.first, outcomes.allSatisfy({ $0.status == .infinite }) {
    return .infinite(reason: "it is so for every member of \(family) that was tried: \(known.reason)")
  }
  let open = outcomes.first { $0.status != .infinite }
  return .unresolved(
    .infinity,
    reason: "no member of \(family) that was tried has a value that is finite and resolved" + (open.map { ": \($0.reason)" } ?? ""))
}

/// The outcome at an optimum, which is not resolved if the search did not settle; its error covers what the errors of
/// the place leave.
func settled(_ outcome: Estimate, at optimum: Optimum) -> Estimate {
  guard outcome.status == .finite else { return outcome }
  guard let hessian = optimum.hessian, optimum.errors.allSatisfy({ $0 < 1e-3 }) else {
    return .unresolved(
      outcome.value, error: outcome.error,
      reason:
        "no positive second derivatives were seen at the lowest point, as at a kink or where a parameter runs off: it is known only roughly"
    )
  }
  let rest = Double(optimum.errors.count) * zip(optimum.errors, hessian.diagonal).map { $0 * $0 * $1 }.reduce(0, +)
  return outcome.widened(by: rest)
}

/// The median first, then the deciles, and points beyond the ends where there are any.
private func places(_ p: any AnalyticDensity) -> [Double] {
  let (lower, upper) = (p.quantile(0.1), p.upperQuantile(0.1))
  let ends = [p.quantile(0) - (upper - lower) / 10, p.upperQuantile(0) + (upper - lower) / 10].filter(\.isFinite)
  return [p.quantile(0.5), lower, upper] + ends
}

/// The members that are most likely for quantiles of a density and of its parts, as they are, drawn together and spread
/// out; a group for each part.
private func startingMembers(of family: any Family.Type, for p: any AnalyticDensity) -> [[any Family]] {
  func quantiles(_ density: any AnalyticDensity, _ range: ClosedRange<Double>) -> [Double] {
    (0..<60).map { index in
      let level = range.lowerBound + (range.upperBound - range.lowerBound) * (Double(index) + 0.5) / 60
      return level < 0.5 ? density.quantile(level) : density.upperQuantile(1 - level)
    }
  }
  let whole = quantiles(p, 0...1)
  let ends = [p.quantile(0), p.upperQuantile(0)].filter(\.isFinite)
  let components = ((p as? Mixture)?.components ?? []).prefix(8)
  let parts =
    [whole, whole + ends, quantiles(p, 0.25...0.75), quantiles(p, 0...0.5), quantiles(p, 0.5...1)]
    + components.map { quantiles($0, 0...1) }
  let groups = parts.map { data -> [any Family] in
    let center = data.sorted()[data.count / 2]
    return [1, 0.4, 2].flatMap { factor -> [any Family] in
      members(of: family, for: data.map { center + factor * ($0 - center) })
    }
  }
  return groups.filter { !$0.isEmpty }
}

/// The most likely member for data; of Student's t, where it is a normal, with some dof; where the family cannot have
/// the data, members that can be.
private func members(of family: any Family.Type, for data: [Double]) -> [any Family] {
  guard let fit = try? maximumLikelihoodFit(of: family, to: data) else { return [] }
  if let member = fit.density as? any Family { return [member] }
  if family is StudentT.Type, fit.parameters.count == 3 {
    return [5, 50].compactMap { try? family.init(validating: [$0, fit.parameters[1].value, fit.parameters[2].value]) }
  }
  return []
}
