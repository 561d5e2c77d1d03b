/// A machine-checked proof in a public library, as it was read there.
///
/// It is cited and not rechecked: whoever relies on one compiles a fixed version and asks for the axioms of the theorem.
package struct FormalProof: Sendable {
  /// The library's name.
  package let library: String
  /// The file in it.
  package let file: String
  /// The theorems.
  package let theorems: [String]
  /// Which part of the claim they state.
  package let part: String

  init(_ library: String, _ file: String, _ theorems: String..., states part: String) {
    (self.library, self.file, self.theorems, self.part) = (library, file, theorems, part)
  }
}

extension Claim {
  /// The proofs that were found of it or of parts of it.
  package var formalProofs: [FormalProof] { FormalProof.found[id] ?? [] }

  /// The proofs in one sentence, or that there is none.
  package var proofRemark: String {
    let proofs = formalProofs.map { proof in
      "\(proof.library), `\(proof.file)`: \(proof.theorems.map { "`\($0)`" }.joined(separator: ", ")) (\(proof.part))"
    }
    if !proofs.isEmpty { return "Machine-checked proof, as found, not rechecked here: " + proofs.joined(separator: "; ") + "." }
    return FormalProof.missing.contains(id)
      ? "Machine-checked proof: none found. Searches of public libraries found none about JS, D\\* or V(D\\*)."
      : "Machine-checked proof: none known here; no library was searched for one."
  }
}

extension FormalProof {
  /// The claims that libraries were searched for in vain: those about JS, D*, V(D*) and the losses at D*.
  static let missing: Set<String> = Set(
    (1...13).map { "A\($0)" } + ["A4N", "A14", "C6", "C7", "C8", "C10", "C11", "C12", "C13", "C16", "C18"])

  /// By the ids of the claims.
  static let found: [String: [FormalProof]] = [
    "E5": [
      FormalProof(
        "mathlib", "Mathlib/InformationTheory/KullbackLeibler/Basic.lean", "integral_llr_add_sub_measure_univ_nonneg", "klDiv_eq_zero_iff",
        states: "KL is never negative, and 0 only at P = Q: the entropy is the least loss"),
      FormalProof("Isabelle/HOL", "HOL-Probability/Information.thy", "KL_nonneg", "KL_eq_0_iff_eq_ac", states: "the same"),
    ],
    "C19": [
      FormalProof(
        "mathlib", "Mathlib/InformationTheory/KullbackLeibler/Basic.lean", "integral_llr_add_sub_measure_univ_nonneg", "klDiv_eq_zero_iff",
        states: "KL, of which the formula is twice KL(M‖P), is never negative, and 0 only for equal measures")
    ],
    "D2": [
      FormalProof(
        "mathlib", "Mathlib/InformationTheory/KullbackLeibler/ChainRule.lean", "klDiv_compProd_eq_add", states: "the chain rule of KL")
    ],
    "D1": [
      FormalProof(
        "mathlib", "Mathlib/InformationTheory/KullbackLeibler/DataProcessing.lean", "klDiv_map_le", "klDiv_trim_le", "klDiv_comp_right_le",
        states: "for KL"),
      FormalProof(
        "testing-lower-bounds", "TestingLowerBounds/FDiv/CompProd.lean", "fDiv_comp_right_le",
        states: "for f-divergences; some of its variants rest on unproved files"),
    ],
    "C1": [
      FormalProof(
        "CausalForge", "Causalean/Stat/Minimax/Pinsker.lean", "pinskerBound_of_ac_of_ne_top",
        states: "P absolutely continuous in Q and KL finite"),
      FormalProof(
        "infotheo", "probability/pinsker.v", "Pinsker_inequality", states: "finite sets, with Σ |p − q| = 2 TV and KL in bits"),
    ],
    "C2": [
      FormalProof(
        "CausalForge", "Causalean/Stat/Minimax/BretagnolleHuber.lean", "bretagnolle_huber_affinity", states: "½ e^−KL ≤ 1 − TV"),
      FormalProof(
        "LTFP-Lean", "LTFP/Ch15_LowerBounds/Statistical.lean", "tvDist_le_sqrt_one_sub_exp_neg_klDiv", states: "TV ≤ √(1 − e^−KL)"),
    ],
    "C3": [
      FormalProof(
        "LTFP-Lean", "LTFP/MathlibExt/Probability/Distance/Bhattacharyya.lean", "tvDist_sq_le_hellingerSquared_mul",
        states: "TV ≤ √(H² (2 − H²)), with twice our H²"),
      FormalProof(
        "CausalForge", "Causalean/Stat/Minimax/ChiSquared.lean", "tvDist_le_half_sqrt_chiSqDiv", states: "beside it: TV ≤ ½ √χ²"),
    ],
    "B2": [
      FormalProof(
        "LTFP-Lean", "LTFP/MathlibExt/Probability/KullbackLeibler.lean", "donsker_varadhan_inequality", states: "the bound"),
      FormalProof(
        "LTFP-Lean", "LTFP/MathlibExt/Probability/KullbackLeibler.lean", "klDiv_tilted_eq_dvFunctional", states: "equality"),
    ],
    "C17": [
      FormalProof(
        "SampCert", "SampCert/DifferentialPrivacy/RenyiDivergence.lean", "RenyiDivergence_def_nonneg",
        states: "beside it: R_α is not negative for α > 1, on countable sets"),
      FormalProof(
        "testing-lower-bounds", "TestingLowerBounds/Divergences/Renyi/Renyi.lean", "renyiDiv_comp_right_le",
        states: "beside it: processing does not raise R_α"),
    ],
  ]
}
