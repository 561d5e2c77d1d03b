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
  /// Of which integrals each divergence is the sum, times what; one that is an integral itself has just that.
  let parts: [[(factor: Double, integral: Int)]]

  init(_ divergences: [any FDivergence]) {
    self.divergences = divergences
    names = divergences.map(\.name)
    ceilings = divergences.map(\.ceiling)
    let parts = divergences.map { $0.parts.isEmpty ? [(1, $0)] : $0.parts }
    var (distinct, known): ([any FDivergence], [String]) = ([], [])
    for (_, part) in parts.joined() where !known.contains(part.name) {
      distinct.append(part)
      known.append(part.name)
    }
    integrands = distinct.map { $0.integrand }
    self.parts = parts.map { $0.map { ($0.factor, known.firstIndex(of: $0.divergence.name) ?? 0) } }
  }

  /// Some of a list.
  private init(_ indices: [Int], of list: DivergenceList) {
    divergences = indices.map { list.divergences[$0] }
    names = indices.map { list.names[$0] }
    ceilings = indices.map { list.ceilings[$0] }
    var places = [Int?](repeating: nil, count: list.integrands.count)
    var integrands: [any Integrand<PairSample>] = []
    parts = indices.map { index in
      list.parts[index].map { part in
        let place = places[part.integral] ?? integrands.count
        if places[part.integral] == nil { integrands.append(list.integrands[part.integral]) }
        places[part.integral] = place
        return (part.factor, place)
      }
    }
    self.integrands = integrands
  }

  /// Some of them.
  func only(_ indices: [Int]) -> DivergenceList { indices.count == divergences.count ? self : DivergenceList(indices, of: self) }

  /// The integrals of the divergences from those of the integrands.
  func sums(_ integrals: Integrals) -> Integrals {
    let sums = parts.map { parts in
      parts.count == 1 && parts[0].factor == 1
        ? integrals.sums[parts[0].integral] : MeshSum(parts.map { ($0.factor, integrals.sums[$0.integral]) })
    }
    return Integrals(sums: sums, route: integrals.route)
  }

  /// Those that every table lists.
  static let table = DivergenceList(Catalogue.fDivergences)
  /// KL(P‖Q) alone.
  static let kl = DivergenceList([KullbackLeibler()])
}
