public import Calculus

extension DensityPair {
  /// Every measure of the pair: the f-divergences on one mesh, the distances between distribution functions on another,
  /// and the rest.
  ///
  /// They share a limit of work: of a pair that takes more than some seconds the dearest ones, which are last, are
  /// unresolved.
  public func table() -> [Estimate] { withinLimit { $0.wholeTable() } }

  private func wholeTable() -> [Estimate] {
    let orders = [0.5, 2.0]
    let divergences = measure(fDivergences + orders.map { AlphaDivergence(order: $0) })
    let renyis = zip(orders, divergences.suffix(orders.count)).map { renyi(order: $0, from: $1) }
    let others = measure(Entropy.allCases) + measure(FisherInformation.allCases)
    let distances = measure(DistributionDistance.allCases)
    let named = divergences.prefix(fDivergences.count)
    // The f-divergences that every table begins with, then W1, as the command line promises.
    let firstOthers = commonDivergences.count
    return named[..<firstOthers] + distances.prefix(1) + [wasserstein2()] + distances.dropFirst() + named[firstOthers...]
      + renyis + others
  }
}
