import Divergences
import Tabulation
import TestSupport
import Testing

@Suite struct CurvesTests {
  @Test func printsTheContractsColumnsAtSoManyPoints() throws {
    let table = try typedTable("curves", "normal(0,1)", "normal(1,2)", "--points", "100")
    #expect(table.columns.prefix(7) == ["x", "p", "q", "log_p", "log_q", "d_star", "logit_d_star"])
    #expect(table.rowCount == 100)
    let x = try table.values(inColumn: "x")
    #expect(x == x.sorted())
  }

  /// One that is added to the catalogue needs its curve: a line in `IntegrandCurve`.
  @Test func everyDivergenceButTheseHasACurve() throws {
    let columns = try typedTable("curves", "normal(0,1)", "normal(1,2)", "--points", "2").columns
    #expect(Catalogue.fDivergences.map(\.name).filter { !columns.contains($0) } == ["triangular", "skew_kl_0.25", "alpha_0.5"])
  }

  @Test func boundsGiveAnEvenGrid() throws {
    let table = try typedTable("curves", "normal(0,1)", "normal(1,2)", "--points", "5", "--from", "-2", "--to", "2")
    #expect(try table.values(inColumn: "x") == [-2, -1, 0, 1, 2])
  }

  /// The area under a curve is the measure, by the trapezium rule on a grid fine enough for two smooth densities.
  @Test func theAreaUnderACurveIsItsMeasure() throws {
    let pair = ["normal(0,1)", "normal(0.5,1.2)"]
    let table = try typedTable("curves", pair[0], pair[1], "--points", "20001", "--from", "-20", "--to", "20")
    let x = try table.values(inColumn: "x")
    let lines = try typed(["compare"] + pair).output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let measures = table.columns.dropFirst(7)
    #expect(measures.count >= 10)
    for measure in measures {
      let y = try table.values(inColumn: measure)
      let step = x[1] - x[0]
      let area: Double = step * (y.reduce(0, +) - (y[0] + y[y.count - 1]) / 2)
      let expected = try #require(lines.first { $0[0] == measure }.flatMap { Double($0[1]) }, "\(measure)")
      // The kinks of |p − q| and |F − G| leave an error of the order of the squared step.
      #expect(abs(area - expected) < 2e-6 * max(1, expected), "\(measure): \(area) and \(expected)")
    }
  }

  @Test func theDiscriminatorIsOneWhereOnlyPIs() throws {
    let table = try typedTable("curves", "uniform(0,1)", "uniform(0.5,2)", "--points", "9", "--from", "0.25", "--to", "0.3")
    #expect(try table.values(inColumn: "d_star").allSatisfy { $0 == 1 })
    #expect(try table.values(inColumn: "logit_d_star").allSatisfy { $0 == .infinity })
  }

  /// Between two supports D* is undefined; the integrands are 0 there.
  @Test func theDiscriminatorIsUndefinedWhereNeitherIs() throws {
    let table = try typedTable("curves", "uniform(0,1)", "uniform(2,3)", "--points", "9", "--from", "1.2", "--to", "1.8")
    #expect(try table.values(inColumn: "d_star").allSatisfy(\.isNaN))
    #expect(try table.values(inColumn: "logit_d_star").allSatisfy(\.isNaN))
    #expect(try table.values(inColumn: "kl_pq").allSatisfy { $0 == 0 })
  }
}
