import Foundation
import Tabulation
import TestSupport
import Testing

/// `--plot` on every command that has a picture.
@Suite(.waitsForPrograms, .enabled(if: OptionalTool.gnuplot.isExpected, OptionalTool.gnuplot.absence)) struct PlotTests {
  static let commands: [[String]] = [
    ["compare", "normal(0,1)", "normal(1,2)"], ["compare", "cauchy(0,1)", "normal(0,1)"], ["compare", "normal(0,1)", "normal(0,1)"],
    ["compare", "normal(0,1)", "normal(30,0.5)"], ["curves", "normal(0,1)", "normal(1,2)"],
    ["curves", "beta(0.5,0.5)", "uniform(0,1)", "--from", "0", "--to", "1"],
    ["fit", "Examples/data/old-faithful.csv:waiting", "--family", "normal", "--family", "normal"],
    ["fit", "normal(1,2)", "--family", "logistic", "--objective", "kl_pq"], ["dirac", "--steps", "50"], ["dirac", "--eigenvalues"],
    ["support", "Examples/data/old-faithful.csv:waiting", "--sample-size", "5", "--sample-size", "10"],
    ["support", "normal(0,1)", "--tolerance", "0.01"],
    ["samples", "Examples/data/old-faithful.csv:waiting", "Examples/data/old-faithful.csv:eruptions"],
    ["samples", "Examples/data/old-faithful.csv:waiting", "normal(70,13)"],
    ["descend", "normal(0,1)", "--from", "normal(3,0.5)", "--loss", "non-saturating", "--steps", "5", "--exact"],
    ["gradients"], ["gradients", "--by", "noise"], ["gradients", "--by", "training", "--steps", "30"],
    ["landscape", "0.33*normal(-1,0.255)+0.67*normal(2,1.415)", "--objective", "lecture_literal", "--objective", "kl_pq"],
    ["landscape", "normal(0,1)", "--objective", "js", "--grid", "--sd-from", "0.5", "--sd-to", "2"],
    ["fgan", "--settings", "brief", "--objective", "f-js", "--objective", "f-kl", "--steps", "100", "--seeds", "2"],
    ["fgan", "--settings", "brief", "--objective", "f-pearson", "--steps", "100", "--cross"],
    ["collapse", "--steps", "60", "--record-every", "20"], ["wasserstein", "normal(0,1)", "normal(4,1)"],
    ["wasserstein", "uniform(0,1)", "uniform(2,3)", "--critic", "clipping(0.01)", "--steps", "100"],
    ["wasserstein", "normal(1,0.5)", "--steps", "30", "--record-every", "10", "--width", "8"],
    ["verify", "--claim", "A1", "--claim", "A4", "--p", "normal(0,1)", "--q", "normal(1,2)"], ["oscillation", "--steps", "200"],
    ["oscillation", "--spectrum"], ["oscillation", "--eigenvalues"], ["explain", "--d-loss", "0.5", "--critic-loss", "-2"],
  ]

  @Test(arguments: share(of: commands, oneIn: 4)) func everyPictureIsDrawnTheSameTwice(arguments: [String]) throws {
    try withTemporaryFolder { folder in
      for name in ["one", "two"] {
        try FileManager.default.createDirectory(atPath: folder + "/" + name, withIntermediateDirectories: true)
        let outcome = try typed(arguments + ["--plot", "\(folder)/\(name)/p.svg", "--output", "\(folder)/\(name)/t.csv"])
        #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "", "\(outcome)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/" + name).sorted()
        #expect(files == ["p.svg", "p.svg.csv", "p.svg.csv.json", "p.svg.gp", "t.csv", "t.csv.json"])
      }
      for name in ["p.svg.csv", "t.csv"] {
        let columns = try Table(readingCSV: folder + "/one/" + name).columns
        for column in columns { #expect(column.wholeMatch(of: /[a-z][a-z0-9_]*/) != nil, "\(name): \(column)") }
      }
      let svg = try String(contentsOfFile: folder + "/one/p.svg", encoding: .utf8)
      #expect(svg.contains("<svg"))
      #expect(try String(contentsOfFile: folder + "/two/p.svg", encoding: .utf8) == svg)
      // Whoever runs the script has the picture again.
      try FileManager.default.removeItem(atPath: folder + "/one/p.svg")
      #expect(try runShell("cd \(folder)/one && \(OptionalTool.gnuplot.command) p.svg.gp 2>&1").status == 0)
      let again = try String(contentsOfFile: folder + "/one/p.svg", encoding: .utf8)
      // But for its name, which gnuplot does not know.
      let title = /<title>.*<\/title>/
      #expect(again.replacing(title, with: "") == svg.replacing(title, with: "") && !svg.contains("<title>Gnuplot"))
      // Two named rows in characters take eight lines.
      let text = try typed(arguments + ["--plot", "-"])
      #expect(text.status == 0 && text.errors == "" && text.output.split(separator: "\n").count >= 8 && !text.output.contains(",,"))
      #expect(try typed(arguments + ["--plot", folder + "/p.png"]).status == 0)
    }
  }

  @Test func trainDrawsItsHistory() throws {
    try withTemporaryFolder { folder in
      let arguments = ["train", "normal(0,1)", "--steps", "60", "--record-every", "20", "--width", "8", "--output", folder + "/run"]
      let outcome = try typed(arguments + ["--plot", folder + "/history.svg"])
      #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
      let svg = try String(contentsOfFile: folder + "/history.svg", encoding: .utf8)
      for text in ["JS(P,Q)", ">step 0<", ">step 60<", "probability of real"] { #expect(svg.contains(text), "\(text)") }
      let (drawn, history) = (try Table(readingCSV: folder + "/history.svg.csv"), try Table(readingCSV: folder + "/run/history.csv"))
      for column in ["step", "js", "gap", "gap_current"] {
        #expect(try drawn.texts(inColumn: column).filter { !$0.isEmpty } == history.texts(inColumn: column))
      }
      let last = try Table(readingCSV: folder + "/run/frames.csv").rowsByColumn.filter { $0["step"] == "60" }
      #expect(try drawn.texts(inColumn: "q_4").filter { !$0.isEmpty } == last.compactMap { $0["q"] })
      #expect(try typed(["train", "--resume", "--output", folder + "/run", "--plot", "-"]).output.contains("D*"))
    }
  }

  /// An SVG that a browser plays: a picture a frame, names that stand once, and the same bytes from the same run.
  @Test func trainAnimatesItsFrames() throws {
    try withTemporaryFolder { folder in
      let arguments = ["train", "normal(3,0.5)", "--steps", "60", "--record-every", "20", "--width", "8"]
      for name in ["one", "two"] {
        let outcome = try typed(arguments + ["--output", folder + "/" + name, "--animate", folder + "/\(name).svg"])
        #expect(outcome.status == 0 && outcome.errors == "", "\(outcome)")
      }
      let svg = try String(contentsOfFile: folder + "/one.svg", encoding: .utf8)
      #expect(try String(contentsOfFile: folder + "/two.svg", encoding: .utf8) == svg)
      #expect(svg.matches(of: /<g class="frame/).count == 4 && svg.contains("@keyframes frame"))
      for step in [0, 20, 40, 60] { #expect(svg.contains("Step \(step) of 60")) }
      let names = svg.matches(of: /\sid=['"]([^'"]*)['"]/).map { String($0.1) }
      #expect(Set(names).count == names.count && !names.isEmpty)
      let parsed = try runShell("python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' '\(folder)/one.svg'")
      #expect(parsed.status == 0 || parsed.status == 127, "\(parsed)")
    }
  }

  /// What a picture shows of far tails and high peaks, and that its caption says so; with bounds it shows all.
  @Test(arguments: [
    (["curves", "cauchy(0,1)", "normal(0,1)"], ["the central 95 % of P and 99.8 % of Q"], ["cut"]),
    (["curves", "normal(0,1)", "normal(1,2)"], ["the central 99.8 % of P and Q"], ["cut"]),
    (["curves", "beta(0.5,0.5)", "uniform(0,1)"], ["densities are cut at"], ["central"]),
    (["curves", "cauchy(0,1)", "normal(0,1)", "--from", "-100", "--to", "100"], [], ["central", "cut"]),
    (["wasserstein", "pareto(1,1)", "normal(4,1)"], ["the central 95 % of P and 99.8 % of Q"], []),
    (["fit", "cauchy(0,1)", "--objective", "js"], ["the central 95 % of P"], []),
    (["oscillation"], ["until μ and σ stay within a hundredth", "the run ends at"], []),
  ]) func theCaptionSaysWhatIsLeftOut(arguments: [String], said: [String], unsaid: [String]) throws {
    try withTemporaryFolder { folder in
      #expect(try typed(arguments + ["--plot", folder + "/p.svg", "--output", folder + "/t.csv"]).status == 0)
      // The lines of a caption are texts of their own.
      let svg = try String(contentsOfFile: folder + "/p.svg", encoding: .utf8)
      let words = svg.matches(of: /<text>(?:<tspan[^>]*>)?([^<]*)/).map { String($0.1) }.joined(separator: " ")
      for text in said { #expect(words.contains(text), "\(words)") }
      for text in unsaid { #expect(!words.contains(text), "\(words)") }
    }
  }

  /// The same words for what a picture is drawn with: everywhere by `--width`, but where that is another width.
  @Test func sizesAndThemesAreOptions() throws {
    try withTemporaryFolder { folder in
      let pair = ["normal(0,1)", "normal(1,2)"]
      for (arguments, width) in [
        (["curves"] + pair, "--width"), (["compare"] + pair, "--width"), (["wasserstein"] + pair, "--plot-width"),
        (["gradients"], "--plot-width"),
      ] {
        let look = [width, "800", "--height", "300", "--font-size", "10"]
        #expect(try typed(arguments + ["--plot", folder + "/p.svg"] + look).status == 0)
        #expect(try String(contentsOfFile: folder + "/p.svg", encoding: .utf8).contains(#"width="800" height="300""#))
        #expect(try typed(arguments + ["--plot", folder + "/p.pdf", "--theme", "slides"]).status == 0)
        #expect(try String(contentsOfFile: folder + "/p.pdf.gp", encoding: .utf8).contains("font 'Helvetica,17.28"))
        for target in [[], ["--plot", "-"]] {
          let refused = try typed(arguments + ["--theme", "slides"] + target)
          #expect(refused.status == 2 && refused.sentences.count == 1 && refused.errors.contains("--theme has no effect"), "\(refused)")
        }
      }
    }
  }

  @Test func aPictureThatCannotBeIsOneSentenceAndLeavesNothing() throws {
    try withTemporaryFolder { folder in
      for (arguments, named) in [
        (["curves", "normal(0,1)", "normal(0,1)", "--plot", folder + "/p.gif"], [".svg", ".png", ".pdf", "p.gif"]),
        (["curves", "normal(0,1)", "normal(0,1)", "--plot", folder + "/no/p.svg"], ["no/p.svg", "no such folder"]),
        (["train", "normal(0,1)", "--output", folder + "/run", "--plot", "history"], ["history", ".svg"]),
        (["train", "normal(0,1)", "--record-every", "0", "--output", folder + "/run", "--plot", folder + "/p.svg"], ["--record-every"]),
        (["train", "normal(0,1)", "--noise-dimension", "2", "--output", folder + "/run", "--plot", "-"], ["--plot", "noise"]),
        (["verify", "--list", "--plot", folder + "/p.svg"], ["--plot", "--list"]),
        (["wasserstein", "normal(0,1)", "normal(1,1)", "--summary", "--plot", folder + "/p.svg"], ["--plot", "--summary"]),
        (["landscape", "cauchy(0,1)", "--objective", "kl_pq", "--plot", folder + "/p.svg"], ["nothing to draw"]),
      ] {
        let outcome = try typed(arguments + (arguments[0] == "train" ? [] : ["--output", folder + "/t.csv"]))
        #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.output == "", "\(outcome)")
        for name in named { #expect(outcome.errors.contains(name), "\(outcome.errors)") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
      }
    }
  }
}
