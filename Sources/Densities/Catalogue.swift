/// What there is: the grammar, the help text and the laws in the tests go over this list.
package enum Catalogue {
  /// Every parametric family.
  package static let families: [any Family.Type] = [
    Normal.self, Laplace.self, Logistic.self, Cauchy.self, StudentT.self, Uniform.self, Exponential.self, Gamma.self, Beta.self,
    LogNormal.self, Weibull.self, Pareto.self, Gumbel.self, Triangular.self, SkewNormal.self, GeneralizedExtremeValue.self,
    InverseGaussian.self,
  ]
}
