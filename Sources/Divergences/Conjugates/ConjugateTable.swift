/// The rows of the f-GAN table, in its order. To add one: a struct in `Conjugates/` and a line here.
public let conjugateTable: [any ConjugatePair] = [
  TotalVariationConjugate(),
  KullbackLeiblerConjugate(),
  ReverseKullbackLeiblerConjugate(),
  PearsonConjugate(),
  NeymanConjugate(),
  SquaredHellingerConjugate(),
  JeffreysConjugate(),
  JensenShannonConjugate(),
  WeightedJensenShannonConjugate(weight: 0.25),
  GANConjugate(),
  AlphaConjugate(order: 0.5),
]
