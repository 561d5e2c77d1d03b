/// Some f-divergences that are measured together, with what of them is the same for every pair of densities.
///
/// It is made once for what is measured often.
struct DivergenceList: Sendable {
  let divergences: [any FDivergence]
  let names: [String]
  /// The largest value of each.
  let ceilings: [Double]
  /// What is integrated: every divergence but those that are sums of others, and the parts of these.
  let integrands: [any Integrand<PairSample>]
  /// Of which integrals the divergences are sums, in their order.
  private let terms: [Term]

  /// An integral times a factor, as a part of a divergence; of most divergences it is the only one, and all of it.
  private struct Term {
    let divergence: Int
    let factor: Double
    let integral: Int
  }

  init(_ divergences: [any FDivergence]) {
    self.divergences = divergences
    names = divergences.map(\.name)
    ceilings = divergences.map(\.ceiling)
    var (distinct, known, terms): ([any FDivergence], [String], [Term]) = ([], [], [])
    for (index, divergence) in divergences.enumerated() {
      for (factor, part) in divergence.parts.isEmpty ? [(1, divergence)] : divergence.parts {
        let integral = known.firstIndex(of: part.name) ?? distinct.count
        if integral == distinct.count {
          distinct.append(part)
          known.append(part.name)
        }
        terms.append(Term(divergence: index, factor: factor, integral: integral))
      }
    }
    integrands = distinct.map { $0.integrand }
    self.terms = terms
  }

  /// Some of a list.
  private init(_ indices: [Int], of list: DivergenceList) {
    divergences = indices.map { list.divergences[$0] }
    names = indices.map { list.names[$0] }
    ceilings = indices.map { list.ceilings[$0] }
    var places = [Int?](repeating: nil, count: list.integrands.count)
    var (integrands, terms): ([any Integrand<PairSample>], [Term]) = ([], [])
    integrands.reserveCapacity(list.integrands.count)
    terms.reserveCapacity(list.terms.count)
    for (index, divergence) in indices.enumerated() {
      for term in list.terms where term.divergence == divergence {
        let place = places[term.integral] ?? integrands.count
        if place == integrands.count { integrands.append(list.integrands[term.integral]) }
        places[term.integral] = place
        terms.append(Term(divergence: index, factor: term.factor, integral: place))
      }
    }
    (self.integrands, self.terms) = (integrands, terms)
  }

  /// Some of them.
  func only(_ indices: [Int]) -> DivergenceList { indices.count == divergences.count ? self : DivergenceList(indices, of: self) }

  /// The integrals of the divergences from those of the integrands.
  func sums(_ integrals: Integrals) -> Integrals {
    if terms.count == integrals.sums.count, terms.allSatisfy({ $0.factor == 1 && $0.integral == $0.divergence }) { return integrals }
    var sums: [MeshSum] = []
    sums.reserveCapacity(divergences.count)
    for term in terms {
      let integral = integrals.sums[term.integral]
      if term.divergence == sums.count {
        sums.append(term.factor == 1 ? integral : integral.times(term.factor))
      } else {
        sums[term.divergence].add(term.factor, integral)
      }
    }
    return Integrals(sums: sums, route: integrals.route)
  }

  /// Those that every table lists.
  static let table = DivergenceList(Catalogue.fDivergences)
  /// KL(P‖Q) alone.
  static let kl = DivergenceList([KullbackLeibler()])
}
