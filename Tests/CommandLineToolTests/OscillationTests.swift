import Foundation
import Tabulation
import TestSupport
import Testing

@Suite struct OscillationTests {
  @Test func aSeriesStartsBesideTheEquilibrium() throws {
    let series = try typedTable("oscillation", ["normal(2,0.5)", "--steps", "20", "--record-every", "5", "--offset", "0.1"])
    #expect(series.columns == ["step", "time", "mean", "deviation", "js", "value", "value_excess", "distance"])
    #expect(try series.numbers(inColumn: "step") == [0, 5, 10, 15, 20] && series.numbers(inColumn: "time")[4] == 2)
    let (mean, deviation) = (try series.numbers(inColumn: "mean")[0], try series.numbers(inColumn: "deviation")[0])
    #expect(abs(mean - 2.05) < 1e-15 && abs(deviation - 0.55) < 1e-15)
    #expect(try series.numbers(inColumn: "value_excess")[0] == 0)
  }

  @Test func theSpectrumIsThatOfTheEigenvalues() throws {
    for options in [
      ["--discriminator", "quadratic"], ["--updates", "alternating", "--penalty", "r1(0.1)", "--objective", "non-saturating"],
    ] {
      let spectrum = try typedTable("oscillation", options + ["--spectrum"])
      for (found, predicted) in [("frequency", "frequency_predicted"), ("decay", "decay_predicted")] {
        for (a, b) in zip(try spectrum.numbers(inColumn: found), try spectrum.numbers(inColumn: predicted)) {
          #expect(abs(a - b) < 0.01 * b, "\(options) \(found)")
        }
      }
    }
  }

  @Test func eigenvaluesOfFieldAndStep() throws {
    let values = try typedTable("oscillation", ["--discriminator", "quadratic", "--eigenvalues", "--rate", "0.5"])
    #expect(values.rowCount == 10)
    let (real, imaginary) = (try values.numbers(inColumn: "real"), try values.numbers(inColumn: "imaginary"))
    #expect(abs(real[0] + 0.25) < 1e-12 && abs(imaginary[0] - 0.75.squareRoot() / 2) < 1e-12)
    #expect(abs(real[5] - 0.875) < 1e-12 && values[row: 5].last?.text == "leading")
  }

  @Test func minibatchesAreSeeded() throws {
    let line = ["oscillation", "--batch", "8", "--steps", "100", "--seed"]
    let outputs = try ["1", "1", "2"].map { try typed(line + [$0]).output }
    #expect(outputs[0] == outputs[1] && outputs[0] != outputs[2])
  }
}
