import Calculus
import RealModule
import Scalars

extension DensityPair {
  /// Integrals of functions of both densities: of what is smooth by the trapezoidal rule, of all else on a mesh.
  ///
  /// What is known of the ends already, if that is given, is not looked for again.
  func integrals(of integrands: [any Integrand<PairSample>], _ ends: Finiteness? = nil) -> Integrals {
    var sampler = PairSampler(p, q, isOne: isOne)
    var quick = quadrature == .gsl ? SmoothIntegrals(none: integrands.count) : smoothIntegrals(of: integrands, &sampler, ends)
    if !quick.open.isEmpty {
      let rest = integrals(of: quick.open.map { integrands[$0] }, on: Partition([p, q]), sampler)
      for (index, sum) in zip(quick.open, rest.sums) {
        quick.sums[index] = sum
        quick.sums[index].evaluations += quick.evaluations
      }
    }
    return Integrals(sums: quick.sums, route: route(.quadrature))
  }

  /// Integrals over the cells of a partition, with the masses of the densities on the same nodes.
  func integrals<S: Sampler>(
    of integrands: [any Integrand<S.Sample>], on partition: Partition, _ sampler: S, tolerance: Double = DensityPair.tolerance,
    panelLimit: Int = 4000, by usual: Route = .quadrature
  ) -> Integrals where S.Sample: MassSample {
    let masses = masses(for: S.Sample.self)
    let all = uncheckedIntegrals(of: integrands + masses, on: partition, sampler, tolerance: tolerance, panelLimit: panelLimit)
    let seen = SeenMasses(all.sums.suffix(masses.count))
    let sums = all.sums.prefix(integrands.count).map { $0.checked(by: seen, evaluations: all.evaluations) }
    return Integrals(sums: sums, route: route(usual))
  }

  /// The masses of both densities, or of one that stands for both.
  private func masses<Sample: MassSample>(for samples: Sample.Type) -> [any Integrand<Sample>] {
    isOne ? [Sample.Mass(isP: true)] : [Sample.Mass(isP: true), Sample.Mass(isP: false)]
  }

  /// Integrals over something else than x, such as levels of probability, which has no masses to check.
  func uncheckedIntegrals<S: Sampler>(
    of integrands: [any Integrand<S.Sample>], on partition: Partition, _ sampler: S, tolerance: Double = DensityPair.tolerance,
    panelLimit: Int = 4000
  ) -> (sums: [MeshSum], evaluations: Int) {
    let limit = limit ?? quadrature.limit
    if quadrature == .gsl { return AdaptiveQuadrature(partition, sampler, within: limit).integrate(integrands) }
    var mesh = Mesh(partition, sampler, tolerance: tolerance, panelLimit: panelLimit, within: limit)
    let sums = mesh.integrate(integrands)
    return (sums, mesh.evaluations)
  }

  /// The route of what is integrated, given what it is on a mesh.
  func route(_ usual: Route) -> Route { quadrature == .gsl ? .gsl : usual }
}

/// How much of two densities the nodes of an integral have seen.
struct SeenMasses {
  /// How far the masses are from 1, with their errors.
  ///
  /// It moves every integral by at most about as much of itself; a large one means that something was not seen.
  private(set) var defect = 0.0
  /// What the errors of the masses do not explain of that.
  private(set) var unseen = 0.0
  /// Why a mass has no bound, where that is known.
  private(set) var remark = ""

  /// No masses.
  init() {}

  init(_ masses: some Collection<MeshSum>) {
    for sum in masses { add(sum) }
  }

  /// Adds the mass of a density.
  private mutating func add(_ mass: MeshSum) {
    add(mass.value, error: mass.error)
    if remark.isEmpty, mass.error == .infinity { remark = mass.remark }
  }

  /// Adds a mass with its error.
  mutating func add(_ mass: Double, error: Double) {
    let distance = abs(mass - 1)
    defect += distance + error
    unseen += max(0, distance - error)
  }
}

extension MeshSum {
  /// The same with what the nodes have seen of the densities.
  func checked(by masses: SeenMasses, evaluations: Int) -> MeshSum {
    var sum = self
    sum.masses = masses
    sum.evaluations = evaluations
    return sum
  }
}

/// Integrals over two densities: every result of one is checked here by the masses that its nodes have seen.
struct Integrals {
  let sums: [MeshSum]
  let route: Route

  /// The results, each from its sum, unless a mass or a value of the integrand has gone missing.
  func results(named names: [String], _ result: (MeshSum, Int) -> Estimate) -> [Estimate] {
    names.indices.map { index in self.result(of: sums[index], named: names[index]) { result($0, index) } }
  }

  /// One of them.
  func result(of sum: MeshSum, named name: String, _ result: (MeshSum) -> Estimate) -> Estimate {
    var known = result(sum)
    if let reason = fault(sum) { known = .unresolved(sum.badSpan == nil ? known.value : 0, reason: reason) }
    return known.named(name, by: route, evaluations: sum.evaluations, remark: route == .gsl ? sum.remark : "")
  }

  /// The sums as they are, with the error that the masses add: for integrals that other results are made of.
  var estimates: [Estimate] {
    sums.map { sum in
      let fault = fault(sum)
      let error = fault == nil ? sum.error + 2 * (sum.masses.defect) * abs(sum.value) : .infinity
      return Estimate(
        sum.value.isFinite ? sum.value : 0, error: error, evaluations: sum.evaluations, route: route, reason: fault ?? "")
    }
  }

  /// What makes a result impossible, whatever the error of the sum.
  private func fault(_ sum: MeshSum) -> String? {
    if let badSpan = sum.badSpan {
      let x = badSpan.chart.place(at: badSpan.midpoint).x
      return "the integrand is not finite" + (x.isFinite ? " near x = \(x)" : "")
    }
    let masses = sum.masses
    if masses.defect <= 1e-6 { return nil }
    return masses.defect < .infinity
      ? "the masses on the mesh differ from 1 by \(Float(masses.defect)), so part of a density was not seen"
      : masses.remark.isEmpty ? "the masses have no bound" : masses.remark
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
    let one: Double = shift == 0 ? 1 : .exp(-shift)
    let judged = Estimate.judged(
      value: value, error: error, floor: floor * one, zero: zero * one,
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
