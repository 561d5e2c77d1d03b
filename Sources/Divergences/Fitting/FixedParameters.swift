import Calculus
package import Densities
import RealModule
import Scalars

/// The member of a family under which the data are most likely among those with some parameters given.
///
/// Without parameters that are given it is `maximumLikelihoodFit`. A parameter whose best value is the same whatever the
/// others are has that value, exactly: the location of laplace, the ends of uniform, the scale of pareto. A search finds
/// the best of the rest: the errors are estimates, and the maximum may be a local one, which the note says. Throws where
/// a parameter is none of the family's, where the likelihood has no bound beside those that are given, and for a mode of
/// triangular beside a given end: in it the likelihood has a kink at every datum.
package func maximumLikelihoodFit(
  of family: any Family.Type, to data: [Double], fixing fixed: [String: Double], progress: @escaping (Double) -> Void = { _ in }
) throws(FitError) -> Fit {
  let names = family.parameters.map(\.name)
  var known = names.map { fixed[$0] }
  guard known.contains(where: { $0 != nil }) else { return try maximumLikelihoodFit(of: family, to: data, progress: progress) }
  try FitError.check(data)
  let sample = Sample(data)
  if family == Triangular.self, known[1] == nil, known[0] == nil || known[2] == nil {
    throw FitError(
      description: "in the mode of triangular the likelihood has a kink at every datum, where no search beside a fixed end is sure of the "
        + "best: fix the mode, or both ends, or nothing")
  }
  if family == GeneralizedExtremeValue.self, let shape = known[2], shape <= -1, known[0] == nil || known[1] == nil {
    throw FitError(
      description:
        "with a shape of \(shape.short), not above -1, the density of gev does not fall to 0 at its upper end, and the likelihood "
        + "has no smooth maximum in the others: fix a shape above -1")
  }
  let exact = try exactValues(of: family, sample, known)
  for (index, value) in exact { known[index] = value }
  let start = try start(of: family, sample, known)
  let search = FixedSearch(family: family, start: start, free: known.indices.filter { known[$0] == nil }, sample: sample)
  return search.fit(names.filter { fixed[$0] != nil }, exact: Set(exact.keys))
}

/// The free parameters whose best values are known without a search, by their places.
private func exactValues(of family: any Family.Type, _ sample: Sample, _ known: [Double?]) throws(FitError) -> [Int: Double] {
  let free = known.indices.filter { known[$0] == nil }
  func extremes(_ values: [Int: Double]) -> [Int: Double] { values.filter { free.contains($0.key) } }
  switch family {
  case is Laplace.Type:
    guard free.contains(0) else { return [:] }
    if sample.isConstant { return [0: sample.lowest] }
    return [0: try maximumLikelihoodFit(of: family, to: sample.sorted).parameters.first?.value ?? sample.quantile(0.5)]
  case is Uniform.Type: return extremes([0: sample.lowest, 1: sample.highest])
  case is Pareto.Type: return extremes([1: sample.lowest])
  case is Triangular.Type:
    if let lower = known[0], let upper = known[2] { return extremes([1: bestMode(sample, lower, upper)]) }
    // Without data on one side of the mode, its end is the mode.
    guard let mode = known[1] else { return [:] }
    return extremes([0: mode, 2: mode].filter { $0.key == 0 ? sample.lowest >= mode : sample.highest <= mode })
  default: return [:]
  }
}

/// The most likely mode of a triangle between two ends: between two data the likelihood is convex in it, so that it is a
/// datum (Oliver, “A maximum likelihood oddity”, American Statistician 26, 1972).
private func bestMode(_ sample: Sample, _ lower: Double, _ upper: Double) -> Double {
  var best = (mode: sample.quantile(0.5), value: -Double.infinity)
  let (below, above) = (sample.sorted.map { Double.log($0 - lower) }, sample.sorted.map { Double.log(upper - $0) })
  // Σ log((x − lower)/(mode − lower)) of the data below, and Σ log((upper − x)/(upper − mode)) of those above.
  var (sum, rest) = (0.0, above.reduce(0, +))
  for (index, mode) in sample.sorted.enumerated() where lower <= mode && mode <= upper {
    rest -= above[index]
    let (before, after) = (Double(index), Double(sample.sorted.count - 1 - index))
    let value = (before > 0 ? sum - before * below[index] : 0) + (after > 0 ? rest - after * above[index] : 0)
    if value > best.value { best = (mode, value) }
    sum += below[index]
  }
  return best.mode
}

