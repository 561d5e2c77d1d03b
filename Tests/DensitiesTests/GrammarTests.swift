import Densities
import Foundation
import Scalars
import TestSupport
import Testing

@Suite struct GrammarTests {
  @Test(arguments: Specimens.all) func descriptionsRoundTrip(_ text: String) throws {
    let density = try Specimens.density(text)
    let again = try Specimens.density(density.description)
    #expect(again.description == density.description)
    for x in Specimens.points(density) { #expect(again.logDensity(at: x) == density.logDensity(at: x)) }
  }

  @Test(arguments: [
    ("normal(mean=0,sd=1)", "normal(0,1)"),
    ("  normal ( 0 ,\n sd = 1 ) ", "normal(0,1)"),
    ("normal(sd=2,mean=-1)", "normal(-1,2)"),
    ("normal(+0.5e1,1E-2)", "normal(5,0.01)"),
    ("normal(0x1p3,.5)", "normal(8,0.5)"),
    ("(normal(0,1))", "normal(0,1)"),
    ("0.5*normal(0,1)+0.5*(normal(1,1))", "0.5*normal(0,1)+0.5*normal(1,1)"),
    ("1*exponential(1e+3)", "1.0*exponential(1000)"),
    ("0.1*normal(0,1)+0.2*normal(0,1)+0.7*normal(0,1)", "0.1*normal(0,1)+0.2*normal(0,1)+0.7*normal(0,1)"),
    ("truncated(normal(0,1),-inf,upper=2)", "truncated(normal(0,1),-inf,2)"),
    ("affine(normal(0,1), scale=-1, shift=3)", "affine(normal(0,1),3,-1)"),
    ("kde( sample.csv:x , bandwidth = 0.5 )", "kde(sample.csv:x , bandwidth = 0.5)"),
    ("kde(\"sample.csv:x\", bandwidth=0.5)", "kde(\"sample.csv:x\", bandwidth=0.5)"), ("kde('sample.csv:x')", "kde('sample.csv:x')"),
    ("N(0,1)", "normal(0,1)"),
    ("Gaussian(mu=0, sigma=1)", "normal(0,1)"),
    ("normal(μ=−1,σ=1e−3)", "normal(-1,0.001)"),
    ("t(3)", "studentT(3,0,1)"),
    ("studentt(df=3)", "studentT(3,0,1)"),
    ("t(3,1,2)", "studentT(3,1,2)"),
    ("exp(2)", "exponential(2)"),
    ("U(-pi/2,pi/2)", "uniform(-1.5707963267948966,1.5707963267948966)"),
    ("normal(sqrt(2)^2-2^-1,exp(log(3)))", "normal(1.5000000000000004,3.0000000000000004)"),
    ("normal(-2^2,(1+2)*3/4-1)", "normal(-4,1.25)"),
    ("1/3*normal(0,1)+2/3*exp(1)", "0.3333333333333333*normal(0,1)+0.6666666666666666*exponential(1)"),
    ("(1-0.25)*(normal(0,1))+sqrt(1/16)*N(1,1)", "0.75*normal(0,1)+0.25*normal(1,1)"),
    ("0.5*(0.5*normal(0,1)+0.5*U(0,1))+0.5*exp(1)", "0.5*(0.5*normal(0,1)+0.5*uniform(0,1))+0.5*exponential(1)"),
    ("truncated(N(0,1),-inf,sqrt(2))", "truncated(normal(0,1),-inf,1.4142135623730951)"),
  ]) func textIsRead(_ text: String, _ description: String) throws {
    #expect(try Specimens.density(text).description == description)
  }

  /// A family is in the README as it is written, so that adding one is felt there.
  @Test func theReadmeHasEveryFamily() throws {
    let text = try String(contentsOf: packageFolder.appending(path: "README.md"), encoding: .utf8)
    for family in Catalogue.families {
      let form = "`\(family.name)(\(family.parameters.map(\.name).joined(separator: ",")))`"
      #expect(text.contains(form), "the README has no \(form)")
    }
  }

  @Test(arguments: [
    ("", "a density is missing: write one such as normal(0,1)"),
    ("normla(0,1)", "unknown family 'normla': did you mean normal?"),
    ("gausian(0,1)", "unknown family 'gausian': did you mean gaussian?"),
    (
      "vonMises(0,1)",
      "unknown family 'vonMises': there are "
        + (Catalogue.families.map { $0.name } + ["truncated", "affine", "kde", "histogram", "points", "formula"]).joined(separator: ", ")
    ),
    ("normal(0)", "normal(mean,sd) takes 2 numbers, not 1"),
    ("normal(0,1,2)", "normal(mean,sd) takes 2 numbers, not 3"),
    ("normal()", "normal(mean,sd) takes 2 numbers, not 0"),
    ("normal(0,0)", "normal: sd must be a finite number above 0, not 0.0"),
    ("normal(0,-1)", "normal: sd must be a finite number above 0, not -1.0"),
    ("normal(0,inf)", "normal: sd must be a finite number above 0, not inf"),
    ("normal(0,1e-320)", "normal: sd must lie between 1e-300 and 1e300, not 1e-320"),
    ("normal(-1e301,1)", "normal: mean must lie between -1e300 and 1e300, not -1e+301"),
    ("gamma(1e300,1e-300)", "gamma(1e+300,1e-300) lies beyond the range of a double"),
    ("affine(normal(0,1e300),0,1e300)", "affine: with shift = 0.0 and scale = 1e+300 the density collapses or overflows"),
    ("normal(nan,1)", "normal: mean must be a finite number, not nan"),
    ("normal(0,1e999)", "normal: sd must be a finite number above 0, not inf"),
    ("normal(0,variance=1)", "normal(mean,sd) has no parameter 'variance'"),
    ("cauchy(0,sigma=1)", "cauchy(location,scale) has no parameter 'sigma'"),
    ("normal(0,mu=1)", "normal(mean,sd): mean is given twice"),
    ("normal(0,1/0)", "normal: sd must be a finite number above 0, not inf"),
    ("normal(sqrt(-1),1)", "normal: mean must be a finite number, not nan"),
    ("normal(--1,1)", "expected a number, not '-1,1)'"),
    ("--1*normal(0,1)", "expected a density or its weight, a number above 0, not '--1*normal(0,1)'"),
    ("normal(1/,1)", "expected a number, not ',1)'"),
    ("normal(sqrt 2,1)", "expected '(' after sqrt, not '2,1)'"),
    ("normal((1,1)", "expected ')' after a number in parentheses, not ',1)'"),
    ("studentT()", "studentT(dof,location,scale) takes 3 numbers, not 0"),
    ("studentT(3,0)", "studentT(dof,location,scale) takes 3 numbers, not 2"),
    ("t(loc=0,scale=1)", "studentT(dof,location,scale): dof is missing"),
    ("+normal(0,1)", "expected a density or its weight, a number above 0, not '+normal(0,1)'"),
    ("1/3*normal(0,1)+1/3*normal(1,1)", "a mixture's weights must sum to 1, not 0.6666666666666666"),
    ("normal(meen=0,sd=1)", "normal(mean,sd) has no parameter 'meen': did you mean mean?"),
    ("normal(mean=0,mean=1)", "normal(mean,sd): mean is given twice"),
    ("normal(0,mean=1)", "normal(mean,sd): mean is given twice"),
    ("normal(mean=0,1)", "normal(mean,sd): a number without a name cannot follow one with a name"),
    ("normal(mean=0)", "normal(mean,sd): sd is missing"),
    ("normal(0,1", "expected ')' after the parameters of normal, not the end of the text"),
    ("normal(0,1))", "expected the end of the density, not ')'"),
    ("normal 0,1", "expected '(' after normal, not '0,1'"),
    ("normal(0,1..2)", "'1..2' is not a number"),
    ("normal(0;1)", "expected ')' after the parameters of normal, not ';1)'"),
    ("uniform(3,1)", "uniform: lower must be below upper, not lower = 3.0 and upper = 1.0"),
    ("triangular(0,3,1)", "triangular: mode must lie between 0.0 and 1.0, not 3.0"),
    ("0.5*normal(0,1)+0.6*normal(1,1)", "a mixture's weights must sum to 1, not 1.1"),
    ("0.5*normal(0,1)+0.5*", "expected the name of a density, not the end of the text"),
    ("normal(0,1)+normal(1,1)", "every component of a mixture needs a weight: write 0.5*normal(0,1) or the like"),
    ("0*normal(0,1)+1*normal(1,1)", "a mixture's weights must be finite numbers above 0, not 0.0"),
    ("-0.5*normal(0,1)+1.5*normal(1,1)", "a mixture's weights must be finite numbers above 0, not -0.5"),
    ("0.5 normal(0,1)", "expected '*' after the weight 0.5, not 'normal(0,1)'"),
    ("truncated(normal(0,1),2,1)", "truncated: lower must be below upper, not lower = 2.0 and upper = 1.0"),
    ("truncated(normal(0,1),nan,1)", "truncated: lower must be below upper, not lower = nan and upper = 1.0"),
    ("truncated(normal(0,1),50,60)", "truncated: [50.0, 60.0] must hold more than 1e-290 of the mass of normal(0,1), not 0.0"),
    ("truncated(normal(0,1))", "expected ',' after the density in truncated, not ')'"),
    ("affine(normal(0,1),0,0)", "affine: scale must be a finite number other than 0, not 0.0"),
    ("affine(normal(0,1),inf,1)", "affine: shift must be a finite number, not inf"),
    ("affine(uniform(0,1),1e20,1)", "affine: with shift = 1e+20 and scale = 1.0 the interval [0.0, 1.0] collapses or overflows"),
    ("kde(sample.csv)", "kde takes FILE:COLUMN, not 'sample.csv'"),
    ("kde(sample.csv:x,bandwidth=0)", "kde: bandwidth must be a finite number above 0, not 0.0"),
    ("kde(sample.csv:x,bandwidth=wide)", "kde: bandwidth must be a number, silverman, scott or isj, not 'wide'"),
    ("kde(sample.csv:x", "a ')' is missing after 'sample.csv:x'"),
    ("histogram(sample.csv:x,bins=0)", "histogram: bins must be a whole number from 1 to 10000, not 0"),
    ("histogram(sample.csv:x,bins=2.5)", "histogram: bins must be a whole number, not 2.5"),
    ("histogram(sample.csv:x,bins=1e30)", "histogram: bins must be a whole number, not 1e+30"),
  ]) func whatIsWrongIsSaid(_ text: String, _ message: String) {
    let error = #expect(throws: DensityError.self) { try Specimens.density(text) }
    #expect(error?.description == message)
  }

  @Test func dataMustVary() {
    for (data, message) in [
      ([], "f:x must have at least 2 numbers, not 0"), ([1], "f:x must have at least 2 numbers, not 1"),
      ([2, 2, 2], "f:x must not be constant: every number is 2.0"), ([1, .nan], "f:x must have finite numbers only, not nan"),
    ] as [([Double], String)] {
      for name in ["kde", "histogram"] {
        let error = #expect(throws: DensityError.self) {
          try parseDensity("\(name)(f:x)") { (_, _) throws(DensityError) in [data] }
        }
        #expect(error?.description == message)
      }
    }
  }

