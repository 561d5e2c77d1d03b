public import Divergences

extension VariationalDivergence.Row {
  /// The same row in the table of conjugates, by which its divergence is measured.
  public var conjugates: any ConjugatePair {
    switch self {
    case .totalVariation: TotalVariationConjugate()
    case .kullbackLeibler: KullbackLeiblerConjugate()
    case .reverseKullbackLeibler: ReverseKullbackLeiblerConjugate()
    case .pearson: PearsonConjugate()
    case .neyman: NeymanConjugate()
    case .squaredHellinger: SquaredHellingerConjugate()
    case .jeffreys: JeffreysConjugate()
    case .jensenShannon: JensenShannonConjugate()
    case .weightedJensenShannon(let weight): WeightedJensenShannonConjugate(weight: weight)
    case .gan: GANConjugate()
    case .alpha(let a): AlphaConjugate(order: a)
    }
  }

  /// The rows of the toy experiment (Nowozin, Cseke & Tomioka 2016, section 3), in its order.
  public static let toyExperiment: [Self] = [.kullbackLeibler, .reverseKullbackLeibler, .jensenShannon, .jeffreys, .pearson]
}