/// The values that the search begins with: of the unrestricted maximum, or of the data's quartiles; of a support that
/// holds the data where a larger one does.
private func start(of family: any Family.Type, _ sample: Sample, _ known: [Double?]) throws(FitError) -> [Double] {
  let whole = try? maximumLikelihoodFit(of: family, to: sample.thinned).density as? any Family
  let (low, middle, high) = (sample.quantile(0.25), sample.quantile(0.5), sample.quantile(0.75))
  let spread = high > low ? high - low : sample.highest > sample.lowest ? sample.highest - sample.lowest : 1
  let values = family.parameters.enumerated().map { index, parameter in
    known[index] ?? whole?.values[index] ?? (parameter.domain == .positive ? spread : parameter.domain == .number ? 0 : middle)
  }
  let starts = [values] + wider(family, values, known, spread)
  for start in starts {
    if let member = try? family.init(validating: start), crossEntropy(member, sample.sorted).value.isFinite { return start }
  }
  do { _ = try family.init(validating: values) } catch { throw FitError(description: error.description) }
  return values
}

/// Values with the ends of the support farther and farther out, as the free parameters let them be moved.
private func wider(_ family: any Family.Type, _ values: [Double], _ known: [Double?], _ spread: Double) -> [[Double]] {
  let moved = family.parameters.indices.filter { known[$0] == nil && family.parameters[$0].movesSupport }
  return (-4...60).flatMap { power -> [[Double]] in
    let factor = Double.exp2(Double(power))
    return [-1.0, 1].map { side in
      var start = values
      for index in moved {
        switch family.parameters[index].domain {
        case .positive: start[index] = values[index] * max(1, factor)
        case .number: start[index] = side * values[index] / (1 + factor)
        case .real:
          // An end moves outwards, a location to either side.
          start[index] += spread * factor * (family == Triangular.self ? (index == 0 ? -1 : 1) : side)
        }
      }
      return start
    }
  }
}

/// The search over the free parameters, of which positive ones are moved by factors.
private struct FixedSearch {
  let family: any Family.Type
  let start: [Double]
  let free: [Int]
  let sample: Sample

  private var unit: Double {
    let quartiles = sample.quantile(0.75) - sample.quantile(0.25)
    if quartiles > 0 { return quartiles }
    // Of data that do not differ, a scale that is given.
    let scale = zip(family.parameters, start).first { $0.0.domain == .positive }?.1
    return sample.isConstant ? scale ?? 1 : sample.highest - sample.lowest
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
    // With a pole at its upper end, a datum there makes the likelihood infinite (Smith 1985).
    if member is GeneralizedExtremeValue, values[2] <= -1, free.contains(2) { return Estimate(.infinity, error: 0) }
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

  func fit(_ fixed: [String], exact: Set<Int>) -> Fit {
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
      // Of the median of laplace it is the expected one; the likelihood is not regular in an end.
      let median = family == Laplace.self && exact.contains(index) ? values[1] / .sqrt(sample.count) : nil
      parameters.append(
        FittedParameter(
          name: parameter.name, value: values[index], error: error,
          standardError: family == Triangular.self ? nil : place.flatMap { place in standardErrors.map { slope * $0[place] } } ?? median))
    }
    let names = fixed.dropLast().joined(separator: ", ") + (fixed.count > 1 ? " and " : "") + (fixed.last ?? "")
    var note = "with \(names) fixed"
    if family == GeneralizedExtremeValue.self, free.contains(2) { note += "; for shapes below -1 it grows without end" }
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
