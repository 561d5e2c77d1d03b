import Foundation
import TestSupport
import Testing

/// `--plot` on a machine without gnuplot.
@Suite(.waitsForPrograms) struct MissingGnuplotTests {
  @Test func itSaysWhatToInstall() throws {
    let outcome = try runWithoutGnuplot("compare 'normal(0,1)' 'normal(1,1)' --plot -")
    #expect(outcome.status == 2 && outcome.sentences.count == 1 && outcome.errors.contains("gnuplot-nox"), "\(outcome)")
  }

  /// What was typed is at fault wherever it is typed.
  @Test(arguments: [
    ("compare 'normal(0,1)' 'normal(0,1)' --plot /tmp/a.svg --output /tmp/a.svg.csv", ["--output", "/tmp/a.svg.csv"]),
    ("compare 'normal(0,1)' 'normal(0,1)' --plot /tmp/a.svg --output /no/such/folder/a.csv", ["no such folder"]),
    ("compare 'normal(0,1)' 'normal(0,1)' --plot a.gif", ["a.gif", ".svg"]),
    ("verify --list --plot -", ["--plot", "--list"]),
    ("train 'normal(0,1)' --record-every 0 --output /tmp/never --plot /tmp/a.svg", ["--record-every"]),
    ("sweep Examples/plans/remedies.json --shard 3/2 --output /tmp/never --plot /tmp/a.svg", ["--shard", "3/2"]),
    ("sweep missing.json --output /tmp/never --plot /tmp/a.svg", ["missing.json"]),
    ("compare 'normal(0,-1)' 'normal(0,1)' --plot -", ["sd", "-1"]),
    ("compare 'normal(0,1)' 'kde(missing.csv:x)' --plot -", ["missing.csv"]),
    ("curves 'normal(0,1)' 'normal(0,1)' --points 1 --plot -", ["--points"]),
    ("verify --p 'normal(0,1)' --q 'vonMises(0,1)' --plot -", ["vonMises"]),
    ("verify --claim Z9 --plot -", ["Z9"]),
    ("fit missing.csv:x --plot -", ["missing.csv"]),
    ("fit 'normal(0,1)' --family gauss --plot -", ["gauss"]),
    ("support 'normal(0,-1)' --tolerance 1 --plot -", ["sd", "-1"]),
    ("dirac --game chess --plot -", ["chess"]),
    ("oscillation 'gamma(2,1)' --plot -", ["normal"]),
    ("descend 'normal(0,1)' --from 'vonMises(0,1)' --plot -", ["vonMises"]),
    ("landscape 'normal(0,1)' --objective w1 --plot -", ["w1"]),
    ("gradients --gap 0 --plot -", ["--gap"]),
    ("fgan 'vonMises(0,1)' --plot -", ["vonMises"]),
    ("wasserstein 'normal(0,1)' 'normal(1,1)' --critic box --plot -", ["box"]),
    ("collapse 'vonMises(0,1)' --plot -", ["vonMises"]),
    ("train 'vonMises(0,1)' --output /tmp/never --plot -", ["vonMises"]),
    ("train 'normal(0,1)' --output /tmp/never --animate /tmp/a.svg", ["gnuplot"]),
    ("train 'normal(0,1)' --width 0 --output /tmp/never --plot -", ["width"]),
  ]) func optionsAreCheckedFirst(line: String, named: [String]) throws {
    let outcome = try runWithoutGnuplot(line)
    #expect(outcome.status == 2 && outcome.sentences.count == 1, "\(outcome)")
    for name in named { #expect(outcome.errors.contains(name), "\(outcome.errors)") }
  }

  private func runWithoutGnuplot(_ line: String) throws -> ProcessOutcome {
    try runShell("tool=$(command -v divergences); PATH=/nowhere \"$tool\" " + line)
  }
}
