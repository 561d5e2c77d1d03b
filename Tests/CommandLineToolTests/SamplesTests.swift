import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct SamplesTests {
  private static let columns = [
    "measure", "estimator", "estimate", "lower", "upper", "method", "p_value", "coverage", "n", "m", "note",
  ]

  private func rows(_ arguments: String...) throws -> [[String: String]] {
    let table = try typedTable("samples", arguments)
    #expect(table.columns == Self.columns)
    return table.rowsByColumn
  }

  private func row(_ measure: String, _ estimator: String, in rows: [[String: String]]) throws -> [String: String] {
    try #require(rows.first { $0["measure"] == measure && $0["estimator"] == estimator })
  }

  /// Two columns of a file; `f` makes the second from quantiles of the first.
  private func withColumns(_ count: Int, _ x: (Double) -> Double, _ y: (Double) -> Double, _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { folder in
      // Points that fill the unit interval evenly, in two orders that do not know each other.
      let lines = (1...count).map { i in
        let u = (Double(i) * 0.6180339887498949).truncatingRemainder(dividingBy: 1)
        let v = (Double(i) * 0.7548776662466927).truncatingRemainder(dividingBy: 1)
        return "\(x(u)),\(y(v))"
      }
      try ("x,y\n" + lines.joined(separator: "\n") + "\n").write(toFile: folder + "/d.csv", atomically: false, encoding: .utf8)
      try body(folder + "/d.csv")
    }
  }

  @Test func samplesOfOneLawAreNotCalledApart() throws {
    try withColumns(400, { $0 }, { $0 }) { file in
      let rows = try rows(file + ":x", file + ":y")
      for row in rows where row["lower"] != "" { #expect(try row.number("lower") <= 0.01, "\(row)") }
      for measure in ["w1", "w2", "energy", "ks"] {
        let row = try row(measure, "empirical", in: rows)
        #expect(try row.number("p_value") > 0.05 && row.number("lower") == 0, "\(row)")
      }
    }
  }

  @Test func samplesThatAreApartAreCalledApart() throws {
    try withColumns(400, { $0 }, { $0 * $0 + 0.5 }) { file in
      let rows = try rows(file + ":x", file + ":y")
      for measure in ["w1", "w2", "energy", "ks"] {
        let row = try row(measure, "empirical", in: rows)
        #expect(try row.number("p_value") == 0.001 && row.number("lower") > 0, "\(row)")
      }
      let w1 = try row("w1", "empirical", in: rows)
      // E x² + ½ − E x = 1/3.
      #expect(try w1.number("lower") < 1.0 / 3 && w1.number("upper") > 1.0 / 3 && w1["coverage"] == "asymptotic")
      let bound = try row("js", "discriminator", in: rows)
      #expect(try bound.number("lower") > 0.05 && bound.number("estimate") < 0.6932 && bound["upper"] == "")
      #expect(bound["coverage"] == "guaranteed" && bound["method"] == "betting")
    }
  }

  /// Student's t with three degrees of freedom against a normal: nearest neighbours cannot see its tail, and say so.
  @Test func heavyTailsComeWithAWarningAndABound() throws {
    // The quantile function of Student's t with 2 degrees of freedom, which has a formula.
    func heavy(_ u: Double) -> Double { (2 * u - 1) / (2 * u * (1 - u)).squareRoot() }
    try withColumns(1000, heavy, { 4 * $0 - 2 }) { file in
      let rows = try rows(file + ":x", file + ":y")
      let neighbours = try row("kl_pq", "nearest_neighbors", in: rows)
      #expect(neighbours["coverage"] == "doubtful" && neighbours["note"]?.contains("no finite upper bound on KL") == true)
      #expect(neighbours["note"]?.contains("lie beyond all rows of Q or in a gap") == true)
      let bound = try row("kl_pq", "binning", in: rows)
      #expect(try bound.number("lower") > 0.1 && bound["upper"] == "" && bound["coverage"] == "guaranteed")
    }
  }

  @Test func roundedDataHaveNoNearestNeighbours() throws {
    let rows = try rows("Examples/data/old-faithful.csv:waiting", "normal(70,13)")
    let neighbours = try row("kl_pq", "nearest_neighbors", in: rows)
    #expect(neighbours["estimate"] == "" && neighbours["note"]?.contains("occurs more than once") == true)
    let w1 = try row("w1", "empirical", in: rows)
    #expect(w1["m"] == "" && w1["n"] == "272" && w1["note"]?.contains("the error of the quadrature is at most") == true)
  }

  /// A density from another sample has its own uncertainty, which no interval holds; one without its parenthesis is no column.
  @Test func aDensityIsTakenForWhatItIs() throws {
    let column = "Examples/data/old-faithful.csv:waiting"
    let outcome = try typed(["samples", column, "kde(\(column))", "--permutations", "99"])
    #expect(outcome.status == 0 && outcome.errors.contains("whose own uncertainty is not in the intervals"), "\(outcome.errors)")
    let open = try typed(["samples", column, "normal(70,13"])
    #expect(open.status == 2 && open.errors.contains("expected ')'"), "\(open.errors)")
  }

  @Test func oneSeedGivesTheSameBytes() throws {
    let line = ["samples", "Examples/data/old-faithful.csv:waiting", "normal(70,13)", "--seed"]
    let outputs = try ["5", "5", "6"].map { try typed(line + [$0]).output }
    #expect(outputs[0] == outputs[1] && outputs[0] != outputs[2])
  }

  /// The errors that compare prints are those of quadrature; of estimates from samples it says so.
  @Test func compareSaysThatSamplingIsNotInItsErrors() throws {
    try withTemporaryFolder { folder in
      let line = ["compare", "kde(Examples/data/old-faithful.csv:waiting)", "normal(70,13)", "--output", folder + "/c.csv"]
      let outcome = try typed(line)
      #expect(outcome.status == 0 && outcome.errors.hasPrefix("Note: kde(") && outcome.sentences.count == 1, "\(outcome)")
      #expect(try String(contentsOfFile: folder + "/c.csv.json", encoding: .utf8).contains("without the uncertainty of sampling"))
      #expect(try typed(["compare", "normal(0,1)", "normal(70,13)"]).errors == "")
    }
  }
}
