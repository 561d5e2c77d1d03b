public import Calculus
public import Densities
import RealModule
import Scalars

/// A pair of densities with every divergence between them, such as `DensityPair(p, q).table()`.
///
/// Measures asked for together share their nodes: the densities are evaluated once a node. That both masses come out as 1
/// on these is part of every result's error bound, so a feature that was missed cannot go unnoticed.
public struct DensityPair: Sendable {
  /// The first density: the data, in the lecture's terms.
  package let p: any AnalyticDensity
  /// The second density: the generator.
  package let q: any AnalyticDensity
  /// What computes the integrals.
  package let quadrature: Quadrature
  /// What all integrals of the comparison may take together; nil where each has a limit of its own.
  let limit: WorkLimit?
  /// Whether both are known to be the same density.
  let isOne: Bool

  /// The relative error that each panel of a mesh may add to an integral.
  package static var tolerance: Double { 1e-12 }

  /// A pair of densities.
  public init(_ p: any Density, _ q: any Density, by quadrature: Quadrature = .mesh) {
    self.init(p.model.analytic, q.model.analytic, by: quadrature, within: nil)
  }

  /// A pair whose integrals share a limit with others.
  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, by quadrature: Quadrature = .mesh, within limit: WorkLimit?) {
    self.p = p
    self.q = q
    self.quadrature = quadrature
    self.limit = limit
    isOne = p.isIdentical(to: q)
  }

  /// Several f-divergences D_f(P‖Q), on one mesh.
  package func measure(_ divergences: [any FDivergence]) -> [Estimate] { measure(DivergenceList(divergences)) }

  private func measure(_ list: DivergenceList) -> [Estimate] {
    let finiteness = Finiteness(p, q)
    if type(of: p) == Affine.self {
      return withoutCommonMap().pair.measure(list, finiteness) { pair, open in pair.integrals(of: open.integrands) }
    }
    return measure(list, finiteness) { pair, open in pair.integrals(of: open.integrands, finiteness) }
  }

  /// The f-divergences of a pair without a common map; what no formula gives is made of the integrals.
  private func measure(
    _ list: DivergenceList, _ finiteness: Finiteness, _ integrals: (DensityPair, DivergenceList.Part) -> Integrals
  ) -> [Estimate] {
    var results = results(of: list.divergences.indices, known: { infinite(list, $0, finiteness) ?? closed(list, $0) }) { indices in
      let open = list.only(indices)
      return Self.estimates(of: open, from: integrals(self, open))
    }
    for index in results.indices where results[index].value > list.ceilings[index] {
      results[index] = results[index].atMost(list.ceilings[index])
    }
    return results
  }

  /// f-divergences and measures of one discriminator or critic, all on one mesh.
  ///
  /// - Parameters:
  ///   - divergences: the divergences.
  ///   - measures: what is measured of the discriminator.
  ///   - output: its logit, or the critic's output.
  ///   - tolerance: the relative error that each panel of the mesh may add to an integral.
  package func measure(
    _ divergences: [any FDivergence], _ measures: [CriticMeasure], of output: LineFunction, tolerance: Double = DensityPair.tolerance
  ) -> (divergences: [Estimate], measures: [Estimate]) {
    // A common map is taken off the divergences, but the output is a function of x.
    if p is Affine, q is Affine { return (measure(divergences), measure(measures, of: output)) }
    var critic: [Estimate]?
    let results = measure(DivergenceList(divergences), Finiteness(p, q)) { _, open in
      let integrals = integrals(
        of: open.lineIntegrands + measures.map { $0.integrand(of: output) }, output, tolerance: tolerance)
      critic = integrals.estimates.suffix(measures.count)
      return integrals
    }
    return (results, critic ?? measure(measures, of: output))
  }

  /// The results that are known without an integral, and those of the others, which are integrated together.
  func results<Measures: RandomAccessCollection>(
    of measures: Measures, known: (Measures.Element) -> Estimate?, integrated: ([Measures.Element]) -> [Estimate]
  ) -> [Estimate] {
    var (found, places, open): ([Estimate], [Int], [Measures.Element]) = ([], [], [])
    open.reserveCapacity(measures.count)
    for (place, measure) in measures.enumerated() {
      if let result = known(measure) {
        found.append(result)
        places.append(place)
      } else {
        open.append(measure)
      }
    }
    var results = open.isEmpty ? [] : integrated(open)
    for (place, result) in zip(places, found) { results.insert(result, at: place) }
    return results
  }

  /// The f-divergences that every table lists, on one mesh.
  public func fDivergenceTable() -> [Estimate] { measure(.table) }

  /// KL(P‖Q), as the comparison's quadrature has it.
  public func kl() -> Estimate { measure(.kl)[0] }

  /// The f-divergence D_f(P‖Q) = ∫ q f(p/q).
  package func measure(_ divergence: some FDivergence) -> Estimate { measure([divergence])[0] }

  private func infinite(_ list: DivergenceList, _ index: Int, _ finiteness: Finiteness) -> Estimate? {
    finiteness.reasonForInfinity(atInfinity: list.growths[index].atInfinity, atZero: list.growths[index].atZero).map {
      Estimate.infinite(reason: $0).named(list.names[index], by: .asymptotics)
    }
  }

  /// What an exact formula gives.
  private func closed(_ list: DivergenceList, _ index: Int) -> Estimate? {
    if isOne, list.divergences[index].vanishesAtOne {
      return Estimate.finite(value: 0, error: 0).named(list.names[index], by: .closedForm)
    }
    // The second route is there to be held against the formulas too.
    if quadrature == .mesh, let closed = list.divergences[index].closedForm(p, q) {
      return closed.named(list.names[index], by: .closedForm)
    }
    return nil
  }

  /// The pair before an affine map x = shift + scale·y that both have in common, with log |scale|.
  ///
  /// No f-divergence sees such a map, and far from 0 it rounds the ends of the supports away.
  func withoutCommonMap() -> (pair: DensityPair, logScale: Double) {
    // A cast that fails takes longer than to look at the type.
    guard type(of: p) == Affine.self, let p = p as? Affine, let q = q as? Affine, p.shift == q.shift, p.scale == q.scale else {
      return (self, 0)
    }
    let inner = DensityPair(p.base, q.base, by: quadrature, within: limit).withoutCommonMap()
    return (inner.pair, inner.logScale + .log(abs(p.scale)))
  }

  /// The divergences that are made of integrals which come first among these.
  private static func estimates(of part: DivergenceList.Part, from integrals: Integrals) -> [Estimate] {
    part.indices.map { index in
      integrals.result(of: part.sum(of: index, integrals.sums), named: part.list.names[index]) { sum in
        // What the nodes do not explain of a defect of mass was not seen, or is a constant of log p or log q. A divergence
        // with a kink where p = q moves by as much, the others by its square.
        let unseen = sum.masses.unseen
        let moved = unseen > 0 ? (part.list.kinks[index] ? unseen : unseen * unseen) * .exp(-sum.shift) : 0
        let error = sum.error + moved + 2 * sum.masses.defect * abs(sum.value)
        if sum.shift == 0 { return sum.result(error: error) }
        // Far beyond the doubles rounding leaves less of the value than of its logarithm, which is what is asked for.
        let logValue = sum.shift + .log(sum.value)
        if logValue > .log(.greatestFiniteMagnitude), Double.log(onePlus: error / sum.value) < 1e-8 * logValue {
          return .overflow(logValue: logValue)
        }
        return sum.result(error: error)
      }
    }
  }
}

/// What computes the integrals of a comparison.
public enum Quadrature: String, CaseIterable, Sendable {
  /// The same nodes for all measures: of the trapezoidal rule where a pair is smooth, else of a mesh that is refined panel
  /// by panel, whose rules and weights are GSL's.
  case mesh
  /// The same mesh also where a formula of the field is known, which is what times are measured of.
  case meshAlone
  /// GSL's own adaptive routines on the same partition, one integral after the other: QAGP, QAGIU and QAGIL, checked by
  /// CQUAD. Slower, and independent of the mesh. Closed forms are not taken; infinity is decided as ever.
  case gsl

  /// What it may take for a pair.
  var limit: WorkLimit { self == .gsl ? .ofSecondRoute : .ofPair }
}
