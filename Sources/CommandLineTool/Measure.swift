/// What a measure of `compare` is, by its formula.
struct Measure {
  /// Its names, of two where P and Q change places.
  let names: [String]
  /// The formula, on one line of a terminal with the names.
  let formula: String

  private init(_ names: String..., formula: String) { (self.names, self.formula) = (names, formula) }

  /// Every measure, in the order of the table.
  static let all = [
    Measure("kl_pq", "kl_qp", formula: "KL(P‖Q) = ∫ p log(p/q), KL(Q‖P)"),
    Measure("kl_pm", "kl_qm", formula: "KL(P‖M), KL(Q‖M)"),
    Measure("jeffreys", formula: "KL(P‖Q) + KL(Q‖P)"),
    Measure("js", formula: "JS = ½ KL(P‖M) + ½ KL(Q‖M), at most log 2"),
    Measure("js_lecture", formula: "the lecture's KL(P‖M) + KL(Q‖M) = 2 JS"),
    Measure("tv", formula: "total variation ½ ∫ |p − q|, at most 1"),
    Measure("hellinger2", formula: "squared Hellinger 1 − ∫ √(pq), at most 1"),
    Measure("chi2_pq", "chi2_qp", formula: "χ² = ∫ (p − q)²/q, ∫ (p − q)²/p"),
    Measure("w1", formula: "Wasserstein ∫ |F − G| dx"),
    Measure("w2", formula: "Wasserstein √(∫ (F⁻¹ − G⁻¹)² du), u from 0 to 1"),
    Measure("energy", "cramer", formula: "2 ∫ (F − G)² dx, ∫ (F − G)² dx"),
    Measure("triangular", formula: "∫ (p − q)²/(p + q), at most 2"),
    Measure("skew_kl_0.25", formula: "∫ p log(p/(0.75 p + 0.25 q))"),
    Measure("alpha_0.5", formula: "α = ½: 4 (1 − ∫ √(pq)) = 4 hellinger2"),
    Measure("renyi_0.5", "renyi_2", formula: "log(∫ p^α q^(1−α))/(α − 1), α = ½ and 2"),
    Measure("entropy_p", "entropy_q", formula: "−∫ p log p, −∫ q log q"),
    Measure("cross_entropy_pq", formula: "−∫ p log q"),
    Measure("fisher_p", "fisher_q", formula: "of location, ∫ p′²/p, ∫ q′²/q"),
    Measure("relative_fisher_pq", formula: "∫ p ((log p/q)′)²"),
  ]
}
