/// A game by its name, with its parameters, and how it is made from them.
package struct DiracEntry: Sendable {
  /// The name as a user writes it.
  package let name: String
  private let parameters: [Parameter]
  private let make: @Sendable ([Double]) -> DiracGame

  /// A parameter: what it is, the value that stands if none is given, and what it may be.
  fileprivate struct Parameter: Sendable {
    let name: String
    let standard: Double
    let range: ClosedRange<Double>
    var isWhole = false
  }

  /// `make` takes as many numbers as there are parameters, each in its range.
  private init(_ name: String, _ parameters: [Parameter] = [], make: @escaping @Sendable ([Double]) -> DiracGame) {
    (self.name, self.parameters, self.make) = (name, parameters, make)
  }

  /// The game with the default parameters.
  package var game: DiracGame { make(parameters.map(\.standard)) }

  /// How the game with the default parameters is written, such as `r1(0.3)`.
  package var spelling: String {
    let values = parameters.map { $0.isWhole ? String(Int($0.standard)) : $0.standard.description }
    return values.isEmpty ? name : "\(name)(\(values.joined(separator: ",")))"
  }

  fileprivate func game(with values: [Double]) throws(StudyError) -> DiracGame {
    guard values.count == parameters.count else {
      throw StudyError("the game '\(name)' takes \(parameters.count) parameters, not \(values.count)")
    }
    for (parameter, value) in zip(parameters, values) {
      guard parameter.range.contains(value), !parameter.isWhole || value == value.rounded() else {
        let condition = "\(parameter.isWhole ? "a whole number " : "")from \(parameter.range.lowerBound) to \(parameter.range.upperBound)"
        throw StudyError("\(parameter.name) of the game '\(name)' must be \(condition), not \(value)")
      }
    }
    return make(values)
  }

  /// Every way to train a Dirac-GAN.
  ///
  /// The parameters are those of the plots of Mescheder, Geiger & Nowozin (2018) where these have the game.
  package static let all: [DiracEntry] = [
    DiracEntry("minimax") { _ in .minimax },
    DiracEntry("non-saturating") { _ in .nonSaturating },
    DiracEntry("wasserstein") { _ in .wasserstein },
    DiracEntry("clipped", [Parameter(name: "the bound", standard: 1, range: 1e-6...1e6)]) { .clippedWasserstein(bound: $0[0]) },
    DiracEntry("wgan-gp", [weight(0.7), Parameter(name: "the target", standard: 1, range: 0...1e6)]) {
      .penalizedWasserstein(weight: $0[0], target: $0[1])
    },
    DiracEntry("r1", [weight(0.3)]) { .gradientPenalty(weight: $0[0]) },
    DiracEntry("r2", [weight(0.3)]) { .gradientPenalty(weight: $0[0]) },
    DiracEntry("instance-noise", [Parameter(name: "the standard deviation", standard: 0.7, range: 0...1e3)]) {
      .instanceNoise(deviation: $0[0])
    },
    DiracEntry("consensus", [weight(1)]) { .consensus(weight: $0[0]) },
    DiracEntry(
      "unrolled",
      [
        Parameter(name: "the number of unrolled steps", standard: 5, range: 0...1000, isWhole: true),
        Parameter(name: "the unrolled rate", standard: 0.2, range: 0...1e3),
      ]
    ) { .unrolled(steps: Int($0[0]), rate: $0[1]) },
    DiracEntry("optimistic") { _ in .optimistic },
    DiracEntry("extragradient") { _ in .extragradient },
  ]

  private static func weight(_ standard: Double) -> Parameter { Parameter(name: "the weight", standard: standard, range: 0...1e3) }
}

extension DiracGame {
  /// The game that a text such as `r1` or `r1(0.3)` names.
  package init(parsing text: String) throws(StudyError) {
    let name = text.prefix { $0 != "(" }
    guard let entry = DiracEntry.all.first(where: { $0.name == name }) else {
      throw StudyError("there is no game '\(name)': choose one of \(DiracEntry.all.map(\.spelling).joined(separator: ", "))")
    }
    guard name.endIndex < text.endIndex else {
      self = entry.game
      return
    }
    guard text.hasSuffix(")") else { throw StudyError("the parameters of the game '\(text)' are never closed by ')'") }
    var values: [Double] = []
    for part in text[name.endIndex...].dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = Double(part) else { throw StudyError("'\(part)' in the game '\(text)' is not a number") }
      values.append(value)
    }
    self = try entry.game(with: values)
  }
}
