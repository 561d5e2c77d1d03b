import Calculus
package import Densities
import RealModule
import Scalars

/// The member of a family under which the data are most likely among those with some parameters given.
///
/// Without parameters that are given it is `maximumLikelihoodFit`. Else a search finds the best of the others, from that
/// member: the errors are estimates, and the maximum may be a local one, which the note says. Throws where a parameter
/// is none of the family's, or a free one moves the support or a kink of the density, so that no slope leads to the
/// maximum.
package func maximumLikelihoodFit(
  of family: any Family.Type, to data: [Double], fixing fixed: [String: Double], progress: @escaping (Double) -> Void = { _ in }
) throws(FitError) -> Fit {
  let names = family.parameters.map(\.name)
  let known = names.map { fixed[$0] }
  guard known.contains(where: { $0 != nil }) else { return try maximumLikelihoodFit(of: family, to: data, progress: progress) }
  for (parameter, value) in zip(family.parameters, known) where value == nil {
    let isSmooth = !parameter.movesSupport && (family != Laplace.self || parameter.domain == .positive)
    guard isSmooth else {
      throw FitError(
        description:
          "the likelihood has no slope in \(parameter.name) of \(family.name), so that it cannot be fitted beside fixed parameters")
    }
  }
  try FitError.check(data)
  let sample = Sample(data)
  let start = try start(of: family, sample, known)
  let search = FixedSearch(family: family, start: start, free: known.indices.filter { known[$0] == nil }, sample: sample)
  return search.fit(names.filter { fixed[$0] != nil })
}

/// The values that the search begins with: of the unrestricted maximum, or of the data's quartiles.
private func start(of family: any Family.Type, _ sample: Sample, _ known: [Double?]) throws(FitError) -> [Double] {
  let whole = try? maximumLikelihoodFit(of: family, to: sample.thinned).density as? any Family
  let (low, middle, high) = (sample.quantile(0.25), sample.quantile(0.5), sample.quantile(0.75))
  let values = family.parameters.indices.map { index in
    known[index] ?? whole?.values[index] ?? (family.parameters[index].domain == .positive ? (high > low ? high - low : 1) : middle)
  }
  do { _ = try family.init(validating: values) } catch { throw FitError(description: error.description) }
  return values
}

/// The search over the free parameters, of which positive ones are moved by factors.
private struct FixedSearch {
  let family: any Family.Type
  let start: [Double]
  let free: [Int]
  let sample: Sample

  private var unit: Double {
    let quartiles = sample.quantile(0.75) - sample.quantile(0.25)
    return quartiles > 0 ? quartiles : max(sample.highest - sample.lowest, .leastNormalMagnitude)
  }

  private func values(_ point: [Double], from start: [Double]) -> [Double] {
    var values = start
    for (index, step) in zip(free, point) {
      values[index] = family.parameters[index].domain == .positive ? start[index] * .exp(step) : start[index] + unit * step
    }
    return values
  }

  private func objective(_ values: [Double], _ data: [Double]) -> Estimate {
    guard let member = try? family.init(validating: values) else { return Estimate(.infinity, error: 0) }
    return crossEntropy(member, data)
  }

  /// The values that a simplex reaches.
  private func descended(from start: [Double], _ data: [Double]) -> [Double] {
    var values = start
    for _ in 0..<4 {
      let from = values
      let low = Calculus.minimum(from: free.map { _ in 0 }, steps: free.map { _ in 0.3 }, tolerance: 1e-8) {
        objective(self.values($0, from: from), data).value
      }
      values = self.values(low.point, from: from)
      if low.point.allSatisfy({ abs($0) < 0.5 }) { break }
    }
    return values
  }

  /// Newton's method from values that are near; nil if it sees no maximum.
  private func sharpened(_ near: [Double]) -> Optimum? {
    let f: ([Double]) -> Estimate = { objective(self.values($0, from: near), sample.sorted) }
    return Optimum(near: free.map { _ in 0 }, of: f).verified(of: f)
  }

  func fit(_ fixed: [String]) -> Fit {
    var (near, optimum) = (start, Optimum(lowest: free.map { _ in 0 }))
    if free.isEmpty {
      optimum.errors = []
    } else {
      // A simplex takes hundreds of values, which two thousand data give as well; Newton’s method takes all.
      near = descended(from: start, sample.thinned)
      if let sharp = sharpened(near) {
        optimum = sharp
      } else {
        near = descended(from: near, sample.sorted)
        optimum = sharpened(near) ?? optimum
      }
    }
    let values = self.values(optimum.point, from: near)
    let entropy = objective(values, sample.sorted)
    var parameters: [FittedParameter] = []
    let standardErrors = optimum.hessian?.inverseDiagonal.map { Double.sqrt($0 / sample.count) }
    for (index, parameter) in family.parameters.enumerated() {
      let place = free.firstIndex(of: index)
      let slope = parameter.domain == .positive ? values[index] : unit
      let error = place.map { slope * optimum.errors[$0] + 2 * .ulpOfOne * abs(values[index]) } ?? 0
      parameters.append(
        FittedParameter(
          name: parameter.name, value: values[index], error: error,
          standardError: place.flatMap { place in standardErrors.map { slope * $0[place] } }))
    }
    let note = "with \(fixed.joined(separator: " and ")) fixed"
    let isZero = !entropy.value.isFinite
    let outcome: Estimate =
      isZero
      ? .infinite(reason: "some value has density 0 under every member of \(family.name) \(note) that was tried", sign: .minus)
      : .finite(value: -sample.count * entropy.value, error: sample.count * entropy.error)
    return Fit(
      objective: "maximum_likelihood", family: family.name, parameters: isZero ? [] : parameters,
      density: isZero ? nil : try? family.init(validating: values),
      outcome: isZero || free.isEmpty ? outcome : settled(outcome, at: optimum),
      note: free.isEmpty ? note : "\(note); the best of the others that a search found")
  }
}
