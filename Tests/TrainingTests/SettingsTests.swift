import Autodiff
import Foundation
import Testing
import Training

@Suite struct SettingsTests {
  /// Every setting changed from its default, as text.
  static let changes: [(name: String, text: String)] = [
    ("objective", "hinge"), ("width", "7"), ("depth", "1"), ("activation", "relu"), ("batch", "64"), ("steps", "9"),
    ("discriminatorSteps", "2"), ("optimizer", "optimistic-sgd"), ("learningRate", "0.1"), ("discriminatorLearningRate", "0.2"),
    ("noise", "uniform"), ("noiseDimension", "2"), ("packing", "4"), ("minibatchKernels", "3"), ("instanceNoise", "0.5"),
    ("unrolledSteps", "2"), ("unrolledRate", "0.3"), ("penalty", "gradient(10)"), ("generatorInitialization", "he"),
    ("discriminatorInitialization", "orthogonal"), ("averaging", "0.5"), ("seed", "18446744073709551615"), ("recordEvery", "1"),
  ]

  @Test func everySettingIsReadBackFromJSON() throws {
    var settings = TrainingSettings()
    for (name, text) in Self.changes { try settings.set(name, to: text) }
    settings.moments = [0.25, 0.75]
    settings.decays = false
    settings.extendedFrom = [10, 20]
    (settings.generatorHidden, settings.discriminatorHidden, settings.discriminatorActivation) = ([3, 4], [], .softplus)
    let again = try JSONDecoder().decode(TrainingSettings.self, from: JSONEncoder().encode(settings))
    #expect(again.texts.map(\.text) == settings.texts.map(\.text))
    // Nothing was left at its default.
    let standard = TrainingSettings().texts
    #expect(zip(again.texts, standard).filter { $0.text == $1.text }.map(\.0.name) == ["discriminatorLead"])
    #expect(Self.changes.allSatisfy { change in again.texts.contains { $0 == change } })
  }

  @Test(arguments: [
    ("objective", "x", "objective must be one of minimax"), ("activation", "x", "activation must be one of tanh"),
    ("optimizer", "x", "optimizer must be one of sgd"), ("noise", "x", "noise must be one of normal, uniform, not 'x'"),
    ("penalty", "r1(0)", "penalty must be none"), ("width", "x", "the setting 'width' cannot be 'x'"),
    ("weight", "1", "no setting 'weight'"),
  ])
  func aTextThatDenotesNothingIsNamed(name: String, text: String, message: String) throws {
    var settings = TrainingSettings()
    let error = try #require(throws: RunError.self) { try settings.set(name, to: text) }
    #expect(error.description.contains(message))
  }

  @Test(arguments: ["none", "spectral", "r1(0.1)", "r1(1)", "gradient(10)", "clipping(0.01)", "r1(1e+300)"])
  func aPenaltyIsReadAsItIsWritten(text: String) throws {
    #expect(Regularization(named: text)?.description == text)
  }

  /// Streams that meet in one program differ, also where a source takes two.
  @Test func streamsDoNotMeet() {
    let sources: Set<RandomStream> = [.data, .fixedGenerator]
    let numbers = RandomStream.allCases.flatMap { sources.contains($0) ? [$0.number, $0.number + 1] : [$0.number] }
    #expect(Set(numbers).count == numbers.count)
  }
}
