import Calculus

extension Claim {
  /// The claims by topic, in the order of the lecture, then those beyond it. To add one: a place in a file, or a file.
  package static let topics: [(title: String, claims: [Claim])] = [
    ("Density estimation", LikelihoodClaims.claims),
    (
      "The optimal discriminator and the value of the game",
      OptimalDiscriminatorClaims.claims + DiscriminatorQualityClaims.claims + DiscriminatorVariantClaims.claims
    ),
    ("The non-saturating loss", GeneratorLossClaims.claims + ZeroSumClaims.claims + VanishingGradientClaims.claims),
    (
      "Convergence in function space and in parameters, and oscillations",
      FunctionSpaceClaims.claims + ParameterSpaceClaims.claims + DiracGANClaims.claims + OscillationClaims.claims + ManyPathsClaims.claims
    ),
    ("Mode collapse", CollapseClaims.claims + ChargeClaims.claims),
    ("The birthday paradox", BirthdayClaims.claims + HeavyPointClaims.claims),
    (
      "E[−log D] for a fixed optimal discriminator",
      LectureSentence.claims + TangencyClaims.claims + NetworkClaims.claims + NonSaturatingValueClaims.claims + CoefficientClaims.claims
        + MinimaClaims.claims + LandscapeClaims.claims + RatioClaims.claims
    ),
    (
      "What helps: noise and the Wasserstein distance",
      NoiseClaims.claims + NoisePenaltyClaims.claims + CriticGradientClaims.claims + WassersteinTrainingClaims.claims
        + LipschitzClaims.claims
    ),
    (
      "Beyond the lecture: f-GANs",
      FenchelClaims.claims + DonskerVaradhanClaims.claims + FGANClaims.claims + VariationalGameClaims.claims
    ),
    (
      "Beyond the lecture: inequalities between divergences",
      OrderClaims.claims + JensenShannonClaims.claims + RangeClaims.claims + MetricClaims.claims + ConventionClaims.claims
        + RenyiClaims.claims + CompensationClaims.claims
    ),
    (
      "Beyond the lecture: what all f-divergences have in common",
      DataProcessingClaims.claims + ProductClaims.claims + StructureClaims.claims
    ),
    ("Beyond the lecture: information", LocalClaims.claims + FlowClaims.claims),
    ("Beyond the lecture: transport", TransportClaims.claims + CramerClaims.claims),
    (
      "Beyond the lecture: samples in place of densities",
      SampleDivergenceClaims.claims + SampleTransportClaims.claims + BoundedDiscriminatorClaims.claims
    ),
    ("Beyond the lecture: other objectives", SquareAndHingeClaims.claims + RelativisticClaims.claims),
  ]

  /// Every claim, in the same order.
  package static let all: [Claim] = topics.flatMap(\.claims)
}
