import Calculus

extension Claim {
  /// Every claim, in the order of the list. To add one: a file, or a place in one, and a line here.
  package static let catalogue: [Claim] =
    OptimalDiscriminatorClaims.claims + [LectureSentence.claim] + NetworkClaims.claims + GeneratorLossClaims.claims
    + DiscriminatorVariantClaims.claims + DiscriminatorQualityClaims.claims
    + FenchelClaims.claims + DonskerVaradhanClaims.claims
    + TotalVariationClaims.claims + OrderClaims.claims + JensenShannonClaims.claims + MetricClaims.claims + ConventionClaims.claims
    + RenyiClaims.claims + CompensationClaims.claims + CoefficientClaims.claims
    + StructureClaims.claims + LocalClaims.claims + TransportClaims.claims + SamplingClaims.claims + RealDataClaims.claims
    + VanishingGradientClaims.claims + VariationalGameClaims.claims + CollapseClaims.claims
}
