import Calculus
import Densities
import RealModule
import Scalars

/// The search for the best members of a family near some of them.
struct FamilySearch {
  let family: any Family.Type
  /// What is minimised; +∞ where it is not known.
  let objective: (any Family) -> Estimate

  /// A local minimum, in the coordinates of a chart around it.
  struct LocalMinimum {
    let member: any Family
    let value: Double
    let chart: FamilyChart
    let optimum: Optimum
  }

  /// The lowest of the minima that the starts lead to, and how many different ones there are; nil where the objective
  /// is +∞ at every start.
  ///
  /// - Parameter starts: groups of members; of each group a search starts from the best.
  func lowest(from starts: [[any Family]]) -> (minimum: LocalMinimum, count: Int)? {
    let best = starts.compactMap { group -> (member: any Family, value: Double)? in
      group.map { (member: $0, value: objective($0).value) }.filter { $0.value < .infinity }.min { $0.value < $1.value }
    }.sorted { $0.value < $1.value }
    var ends: [(member: any Family, value: Double)] = []
    for start in best.prefix(6) {
      let end = descend(from: start.member)
      if !ends.contains(where: { isSame($0.member, end.member) }) { ends.append(end) }
    }
    let minima = ends.map { sharpened($0.member, $0.value) }.sorted { $0.value < $1.value }
    var different: [LocalMinimum] = []
    for minimum in minima where !different.contains(where: { isSame($0.member, minimum.member) }) { different.append(minimum) }
    return different.first.map { ($0, different.count) }
  }

  /// Every combination of a few values of each parameter: members for a start where nothing better is known.
  static func grid(of family: any Family.Type, places: [Double], spread: Double) -> [any Family] {
    let widths = Set([spread, spread / 4, 1, 4, 1 / spread]).sorted()
    let points = family.parameters.reduce([[]]) { (points: [[Double]], parameter: Parameter) -> [[Double]] in
      let values: [Double] =
        switch parameter.domain {
        case .real: places
        case .number: [-3, -0.8, -0.2, 0.2, 0.8, 3]
        case .positive: widths
        }
      return points.flatMap { point in values.map { point + [$0] } }
    }
    return points.compactMap { try? family.init(validating: $0) }
  }

  /// The lowest member that a simplex of half a standard unit reaches.
  private func descend(from start: any Family) -> (member: any Family, value: Double) {
    var (best, value) = (start, objective(start).value)
    // A chart is true near its member; far away another one is taken.
    for _ in 0..<6 {
      let chart = FamilyChart(best)
      let low = Calculus.minimum(from: chart.origin, steps: chart.origin.map { _ in 0.5 }, tolerance: 1e-4) { point in
        chart.member(at: point).map { objective($0).value } ?? .infinity
      }
      guard low.value < value, let member = chart.member(at: low.point) else { break }
      (best, value) = (member, low.value)
      if low.point.allSatisfy({ abs($0) < 1 }) { break }
    }
    return (best, value)
  }

  private func sharpened(_ member: any Family, _ value: Double) -> LocalMinimum {
    var chart = FamilyChart(member)
    func f(_ point: [Double]) -> Estimate { chart.member(at: point).map(objective) ?? Estimate(.infinity, error: 0) }
    var optimum = Optimum(near: chart.origin, of: f)
    if optimum.hessian != nil, let better = chart.member(at: optimum.point) {
      // In a chart around the minimum itself, where its errors are seen to hold it.
      let there = FamilyChart(better)
      let again = Optimum(near: there.origin, of: { there.member(at: $0).map(objective) ?? Estimate(.infinity, error: 0) })
      if again.hessian != nil { (chart, optimum) = (there, again) }
      if let verified = optimum.verified(of: f), let best = chart.member(at: verified.point) {
        return LocalMinimum(member: best, value: objective(best).value, chart: chart, optimum: verified)
      }
    }
    // Where there is no second derivative, as at a kink: the lowest point, and nothing about its errors.
    let low = Calculus.minimum(from: chart.origin, steps: chart.origin.map { _ in 1e-2 }, tolerance: 1e-10) { f($0).value }
    let best = low.value < value ? chart.member(at: low.point) ?? member : member
    let lowest = Optimum(lowest: low.value < value ? low.point : chart.origin)
    return LocalMinimum(member: best, value: min(low.value, value), chart: chart, optimum: lowest)
  }

