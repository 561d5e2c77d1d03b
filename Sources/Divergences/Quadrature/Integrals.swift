import Calculus
import RealModule
import Scalars

extension DensityPair {
  /// Integrals over the cells of a partition, with the masses of the densities on the same nodes.
  func integrals<S: Sampler>(
    of integrands: [any Integrand<S.Sample>], on partition: Partition, _ sampler: S, panelLimit: Int = 4000, by usual: Route = .quadrature
  )
    -> Integrals where S.Sample: MassSample
  {
    let masses: [any Integrand<S.Sample>] = (p.isIdentical(to: q) ? [true] : [true, false]).map { S.Sample.Mass(isP: $0) }
    let all = uncheckedIntegrals(of: integrands + masses, on: partition, sampler, panelLimit: panelLimit)
    return Integrals(
      sums: all.sums.prefix(integrands.count), masses: all.sums.suffix(masses.count), evaluations: all.evaluations, route: route(usual))
  }

  /// Integrals over something else than x, such as levels of probability, which has no masses to check.
  func uncheckedIntegrals<S: Sampler>(
    of integrands: [any Integrand<S.Sample>], on partition: Partition, _ sampler: S, panelLimit: Int = 4000
  ) -> (sums: [MeshSum], evaluations: Int) {
    let limit = limit ?? quadrature.limit
    if quadrature == .gsl { return AdaptiveQuadrature(partition, sampler, within: limit).integrate(integrands) }
    var mesh = Mesh(partition, sampler, panelLimit: panelLimit, within: limit)
    let sums = mesh.integrate(integrands)
    return (sums, mesh.evaluations)
  }

  /// The route of what is integrated, given what it is on a mesh.
  func route(_ usual: Route) -> Route { quadrature == .gsl ? .gsl : usual }
}

/// Integrals over two densities with how much of these the mesh has seen: every result of one is checked here.
struct Integrals {
  let sums: [MeshSum]
  let evaluations: Int
  /// How far the masses are from 1, with their errors.
  ///
  /// It moves every integral by at most about as much of itself; a large one means that something was not seen.
  let massDefect: Double
  /// What the errors of the masses do not explain of that.
  let unseenMass: Double
  /// Why a mass has no bound, where that is known.
  private let remarkOnMasses: String
  let route: Route

  init(sums: some Sequence<MeshSum>, masses: some Sequence<MeshSum>, evaluations: Int, route: Route) {
    self.sums = Array(sums)
    self.evaluations = evaluations
    self.route = route
    massDefect = masses.reduce(0) { $0 + abs($1.value - 1) + $1.error }
    remarkOnMasses = masses.lazy.filter { $0.error == .infinity }.map(\.remark).first { !$0.isEmpty } ?? ""
    unseenMass = masses.reduce(0) { $0 + max(0, abs($1.value - 1) - $1.error) }
  }

  /// The results, each from its sum, unless a mass or a value of the integrand has gone missing.
  func results(named names: [String], _ result: (MeshSum, Int) -> Estimate) -> [Estimate] {
    names.indices.map { index in
      let sum = sums[index]
      var known = result(sum, index)
      if let reason = fault(sum) { known = .unresolved(sum.badSpan == nil ? known.value : 0, reason: reason) }
      return known.named(names[index], by: route, evaluations: evaluations, remark: route == .gsl ? sum.remark : "")
    }
  }

  /// The sums as they are, with the error that the masses add: for integrals that other results are made of.
  var estimates: [Estimate] {
    sums.map { sum in
      let fault = fault(sum)
      let error = fault == nil ? sum.error + 2 * massDefect * abs(sum.value) : .infinity
      return Estimate(
        sum.value.isFinite ? sum.value : 0, error: error, evaluations: evaluations, route: route, reason: fault ?? "")
    }
  }

  /// What makes a result impossible, whatever the error of the sum.
  private func fault(_ sum: MeshSum) -> String? {
    if let badSpan = sum.badSpan {
      let x = badSpan.chart.place(at: badSpan.midpoint).x
      return "the integrand is not finite" + (x.isFinite ? " near x = \(x)" : "")
    }
    if massDefect <= 1e-6 { return nil }
    return massDefect < .infinity
      ? "the masses on the mesh differ from 1 by \(Float(massDefect)), so part of a density was not seen"
      : remarkOnMasses.isEmpty ? "the masses have no bound" : remarkOnMasses
  }
}

extension MeshSum {
  /// The sum as a result: the one way from an integral to a number with its bound.
  ///
  /// The value, by default the sum itself, and its error are in the unit that the integrand was divided by, given as it is
  /// or by its logarithm; so are the floor, below which errors are none, and what counts as zero.
  func result(
    value: Double? = nil, error: Double, unit: Double = 1, logUnit: Double = 0, floor: Double = 1e-12, zero: Double = 1e-19
  ) -> Estimate {
    let value = value ?? self.value
    let share = error / abs(value)
    let judged = Estimate.judged(
      value: value, error: error, floor: floor * .exp(-shift), zero: zero * .exp(-shift),
      otherwise: "quadrature did not converge" + (share.isFinite ? ": the error bound is \(Float(share)) of the value" : "")
        + (remark.isEmpty ? "" : "; \(remark)"))
    return judged.scaled(by: unit, log: shift + logUnit)
  }
}

extension Estimate {
  /// The same times unit · e^log, which may lead out of the range of the doubles.
  fileprivate func scaled(by unit: Double, log: Double) -> Estimate {
    if unit == 1, log == 0 || !value.isFinite { return self }
    // e^log alone may overflow where the product does not; by way of the logarithm the value would lose digits.
    let root = Double.exp(0.5 * log)
    let scaled = value * root * root * unit
    let rounding = (log == 0 ? 1 : 4) * .ulpOfOne * abs(scaled) + (scaled == value ? 0 : .leastNonzeroMagnitude)
    let bound = error == .infinity ? error : error * root * root * unit + rounding
    if status == .unresolved { return .unresolved(scaled, error: bound, reason: reason) }
    return scaled.isInfinite ? .overflow(logValue: .log(abs(value)) + log + .log(unit)) : .finite(value: scaled, error: bound)
  }
}
