import Calculus

/// What samples can tell, and what noisy gradients and small games do.
enum SamplingClaims {
  static let claims: [Claim] =
    BirthdayClaims.claims + RatioClaims.claims + DiracGANClaims.claims + FunctionSpaceClaims.claims + OscillationClaims.claims
}