  /// Whether two members are within a hundredth of a standard unit.
  private func isSame(_ a: any Family, _ b: any Family) -> Bool {
    FamilyChart(a).coordinates(of: b).map { $0.allSatisfy { abs($0) < 1e-2 } } ?? (a.values == b.values)
  }
}

/// Coordinates around a member of a family in which a step of 1 in any direction is a standard unit: ½ y² nats of KL,
/// to second order.
///
/// The parameters, or the logarithms of positive ones, in the metric of the Fisher information, which knows how
/// strongly they depend on each other: of gamma(1e6,1e4) the shape and the rate may change by a thousandth together,
/// but not apart.
struct FamilyChart {
  let base: any Family
  private let units: [Double]
  private let information: SymmetricMatrix?

  init(_ base: any Family) {
    self.base = base
    let spread = base.upperQuantile(0.25) - base.quantile(0.25)
    let parameters = type(of: base).parameters
    let units = parameters.map { $0.domain == .real ? spread : 1 }
    self.units = units
    // The mean product of the scores, over quantiles.
    let count = 64
    var rows = parameters.indices.map { i in (0...i).map { _ in 0.0 } }
    for index in 0..<count {
      let x = base.quantile((Double(index) + 0.5) / Double(count))
      let slopes = Self.slopes(type(of: base), base.values, x)
      let scores = parameters.indices.map { i in slopes[i] * (parameters[i].domain == .positive ? base.values[i] : units[i]) }
      for i in rows.indices { for j in 0...i { rows[i][j] += scores[i] * scores[j] / Double(count) } }
    }
    // Some of a parameter's own unit, for what moves the support, or hardly changes the density at all.
    for i in rows.indices { rows[i][i] += parameters[i].movesSupport ? 1 + rows[i][i] : 0.05 }
    information = rows.joined().allSatisfy(\.isFinite) ? SymmetricMatrix(lowerRows: rows) : nil
  }

  private static func slopes(_ family: any Family.Type, _ values: [Double], _ x: Double) -> [Double] {
    gradient(at: values) { parameters in family.logDensity(at: Dual(x), parameters: parameters) }
  }

  /// The coordinates of the member itself.
  var origin: [Double] { units.map { _ in 0 } }

  /// The member at a point; nil where its parameters are not valid, or beyond what a search may go to.
  func member(at point: [Double]) -> (any Family)? {
    let steps = steps(point)
    let parameters = type(of: base).parameters
    let values = parameters.indices.map { i in
      parameters[i].domain == .positive ? base.values[i] * Double.exp(steps[i]) : base.values[i] + units[i] * steps[i]
    }
    // Student's t is a normal to all digits long before this.
    if base is StudentT, values[0] > 1e8 { return nil }
    // Where the density has a pole at its upper end, a datum there makes the likelihood infinite (Smith 1985).
    if base is GeneralizedExtremeValue, values[2] <= -1 { return nil }
    return try? type(of: base).init(validating: values)
  }

  /// The coordinates of another member of the family; nil where they are not finite.
  func coordinates(of other: any Family) -> [Double]? {
    let parameters = type(of: base).parameters
    let steps = parameters.indices.map { i in
      parameters[i].domain == .positive ? Double.log(other.values[i] / base.values[i]) : (other.values[i] - base.values[i]) / units[i]
    }
    guard steps.allSatisfy(\.isFinite) else { return nil }
    return information?.whitened(steps) ?? steps
  }

  private func steps(_ point: [Double]) -> [Double] { information?.unwhitened(point) ?? point }

  /// How far each parameter can be off where the coordinates are, at a point.
  func parameterErrors(at point: [Double], _ errors: [Double]) -> [Double] {
    var sizes = units.map { _ in 0.0 }
    for index in errors.indices {
      let steps = steps(errors.indices.map { $0 == index ? 1 : 0 })
      for i in sizes.indices where steps[i] != 0 { sizes[i] += abs(steps[i]) * errors[index] }
    }
    let values = member(at: point)?.values ?? base.values
    return sizes.indices.map { i in
      sizes[i] * (type(of: base).parameters[i].domain == .positive ? values[i] : units[i]) + 2 * .ulpOfOne * abs(values[i])
    }
  }
}
