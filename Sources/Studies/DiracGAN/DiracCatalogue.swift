import RealModule

/// A game of the catalogue: its name, its parameters, and how it is made from them.
package struct DiracEntry: Sendable {
  /// The name as a user writes it.
  package let name: String
  /// The parameters in order, with the values that stand if none are given.
  package let parameters: [DiracParameter]
  private let make: @Sendable ([Double]) -> any DiracGame

  /// An entry; `make` takes as many numbers as there are parameters, each in its range.
  init(_ name: String, _ parameters: [DiracParameter] = [], make: @escaping @Sendable ([Double]) -> any DiracGame) {
    self.name = name
    self.parameters = parameters
    self.make = make
  }

  /// The game with the default parameters.
  package var game: any DiracGame { make(parameters.map(\.standard)) }

  /// How the game with the default parameters is written, such as `r1(0.3)`.
  package var spelling: String {
    parameters.isEmpty
      ? name : name + "(" + parameters.map { $0.isWhole ? String(Int($0.standard)) : $0.standard.description }.joined(separator: ",") + ")"
  }

  /// The game with these parameters, which are checked.
  fileprivate func game(with values: [Double]) throws(DiracGameError) -> any DiracGame {
    guard values.count == parameters.count else {
      throw DiracGameError("the game '\(name)' takes \(parameters.count) parameters, not \(values.count)")
    }
    for (parameter, value) in zip(parameters, values) where !parameter.admits(value) {
      throw DiracGameError("\(parameter.name) of the game '\(name)' must be \(parameter.condition), not \(value)")
    }
    return make(values)
  }
}

/// A parameter of a game.
package struct DiracParameter: Sendable {
  /// What it is.
  package let name: String
  /// The value that stands if none is given: that of the paper's plots where it has one.
  package let standard: Double
  let range: ClosedRange<Double>
  var isWhole = false

  func admits(_ value: Double) -> Bool { range.contains(value) && (!isWhole || value == value.rounded()) }
  var condition: String { "\(isWhole ? "a whole number " : "")from \(range.lowerBound) to \(range.upperBound)" }
}

/// Why a text names no game: one sentence.
package struct DiracGameError: Error, CustomStringConvertible {
  package let description: String
  init(_ sentence: String) { description = sentence }
}

/// Every way to train a Dirac-GAN.
///
/// The parameters are those of the plots of Mescheder, Geiger & Nowozin (2018) where these have the game.
package let diracGames: [DiracEntry] = [
  DiracEntry("minimax") { _ in MinimaxDiracGame() },
  DiracEntry("non-saturating") { _ in NonSaturatingDiracGame() },
  DiracEntry("wasserstein") { _ in WassersteinDiracGame() },
  DiracEntry("clipped", [DiracParameter(name: "the bound", standard: 1, range: 1e-6...1e6)]) { ClippedWassersteinDiracGame(bound: $0[0]) },
  DiracEntry(
    "wgan-gp", [weight(0.7), DiracParameter(name: "the target", standard: 1, range: 0...1e6)]
  ) { PenalizedWassersteinDiracGame(weight: $0[0], target: $0[1]) },
  DiracEntry("r1", [weight(0.3)]) { GradientPenaltyDiracGame(weight: $0[0]) },
  DiracEntry("r2", [weight(0.3)]) { GradientPenaltyDiracGame(weight: $0[0]) },
  DiracEntry(
    "instance-noise", [DiracParameter(name: "the standard deviation", standard: 0.7, range: 0...1e3)]
  ) { InstanceNoiseDiracGame(deviation: $0[0]) },
  DiracEntry("consensus", [weight(1)]) { ConsensusDiracGame(weight: $0[0]) },
  DiracEntry(
    "unrolled",
    [
      DiracParameter(name: "the number of unrolled steps", standard: 5, range: 0...1000, isWhole: true),
      DiracParameter(name: "the unrolled rate", standard: 0.2, range: 0...1e3),
    ]
  ) { UnrolledDiracGame(steps: Int($0[0]), rate: $0[1]) },
  DiracEntry("optimistic") { _ in OptimisticDiracGame() },
  DiracEntry("extragradient") { _ in ExtragradientDiracGame() },
]

private func weight(_ standard: Double) -> DiracParameter { DiracParameter(name: "the weight", standard: standard, range: 0...1e3) }

/// The game that a text such as `r1` or `r1(0.3)` names.
package func parseDiracGame(_ text: String) throws(DiracGameError) -> any DiracGame {
  let name = text.prefix { $0 != "(" }
  guard let entry = diracGames.first(where: { $0.name == name }) else {
    throw DiracGameError("there is no game '\(name)': choose one of \(diracGames.map(\.spelling).joined(separator: ", "))")
  }
  guard name.endIndex < text.endIndex else { return entry.game }
  guard text.hasSuffix(")") else { throw DiracGameError("the parameters of the game '\(text)' are never closed by ')'") }
  var values: [Double] = []
  for part in text[name.endIndex...].dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false) {
    guard let value = Double(part) else { throw DiracGameError("'\(part)' in the game '\(text)' is not a number") }
    values.append(value)
  }
  return try entry.game(with: values)
}
