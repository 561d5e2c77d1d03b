import Calculus

extension Pair {
  /// The pairs that `verify` checks every claim on: smooth and kinked, light and heavy, overlapping, nested, far apart,
  /// disjoint and equal.
  package static let builtIn: [Pair] = .parsing(
    ("normal(0,1)", "normal(1,2)"),
    ("0.4*normal(-2,0.7)+0.6*normal(1.5,0.9)", "normal(0.6,1.1)"),
    ("0.33*normal(-1,0.255)+0.67*normal(2,1.415)", "normal(1.5,1.65)"),
    ("laplace(0,1)", "laplace(1,2)"),
    ("logistic(0,1)", "normal(0,1.7)"),
    ("studentT(3,0,1)", "normal(0,1)"),
    ("cauchy(0,1)", "cauchy(1,2)"),
    ("gumbel(0,1)", "gumbel(1,1.5)"),
    ("exponential(1)", "gamma(2,1.5)"),
    ("weibull(1.5,1)", "exponential(1)"),
    ("logNormal(0,1)", "logNormal(0.5,0.8)"),
    ("beta(2,3)", "beta(3,2)"),
    ("uniform(0,1)", "beta(2,5)"),
    ("uniform(0,2)", "uniform(0,1)"),
    ("uniform(0,1)", "uniform(2,3)"),
    ("normal(0,1)", "normal(50,1)"),
    ("normal(0,1)", "normal(0,1)"))
}
