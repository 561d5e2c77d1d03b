import Densities

extension Catalogue {
  /// The f-divergences that tables list, in their order. To add one: a file beside this one and a line below.
  package static let fDivergences: [any FDivergence] = commonDivergences + furtherDivergences

  /// Those with which every table begins.
  static let commonDivergences: [any FDivergence] = [
    KullbackLeibler(), KullbackLeibler(.reverse), SkewKullbackLeibler(weight: 0.5), SkewKullbackLeibler(weight: 0.5, .reverse),
    Jeffreys(), JensenShannon(), JensenShannon(isHalved: false), TotalVariation(), SquaredHellinger(), PearsonChiSquared(),
    PearsonChiSquared(.reverse),
  ]

  /// Those that follow the distances W1, W2, energy and Cramér.
  static let furtherDivergences: [any FDivergence] = [
    TriangularDiscrimination(), SkewKullbackLeibler(weight: 0.25), AlphaDivergence(order: 0.5),
  ]

  /// The rows of the f-GAN paper's tables, in their order, with one row for each parameter asked for.
  ///
  /// Claims, tests and the catalogue of objectives take them from here.
  package static func variationalForms(weights: [Double] = [0.25], orders: [Double] = [0.5]) -> [any VariationalForm] {
    let named: [any VariationalForm] = [
      TotalVariation(), KullbackLeibler(), KullbackLeibler(.reverse), PearsonChiSquared(), PearsonChiSquared(.reverse),
      SquaredHellinger(), Jeffreys(), JensenShannon(isHalved: false),
    ]
    return named + weights.map { WeightedJensenShannon(weight: $0) } + [OriginalGAN()] + orders.map { AlphaDivergence(order: $0) }
  }
}
