import Densities
import RealModule
import Testing

/// What is special about the skew normal, the generalised extreme value and the inverse Gaussian distribution: the other
/// conventions of the field, and the members at which a formula changes. Values are SciPy's and mpmath's.
@Suite struct LaterFamilyTests {
  private func expect(_ value: Double, _ exact: Double, _ what: String) {
    #expect(abs(value - exact) <= 1e-13 * max(1, abs(exact)), "\(what): \(value), not \(exact)")
  }

  /// `genextreme(c)` has the shape −c, `invgauss(mu, scale)` the mean mu·scale, and `skewnorm(a)` the shape first.
  @Test func theConventionsOfSciPyAreOthers() throws {
    let gev = try parseDensity("gev(1,2,xi=0.3)")
    expect(gev.logDensity(at: 3.5), -2.4190455625157328, "genextreme(-0.3,1,2)")
    expect(gev.cumulative(3.5), 0.7075604483323467, "genextreme(-0.3,1,2)")
    expect(try parseDensity("gev(1,2,-0.25)").quantile(0.999), 7.577198558764415, "genextreme(0.25,1,2)")
    let inverse = try parseDensity("wald(mu=2,lambda=5)")
    expect(inverse.logDensity(at: 1.7), -0.9432501888749958, "invgauss(2/5,scale=5)")
    expect(inverse.cumulative(1.7), 0.5105575981904977, "invgauss(2/5,scale=5)")
    let skew = try parseDensity("skewNormal(1,2,alpha=-3)")
    expect(skew.logDensity(at: 0.4), -1.1673531429604198, "skewnorm(-3,1,2)")
    expect(skew.cumulative(0.4), 0.740256172242058, "skewnorm(-3,1,2)")
    // Where Φ underflows.
    expect(SkewNormal(location: 0, scale: 1, shape: 3).logDensity(at: -40), -8005.93229106102369180962503386, "mpmath")
  }

  @Test(arguments: ["genextreme(0,1,0.1)", "skewnrmal(0,1,2)", "invgauss(1,1)", "gev(0,1,k=0.1)", "discreet(0:1)"])
  func otherNamesAreNotTaken(_ text: String) throws {
    #expect(throws: DensityError.self) { try parseDensity(text) }
  }

  @Test(arguments: [
    ("skewnrmal(0,1,2)", "did you mean skewNormal?"), ("inverseGausian(1,1)", "did you mean inverseGaussian?"),
    ("skewNormal(0,1,shap=2)", "did you mean shape?"), ("discreet(0:1)", "did you mean discrete?"),
    ("gev(0,1,9)", "gev: shape must lie between -5 and 5, not 9.0"),
    ("inverseGaussian(1,1e-9)", "shape must lie between 1e-6 and 1e12 times the mean"),
    ("0.5*discrete(0:1)+0.5*normal(0,1)", "a discrete law has no density"),
  ])
  func refusalsSayWhatIsMeant(_ text: String, _ sentence: String) throws {
    let error = #expect(throws: DensityError.self) { try parseDensity(text) }
    #expect(error?.description.contains(sentence) ?? false, "\(error?.description ?? "")")
  }

  /// At a shape of 0 two of them are other families, and close to it they are close to these.
  @Test(arguments: [0, 1e-300, -1e-12, 1e-9]) func aShapeOfZeroIsAnotherFamily(_ shape: Double) {
    let pairs: [(any AnalyticDensity, any AnalyticDensity)] = [
      (GeneralizedExtremeValue(location: 1, scale: 2, shape: shape), Gumbel(location: 1, scale: 2)),
      (SkewNormal(location: 1, scale: 2, shape: shape), Normal(mean: 1, sd: 2)),
    ]
    for (own, other) in pairs {
      for x in [-6, -1, 0, 1, 2.5, 9] {
        let tolerance = 1e-13 + 100 * abs(shape)
        #expect(abs(own.logDensity(at: x) - other.logDensity(at: x)) <= tolerance * max(1, abs(other.logDensity(at: x))), "\(own) at \(x)")
        #expect(abs(own.cumulative(x) / other.cumulative(x) - 1) <= 100 * tolerance, "\(own) at \(x)")
        #expect(abs(own.quantile(0.3) - other.quantile(0.3)) <= 10 * tolerance, "\(own)")
      }
    }
  }
}
