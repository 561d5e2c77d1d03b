import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct CompareTests {
  @Test func printsTheContractsColumns() throws {
    let table = try typedTable("compare", "normal(0,1)", "normal(1,2)")
    #expect(table.columns == ["measure", "value", "error", "status", "method", "evaluations", "reason"])
    let rows = table.texts
    let measures = ["kl_pq", "kl_qp", "kl_pm", "kl_qm", "jeffreys", "js", "js_lecture", "tv", "hellinger2", "chi2_pq", "chi2_qp", "w1"]
    #expect(Set(measures).isSubset(of: rows.map { $0[0] }))
    // KL(N(0,1)‖N(1,2)) = log 2 + (1 + 1)/8 − ½.
    let kl = try #require(rows.first { $0[0] == "kl_pq" })
    #expect(abs((Double(kl[1]) ?? .nan) - 0.443_147_180_559_945_3) < 1e-14 && kl[3] == "finite")
  }

  @Test func anInfiniteValueHasItsReason() throws {
    let outcome = try typed(["compare", "cauchy(0,1)", "normal(0,1)"])
    #expect(outcome.status == 0)
    let row = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("kl_pq,") })
    #expect(row.contains(",inf,") && row.contains(",infinite,") && row.split(separator: ",").count >= 7)
  }

  @Test func outputIsAFileAndItsDescription() throws {
    try withTemporaryFolder { folder in
      let arguments = ["compare", "normal(0,1)", "normal(1,2)", "--output", folder + "/a.csv"]
      let outcome = try typed(arguments)
      #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.csv", "a.csv.json"])
      let printed = try typed(Array(arguments.prefix(3)))
      let written = try Data(contentsOf: URL(filePath: folder + "/a.csv"))
      #expect(String(decoding: written, as: UTF8.self) == printed.output)
      let description = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: folder + "/a.csv.json"))) as? [String: Any]
      #expect(description?["command"] as? [String] == arguments)
      #expect((description?["versions"] as? [String: String])?["gsl"]?.isEmpty == false)
    }
  }

  @Test func theSecondRouteIsGSLs() throws {
    let pair = ["normal(0,1)", "0.5*normal(0,1)+0.5*laplace(2,1)"]
    let table = try typedTable("compare", pair + ["--route", "gsl"])
    #expect(table.columns == ["measure", "value", "error", "status", "method", "evaluations", "reason"])
    // What is infinite is so without an integral.
    for (method, status) in try zip(table.texts(inColumn: "method"), table.texts(inColumn: "status")) {
      #expect(method == (status == "infinite" ? "asymptotics" : "gsl"))
    }
    #expect(try table.texts(inColumn: "method").first == "gsl")
    let plain = try typed(["compare"] + pair)
    #expect(try typed(["compare"] + pair + ["--route", "mesh"]).output == plain.output && !plain.output.contains("gsl"))
  }

  @Test func bothRoutesStandSideBySide() throws {
    let table = try typedTable("compare", ["studentT(3,0,1)", "gamma(0.5,1)", "--route", "both"])
    #expect(
      table.columns == [
        "measure", "value", "error", "status", "method", "evaluations", "reason", "gsl_value", "gsl_error", "gsl_status", "gsl_evaluations",
        "gsl_reason", "difference", "bounds_overlap",
      ])
    #expect(try Set(table.texts(inColumn: "bounds_overlap")) == ["true"])
    #expect(try table.texts(inColumn: "status") == table.texts(inColumn: "gsl_status"))
    // What is infinite is so by both, for the same reason.
    let row = try #require(table.texts(inColumn: "measure").firstIndex(of: "kl_pq"))
    #expect(try table.texts(inColumn: "gsl_value")[row] == "inf" && table.texts(inColumn: "difference")[row] == "0.0")
    #expect(
      try !table.texts(inColumn: "gsl_reason")[row].isEmpty
        && table.texts(inColumn: "gsl_reason")[row] == table.texts(inColumn: "reason")[row])
  }

  @Test func itsOwnWordsStandWhereGSLStopsEarly() throws {
    let table = try typedTable("compare", ["normal(0,1)", "normal(1e-9,1)", "--route", "gsl"])
    let row = try #require(table.texts(inColumn: "measure").firstIndex(of: "kl_pq"))
    #expect(try table.texts(inColumn: "reason")[row].contains("in GSL's words"))
  }

  @Test func theTableForTheEyeIsAligned() throws {
    let outcome = try typed(["compare", "normal(0,1)", "normal(1,2)", "--format", "table"])
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("measure") == true && lines.count > 12)
  }

  @Test func helpHasExamplesAndVersionIsANumber() throws {
    let help = try typed(["--help"]).output
    let listed = help[try #require(help.range(of: "SUBCOMMANDS:")).upperBound...]
    let subcommands = listed.matches(of: /\n  ([a-z]+)\s/).map { String($0.1) }
    #expect(subcommands.count >= 15, "\(help)")
    for subcommand in subcommands {
      let outcome = try typed([subcommand, "--help"])
      #expect(outcome.status == 0 && outcome.output.contains("divergences \(subcommand) "), "\(subcommand)")
    }
    #expect(try typed(["--version"]).output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  /// Commas inside a density need no quotation marks, and a list of densities no header.
  @Test(arguments: [
    "q\nnormal(0,1)\nN(1,2)\n", "normal(0,1)\nN(1,2)\n", "name,q\na,normal(0,1)\nb,N(1,2)\n", "q\n\"normal(0,1)\"\n\"N(1,2)\"\n",
  ])
  func aListOfDensitiesIsHeldAgainstOne(_ text: String) throws {
    try withTemporaryFolder { folder in
      try text.write(toFile: folder + "/list.csv", atomically: true, encoding: .utf8)
      let rows = try typedTable("compare", ["normal(0,1)", "--pairs", folder + "/list.csv", "--measure", "js"]).texts
      #expect(rows.map { $0[1] } == ["normal(0,1)", "N(1,2)"] && rows.map { $0[5] } == ["finite", "finite"], "\(rows)")
    }
  }

  @Test func pairsNeedNoQuotationMarks() throws {
    try withTemporaryFolder { folder in
      try "p,q\nnormal(0,1),N(1,2)\ndiscrete(0:0.5,1:0.5),discrete(0:0.1,1:0.9)\nnormla(0,1),N(0,1)\n"
        .write(toFile: folder + "/list.csv", atomically: true, encoding: .utf8)
      let rows = try typedTable("compare", ["--pairs", folder + "/list.csv", "--measure", "tv"], status: 1).texts
      #expect(rows.map { $0[5] } == ["finite", "finite", "refused"] && abs((Double(rows[1][3]) ?? 0) - 0.4) < 1e-14, "\(rows)")
    }
  }

  /// Quotation marks of a formula, of whole cells and of both, in one file, from standard input too.
  @Test func pairsMayHaveQuotationMarks() throws {
    try withTemporaryFolder { folder in
      let lines = [
        "p,q,note", #"formula("exp(-x^2)",-10,10),"normal(0,1)",a"#, #" "formula(""exp(-x^2)"",-10,10)" , N(0,1),"b, c""#,
        #"N(0,1),t(3),"say ""so""""#,
      ]
      try lines.joined(separator: "\r\n").write(toFile: folder + "/list.csv", atomically: true, encoding: .utf8)
      let rows = try typedTable("compare", ["--pairs", folder + "/list.csv", "--measure", "tv"]).texts
      #expect(rows.map { $0[0] } == [#"formula("exp(-x^2)",-10,10)"#, #"formula("exp(-x^2)",-10,10)"#, "N(0,1)"], "\(rows)")
      #expect(rows.map { $0[1] } == ["normal(0,1)", "N(0,1)", "t(3)"] && rows.allSatisfy { $0[5] == "finite" }, "\(rows)")
      let piped = try runShell("divergences compare --pairs - --measure tv < '\(folder)/list.csv'")
      let fromInput = try Table(parsingCSV: Array(piped.output.utf8), name: "out").texts
      #expect(piped.status == 0 && fromInput == rows)
      try "p,q\nN(0,1),\"N(1,2)\n".write(toFile: folder + "/open.csv", atomically: true, encoding: .utf8)
      let open = try typedTable("compare", ["--pairs", folder + "/open.csv"], status: 1).texts
      #expect(open.count == 1 && open[0][5] == "refused" && open[0][8] == "line 2: a quotation mark has no end", "\(open)")
    }
  }

  /// Semicolons and tabulators divide cells too, and a line that is no pair has a row that says why.
  @Test(arguments: [",", ";", "\t"]) func aLineThatIsNoPairIsRefusedInItsRow(_ delimiter: String) throws {
    try withTemporaryFolder { folder in
      let lines = [
        ["p", "q"], ["N(0,1)", "N(1,2)"], ["N(0,1)"], ["N(0,1)", "t(3)", "N(2,2)"], ["formula(exp(-x^2),-3,3)", "N(0,1)"],
        ["N(0,1", "N(1,2)"],
      ]
      let text = lines.map { $0.joined(separator: delimiter) }.joined(separator: "\n") + "\n"
      try text.write(toFile: folder + "/list.csv", atomically: true, encoding: .utf8)
      let rows = try typedTable("compare", ["--pairs", folder + "/list.csv", "--measure", "tv"], status: 1).texts
      #expect(rows.map { $0[5] } == ["finite", "refused", "refused", "finite", "refused"], "\(rows)")
      #expect(rows.count == 5 && rows[1][8].hasPrefix("line 3 has 1 cell") && rows[2][8].hasPrefix("line 4 has 3 cells"), "\(rows)")
    }
  }

  /// Capitals, bars and UTF-16 are read, and a first line that says nothing is refused with what it must say.
  @Test func filesOfPairsAreReadAsPeopleHaveThem() throws {
    try withTemporaryFolder { folder in
      let file = folder + "/list.csv"
      for text in ["P,Q\nN(0,1),N(1,2)\n", "p|q\nN(0,1)|N(1,2)\n", "N(0,1)\tN(1,2)\n"] {
        for encoding in [String.Encoding.utf8, .utf16] {
          try text.write(toFile: file, atomically: true, encoding: encoding)
          #expect(try typedTable("compare", ["--pairs", file, "--measure", "tv"]).texts.map { $0[5] } == ["finite"], "\(text)")
        }
      }
      for (text, part) in [
        ("p q\nN(0,1) N(1,2)\n", "line 1, must name the columns p and q, or hold a pair"), ("a;b\nN(0,1);t(3)\n", "no column 'p'"),
      ] {
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try typed(["compare", "--pairs", file])
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains(part), "\(outcome)")
      }
    }
  }

  @Test(arguments: [("p,q\n", [String]()), ("q\n# nothing\n", ["N(0,1)"])]) func aFileWithoutPairsIsRefused(_ text: String, _ p: [String])
    throws
  {
    try withTemporaryFolder { folder in
      try text.write(toFile: folder + "/list.csv", atomically: true, encoding: .utf8)
      let outcome = try typed(["compare"] + p + ["--pairs", folder + "/list.csv"])
      #expect(outcome.status == 2 && outcome.output == "" && outcome.errors.contains("has a header and no"), "\(outcome)")
    }
  }

  @Test func twoCoinsAreCompared() throws {
    let coins = ["discrete(0:0.5, 1:0.5)", "discrete(0:0.1, 1:0.9)"]
    let rows = try typedTable("compare", coins).texts
    #expect(rows.contains { $0[0] == "js" && $0[4] == "closed_form" && abs((Double($0[1]) ?? 0) - 0.1017492250791967) < 1e-15 })
    #expect(!rows.contains { $0[0].contains("fisher") } && rows.count > 20)
    #expect(try typed(["compare"] + coins + ["--measure", "sqrt_js", "--base", "2"]).output.hasPrefix("0.38313"))
    let refused = try typed(["compare"] + coins + ["--measure", "fisher_p"])
    #expect(refused.status == 2 && refused.errors.contains("has no fisher_p"))
    #expect(try typed(["curves", coins[0], "normal(0,1)"]).errors.contains("a discrete law has no density"))
    #expect(try typed(["compare", coins[0], "normal(0,1)", "--measure", "js"]).output == "0.6931471805599453\n")
  }

  @Test func oneMeasureIsPrintedAlone() throws {
    let pair = ["normal(0,1)", "normal(1,2)"]
    let rows = try typedTable("compare", pair).texts
    for measure in ["kl_pq", "js", "w2", "renyi_2", "entropy_q", "relative_fisher_pq"] {
      let row = try #require(rows.first { $0[0] == measure })
      let printed = try typed(["compare"] + pair + ["--measure", measure]).output
      let (value, error) = (Double(row[1]) ?? .nan, Double(row[2]) ?? .nan)
      #expect(abs((Double(printed.dropLast()) ?? .nan) - value) <= 2 * error, "\(measure)")
      #expect(try typedTable("compare", pair + ["--measure", measure, "--format", "csv"]).texts.map { $0[0] } == [measure])
    }
    #expect(try typed(["compare", "cauchy(0,1)", "normal(0,1)", "--measure", "kl_pq"]).output == "inf\n")
  }

  /// What has a logarithm in it is divided by that of the base, and nothing else is.
  @Test(arguments: [("2", 2.0, "bits"), ("10", 10, "decimal digits")]) func logarithmsHaveABase(
    _ base: String, _ number: Double, _ unit: String
  )
    throws
  {
    let pair = ["normal(0,1)", "0.5*normal(1,2)+0.5*laplace(0,1)"]
    try withTemporaryFolder { folder in
      let file = folder + "/a.csv"
      #expect(try typed(["compare"] + pair + ["--base", base, "--output", file]).status == 0)
      let unitless: Set = ["tv", "hellinger2", "chi2_pq", "chi2_qp", "w1", "w2", "energy", "cramer", "triangular", "alpha_0.5"]
      let rows = zip(try typedTable("compare", pair).texts, try Table(readingCSV: file).texts)
      for (nats, other) in rows {
        let isUnitless = unitless.contains(nats[0]) || nats[0].contains("fisher")
        let (value, error) = (Double(nats[1]) ?? .nan, Double(nats[2]) ?? .nan)
        let expected = isUnitless ? value : value / log(number)
        let distance = value == expected && value.isInfinite ? 0 : abs((Double(other[1]) ?? .nan) - expected)
        #expect(nats[0] == other[0] && nats[3] == other[3] && distance <= 1e-15 * abs(expected))
        #expect((Double(other[2]) ?? 0) >= (isUnitless ? error : error / log(number)))
      }
      #expect(try String(contentsOfFile: file + ".json", encoding: .utf8).contains("\"divergences\" : \"\(unit)\""))
    }
    // Beyond the largest double the logarithm is that of the number of bits.
    let reason = try #require(
      try typedTable("compare", ["normal(0,1)", "normal(0,1e-200)", "--base", base, "--measure", "kl_pq", "--format", "csv"]).texts.first)[
        6]
    let nats = try #require(
      try typedTable("compare", ["normal(0,1)", "normal(0,1e-200)", "--measure", "kl_pq", "--format", "csv"]).texts.first)[6]
    func logarithm(_ text: String) -> Double { text.split(separator: " ").last.flatMap { Double($0) } ?? .nan }
    #expect(abs(logarithm(nats) - logarithm(reason) - log(log(number))) < 1e-9)
  }

  @Test func manyPairsAreRowsWithTheirPair() throws {
    try withTemporaryFolder { folder in
      let (both, alone) = (folder + "/pairs.csv", folder + "/q.csv")
      let pairs = [("normal(0,1)", "normal(1,2)"), ("normal(0,1)", "normal(1)"), ("cauchy(0,1)", "N(0,1)"), ("", "t(3)")]
      try ("p,q,note\n" + pairs.map { "\"\($0)\",\"\($1)\",x\n" }.joined()).write(toFile: both, atomically: false, encoding: .utf8)
      let outcome = try typed(["compare", "--pairs", both])
      #expect(outcome.status == 1 && outcome.errors == "")
      let rows = try Table(parsingCSV: Array(outcome.output.utf8), name: "out").texts
      for (p, q) in pairs {
        let own = rows.filter { $0[0] == p && $0[1] == q }.map { Array($0.dropFirst(2)) }
        let single = try typed(["compare", p, q])
        if single.status == 0 {
          #expect(own == (try typedTable("compare", [p, q]).texts))
        } else {
          #expect(own.count == 1 && own[0][3] == "refused" && single.errors.hasPrefix(own[0][6]), "\(own)")
        }
      }
      try "q\n\"normal(1,2)\"\n\"normal(2,2)\"\n".write(toFile: alone, atomically: false, encoding: .utf8)
      let against = try typedTable("compare", ["normal(0,1)", "--pairs", alone, "--measure", "kl_pq", "--route", "both"]).texts
      #expect(against.map { Array($0.prefix(3)) } == ["1", "2"].map { ["normal(0,1)", "normal(\($0),2)", "kl_pq"] })
    }
  }

  @Test(arguments: [[], ["--base", "2"]]) func aCertificateIsAFileBesideTheColumns(_ more: [String]) throws {
    try withTemporaryFolder { folder in
      let file = folder + "/proof.json"
      let command = ["compare", "normal(0,1)", "uniform(-1,2)", "--certificate", file, "--format", "csv"] + more
      let outcome = try typed(command)
      if outcome.errors.contains("make certificates") {
        // Without the library it is said what to install, and nothing is left behind.
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.hasPrefix("--certificate needs the library Arb: "))
        #expect(try contents(folder).isEmpty)
        return
      }
      #expect(outcome.status == 0 && outcome.output.contains(",lower,upper,proof"), "\(outcome)")
      #expect(try contents(folder).keys.sorted() == ["proof.json"])
      let proof = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: file))) as? [String: Any])
      let measures = try #require(proof["measures"] as? [[String: Any]])
      #expect(measures.count == 20 && measures.contains { $0["result"] as? String == "enclosed" })
      #expect(measures.contains { $0["measure"] as? String == "kl_pq" && $0["result"] as? String == "infinite" })
      // In nats whatever the base, and the same bytes again.
      let again = try typed(["compare", "normal(0,1)", "uniform(-1,2)", "--certificate=" + file + ".json"])
      let written = try contents(folder)
      #expect(again.status == 0 && written["proof.json"] == written["proof.json.json"])
    }
  }

  /// Every row says what is proved of it or why nothing is; a root is in units of a root.
  @Test(.enabled(if: certificatesAreExpected, "needs the library Arb: make certificates"), arguments: ["e", "2"])
  func everyRowHasAProof(base: String) throws {
    let pair = ["normal(0,1)", "normal(1,1.2)", "--certificate", "--base", base]
    let rows = try typedTable("compare", pair).texts
    for row in rows {
      #expect(row[9] == "enclosed" || row[9] == "refused: \(row[0]) has no enclosure" && row[7].isEmpty && row[8].isEmpty, "\(row)")
    }
    #expect(rows.filter { $0[9] != "enclosed" }.map { $0[0] } == ["w2", "energy", "cramer", "fisher_p", "fisher_q", "relative_fisher_pq"])
    let js = try #require(rows.first { $0[0] == "js" })
    let root = try #require(try typedTable("compare", pair + ["--measure", "sqrt_js", "--format", "csv"]).texts.first)
    let square = (lower: try #require(Double(js[7])), upper: try #require(Double(js[8])))
    let (lower, upper) = (try #require(Double(root[7])), try #require(Double(root[8])))
    // The two were enclosed each for itself.
    #expect(lower * lower <= square.upper && square.lower <= upper * upper && 0 < upper - lower && upper - lower < 1e-11, "\(root), \(js)")
  }

  @Test func aWordBehindTheCertificateThatIsNoFileIsADensity() throws {
    let plain = try typed(["compare", "normal(0,1)", "normal(1,2)", "--measure", "js", "--certificate"])
    for command in [
      ["compare", "--certificate", "normal(0,1)", "normal(1,2)", "--measure", "js"],
      ["compare", "normal(0,1)", "--certificate", "normal(1,2)", "--measure", "js"],
    ] {
      let outcome = try typed(command)
      #expect(outcome.output == plain.output && outcome.status == plain.status, "\(outcome)")
    }
  }

  @Test(arguments: [
    (["normal(0,1)", "normal(1,2)", "--certificate=proof.txt"], 2, "--certificate must be a file that ends in .json (got 'proof.txt')"),
    (["normal(0,1)", "normal(1,2)", "--certificate", "proof.txt"], 2, "--certificate must be a file that ends in .json (got 'proof.txt')"),
    (["--pairs", "pairs.csv", "--certificate", "proof.json"], 2, "--certificate proof.json is of one pair"),
    (["normal(0,1)", "normal(1,2)", "--certificate", "/no-such-folder/proof.json"], 2, "/no-such-folder/proof.json"),
    (["normal(0,1)", "normal(1,2)", "--certificate", "/tmp/a.csv.json", "--output", "/tmp/a.csv"], 2, "would be one file"),
    (["normal(0,1)", "normal(1,2)", "--certificate", "a.json", "--certificate", "b.json"], 64, "--certificate is given twice"),
  ])
  func aFileThatCannotBeACertificateIsRefused(arguments: [String], status: Int32, sentence: String) throws {
    let outcome = try typed(["compare"] + arguments)
    #expect(outcome.status == status && outcome.sentences.count == 1 && outcome.errors.contains(sentence), "\(outcome)")
  }

  @Test func otherFormsHaveTheSameNumbers() throws {
    let pair = ["compare", "normal(0,1)", "cauchy(0,1)"]
    let csv = try typedTable("compare", Array(pair.dropFirst()))
    let text = try typed(pair + ["--format", "json"]).output
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
    #expect(json?.count == csv.rowCount)
    for (row, object) in zip(csv.texts, json ?? []) {
      #expect(object["measure"] as? String == row[0] && object["reason"] as? String ?? "" == row[6])
      #expect(text.contains("\"value\":\(row[1]),") || object["value"] as? String == row[1])
    }
    let markdown = try typed(pair + ["--format", "markdown"]).output.split(separator: "\n")
    #expect(markdown.count == csv.rowCount + 2 && markdown[2].contains("kl\\_pq") && markdown[1].contains("---:"))
    let latex = try typed(pair + ["--format", "latex"]).output
    #expect(latex.contains("kl\\_qp") && latex.contains("$\\infty$") && latex.contains("\\times10^{-1") && !latex.contains("‖"))
  }
}
