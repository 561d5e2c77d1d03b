import Tabulation
import TestSupport
import Testing

@Suite struct GradientsTests {
  @Test func oneVanishesAndTheOtherGrows() throws {
    let table = try typedTable("gradients")
    #expect(table.columns == ["epsilon", "steepness", "saturating", "bound", "non_saturating", "error"])
    let (epsilons, saturating, other) = (
      try table.numbers(inColumn: "epsilon"), try table.numbers(inColumn: "saturating"), try table.numbers(inColumn: "non_saturating")
    )
    #expect(epsilons.first == 0.1 && epsilons.contains(1e-6))
    #expect(zip(saturating, try table.numbers(inColumn: "bound")).allSatisfy { $0 < $1 })
    #expect(zip(saturating, saturating.dropFirst()).allSatisfy { $1 < $0 } && zip(other, other.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test func noiseGivesTheGradientOfJS() throws {
    let table = try typedTable("gradients", "--by", "noise", "--gap", "0.5")
    #expect(table.columns == ["noise_sd", "js", "saturating", "non_saturating", "error", "js_gradient", "js_gradient_error"])
    let (frozen, differences) = (try table.numbers(inColumn: "saturating"), try table.numbers(inColumn: "js_gradient"))
    let (errors, others) = (try table.numbers(inColumn: "error"), try table.numbers(inColumn: "js_gradient_error"))
    for index in frozen.indices { #expect(abs(frozen[index] - differences[index]) <= errors[index] + others[index] + 1e-12) }
    #expect(try #require(frozen.max()) > 0.1 && frozen[0] < 1e-4)
  }

  @Test func trainingIsReproducible() throws {
    let arguments = ["gradients", "--by", "training", "--steps", "30", "--seed", "4"]
    let (first, second) = (try typed(arguments), try typed(arguments))
    #expect(first.status == 0 && first.output == second.output)
    let table = try Table(parsingCSV: Array(first.output.utf8), name: "gradients")
    #expect(table.columns == ["step", "epsilon", "saturating", "bound", "non_saturating", "error"])
    #expect(try table.numbers(inColumn: "step") == [0, 1, 2, 5, 10, 20, 30])
  }
}
