/// Other names that people write for a family or a parameter, where they have one meaning only.
///
/// A density is printed with the grammar's own names. Capitals do not count. No other name stands for the `scale` of a
/// heavy-tailed family, which is not its standard deviation.
package enum Alias {
  private static let families: [String: [String]] = [
    "normal": ["n", "gaussian", "gauss", "norm"],
    "studentT": ["t", "student"],
    "uniform": ["u", "unif"],
    "exponential": ["exp", "expon"],
    "logNormal": ["lognorm"],
    // SciPy's `genextreme`, `invgauss` and `skewnorm` are none: they take other parameters, or the other sign.
    "gev": ["generalizedextremevalue"],
    "inverseGaussian": ["wald"],
  ]

  private static let parameters: [String: [String]] = [
    "mean": ["mu", "μ", "location", "loc"],
    "sd": ["sigma", "σ", "std", "stddev", "scale"],
    "location": ["loc", "mu", "μ"],
    "dof": ["df", "nu", "ν"],
    "rate": ["lambda", "λ"],
    "shape": ["k"],
    "mu": ["μ"],
    "sigma": ["σ"],
    "alpha": ["a", "α"],
    "beta": ["b", "β"],
    "lower": ["a", "low", "min"],
    "upper": ["b", "high", "max"],
    "skewNormal.location": ["loc", "xi", "ξ"],
    "skewNormal.scale": ["omega", "ω"],
    "skewNormal.shape": ["alpha", "α"],
    // Not `k`, which hydrologists use for −ξ.
    "gev.shape": ["xi", "ξ"],
    "gev.scale": ["sigma", "σ"],
    "inverseGaussian.mean": ["mu", "μ"],
    "inverseGaussian.shape": ["lambda", "λ"],
  ]

  /// The grammar's name of a family or a combinator, from any that it goes by.
  static func family(_ word: String, among names: [String]) -> String? { name(word, among: names, families) }

  /// The grammar's name of a parameter of a family or a combinator.
  package static func parameter(_ word: String, of owner: String, among names: [String]) -> String? {
    let own = names.map { (name: $0, aliases: parameters["\(owner).\($0)"] ?? parameters[$0] ?? []) }
    return name(word, among: names, Dictionary(uniqueKeysWithValues: own.map { ($0.name, $0.aliases) }))
  }

  /// Every name that a suggestion may be made of.
  static func families(among names: [String]) -> [String] { names + names.flatMap { (families[$0] ?? []).filter { $0.count > 1 } } }

  private static func name(_ word: String, among names: [String], _ aliases: [String: [String]]) -> String? {
    if names.contains(word) { return word }
    let lowercased = word.lowercased()
    return names.first { $0.lowercased() == lowercased } ?? names.first { aliases[$0]?.contains(lowercased) ?? false }
  }
}
