/// Some f-divergences that are measured together, with what of them is the same for every pair of densities.
///
/// It is made once for what is measured often.
final class DivergenceList: Sendable {
  let divergences: [any FDivergence]
  let names: [String]
  /// The largest value of each.
  let ceilings: [Double]
  /// Whether each has a kink where p = q.
  let kinks: [Bool]
  /// How each grows where one of the densities vanishes.
  let growths: [(atInfinity: GrowthOrder, atZero: GrowthOrder)]
  /// What is integrated: every divergence but those that are sums of others, and the parts of these.
  private let integrated: [any FDivergence]
  private let integrands: [any Integrand<PairSample>]
  /// Of which integrals each divergence is a sum, in one array, and where those of each divergence begin in it.
  private let terms: [Term]
  private let starts: [Int]

  /// An integral times a factor, as a part of a divergence; of most divergences it is the only one, and all of it.
  private struct Term {
    let factor: Double
    let integral: Int
  }

  init(_ divergences: [any FDivergence]) {
    self.divergences = divergences
    names = divergences.map(\.name)
    ceilings = divergences.map(\.ceiling)
    kinks = divergences.map(\.hasKinkAtOne)
    growths = divergences.map { ($0.growthAtInfinity, $0.growthAtZero) }
    var (distinct, known, terms, starts): ([any FDivergence], [String], [Term], [Int]) = ([], [], [], [0])
    for divergence in divergences {
      for (factor, part) in divergence.parts.isEmpty ? [(1, divergence)] : divergence.parts {
        let integral = known.firstIndex(of: part.name) ?? distinct.count
        if integral == distinct.count {
          distinct.append(part)
          known.append(part.name)
        }
        terms.append(Term(factor: factor, integral: integral))
      }
      starts.append(terms.count)
    }
    (integrated, self.terms, self.starts) = (distinct, terms, starts)
    integrands = distinct.map { $0.integrand }
  }

  /// Some of the divergences, with the integrals that they are made of.
  struct Part {
    let list: DivergenceList
    let indices: [Int]
    /// Which of the list's integrals there are, and where each of the list's is among these.
    private var integrals: [Int] = []
    private var places: [Int]

    fileprivate init(_ indices: [Int], of list: DivergenceList) {
      (self.list, self.indices) = (list, indices)
      places = [Int](repeating: -1, count: list.integrands.count)
      integrals.reserveCapacity(places.count)
      for index in indices {
        for term in list.starts[index]..<list.starts[index + 1] where places[list.terms[term].integral] < 0 {
          places[list.terms[term].integral] = integrals.count
          integrals.append(list.terms[term].integral)
        }
      }
    }

    /// What is integrated, on the samples of a pair or with the values of a function.
    var integrands: [any Integrand<PairSample>] {
      indices.count == list.divergences.count ? list.integrands : integrals.map { list.integrands[$0] }
    }
    var lineIntegrands: [any Integrand<LineSample>] { integrals.map { list.integrated[$0].lineIntegrand } }

    /// The integral of one of the divergences, from those of the integrands.
    func sum(of index: Int, _ integrals: [MeshSum]) -> MeshSum {
      let (first, end) = (list.starts[index], list.starts[index + 1])
      var sum = integrals[places[list.terms[first].integral]]
      if list.terms[first].factor != 1 { sum.multiply(by: list.terms[first].factor) }
      for term in (first + 1)..<end { sum.add(list.terms[term].factor, integrals[places[list.terms[term].integral]]) }
      return sum
    }
  }

  /// Some of them.
  func only(_ indices: [Int]) -> Part { Part(indices, of: self) }

  /// Those that every table lists.
  static let table = DivergenceList(Catalogue.fDivergences)
  /// KL(P‖Q) alone.
  static let kl = DivergenceList([KullbackLeibler()])
}