  @Test func aFileThatIsNotThereIsNamed() {
    let error = #expect(throws: DensityError.self) { try parseDensity("kde(no-such-file.csv:y)") }
    #expect(error?.description.contains("no-such-file.csv") == true)
  }

  @Test func columnsAreReadFromFiles() throws {
    try withTemporaryFolder { folder in
      try "time (min),y\n1,2\n2,5\n4,9\n".write(toFile: folder + "/data.csv", atomically: true, encoding: .utf8)
      #expect(try parseDensity("histogram(\(folder)/data.csv:time (min),bins=3)").cumulative(2.5) == 0.5)
    }
  }

  @Test func nestingIsLimited() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: "(", count: levels) + "normal(0,1)" + String(repeating: ")", count: levels)
    }
    #expect(try parseDensity(nested(60)).description == "normal(0,1)")
    for levels in [65, 100_000] { #expect(throws: DensityError.self) { try parseDensity(nested(levels)) } }
    #expect(throws: DensityError.self) { try parseDensity(String(repeating: "truncated(", count: 10_000)) }
    for part in ["(", "sqrt(", "2^", "-"] {
      #expect(throws: DensityError.self) { try parseDensity("normal(" + String(repeating: part, count: 100_000) + "1,1)") }
    }
  }

  @Test func longTextsAreRead() throws {
    let count = 1 << 14
    let text = [String](repeating: "\(1 / Double(count))*normal(0,1)", count: count).joined(separator: "+")
    #expect(abs(try parseDensity(text).cumulative(0) - 0.5) < 1e-12)
    let error = #expect(throws: DensityError.self) { try parseDensity(String(repeating: "x", count: 1 << 20)) }
    #expect((error?.description.count ?? .max) < 1000)
  }

  /// Mutations of good texts: each must be read or refused, and what is read must stand up to being used.
  @Test func mutationsNeverTrap() {
    var random = CounterRandom(seed: 99)
    let symbols =
      Array("()*+,=.-−/^e0123456789 \t:infa_xλμ").map(String.init) + [
        "nan", "pi", "sqrt(", "1/", "exp(", "t(", "inf", "1e308", "-1e-308", "normal(", "truncated(", "0.5*",
      ]
    let texts = Specimens.all
    var read = 0
    for _ in 0..<20_000 {
      var characters = texts[Int.random(in: texts.indices, using: &random)].map(String.init)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let position = Int.random(in: 0...characters.count, using: &random)
        let symbol = symbols[Int.random(in: symbols.indices, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: characters.insert(symbol, at: position)
        case 1: if position < characters.count { characters.remove(at: position) }
        default: if position < characters.count { characters[position] = symbol }
        }
      }
      guard let density = try? Specimens.density(characters.joined()) else { continue }
      read += 1
      #expect(!density.logDensity(at: 0.5).isNaN && !density.cumulative(0.5).isNaN && density.hull.lower <= density.hull.upper)
      #expect(!density.logDensity(at: Place(anchor: 0, direction: 1, t: 1)).isNaN, "\(density)")
      #expect(density.landmarks.allSatisfy { $0.scale > 0 && $0.location.isFinite }, "\(density)")
    }
    #expect(read > 1000)
  }
}
