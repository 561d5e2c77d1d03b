import TestSupport
import Testing

/// Parameters at the ends of what a double holds, found by typing at random: each ended in a trap, in a NaN, or not at
/// all.
@Suite(.waitsForPrograms) struct ExtremeInputTests {
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      ["logNormal(1,1e300)", "normal(5e-324,1e300)"],
      ["pareto(100,100)", "gamma(1e-3,5e-324)"],
      ["gamma(1e5,1e300)", "logNormal(1e-8,1e300)"],
      ["weibull(2,1e150)", "logNormal(10,1e8)"],
      ["affine(affine(cauchy(100,1e5),30,0.5),1e-8,2.1)", "logNormal(1e8,1e8)"],
      ["uniform(1e-150,1e-3)", "weibull(1e300,1e-150)"],
      ["gumbel(1e-3,1e-3)", "gamma(1e300,1e-310)"],
      ["logistic(0,1e150)", "pareto(2.1,1e-300)"],
      ["exponential(3)", "0.25*cauchy(2,10)+0.75*pareto(2.1,1e-310)"],
      ["weibull(1e300,1e-300)", "uniform(1e-3,100)"],
      ["beta(2,5e-324)", "normal(0,1)"],
      ["studentT(1e300,0,3)", "normal(0,1)"],
      ["uniform(0,5e-324)", "normal(0,1)"],
      ["laplace(0,1e-300)", "weibull(2,100)"],
      ["weibull(1e8,0.5)", "uniform(-1,1)"],
      ["affine(weibull(1e8,1),5,10)", "cauchy(0.05,1e5)"],
      ["0.25*laplace(1.5,3)+0.75*affine(logistic(100,5),1e-300,0.05)", "affine(laplace(1e-3,1e-3),1e300,1e150)"],
      ["0.25*cauchy(1e-310,2)+0.75*weibull(10,1e-8)", "affine(gamma(2,1e5),100,1e-310)"],
      ["logNormal(10,1e8)", "0.25*beta(0.05,2.1)+0.75*logistic(5,30)"],
    ])
  func comparesWithoutATrapOrANaN(pair: [String]) throws {
    let outcome = try runTool(["compare"] + pair)
    #expect(!outcome.wasKilled && outcome.status <= 2, "\(outcome.errors.prefix(300))")
    #expect(!outcome.output.lowercased().contains("nan"), "\(outcome.output)")
  }

  /// A generator beside such a P may be a normal that no family holds.
  @Test(arguments: ["normal(0,1e300)", "normal(1e300,1e300)", "normal(0,1e-300)"]) func aSmallGameIsOneSentence(p: String) throws {
    let outcome = try runTool(["oscillation", p, "--steps", "20"])
    #expect(!outcome.wasKilled && outcome.status == 2 && outcome.sentences.count == 1, "\(outcome)")
  }
}
