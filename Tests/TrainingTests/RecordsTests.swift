import Densities
import Divergences
import Foundation
import Tabulation
import Testing
import Training

/// The records of a training: one sequence, whoever asks for it.
@Suite struct RecordsTests {
  private var gan: GAN {
    var gan = GAN(Normal(mean: 3, sd: 0.5))
    (gan.settings.width, gan.settings.depth, gan.settings.batch) = (8, 2, 32)
    return gan
  }

  @Test func recordsAreOfTheStartEverySoManyStepsAndTheEnd() async throws {
    var (steps, divergences): ([Int], [Double]) = ([], [])
    for try await record in gan.records(steps: 250, every: 100) {
      steps.append(record.step)
      divergences.append(record.js.value)
      #expect(record.js.status == .finite && record.discriminatorSteps == record.step)
      #expect(record.discriminatorLoss.isNaN == (record.step == 0))
    }
    #expect(steps == [0, 100, 200, 250])
    #expect(Set(divergences).count == 4)
  }

  /// Looking at a training does not change it.
  @Test func theStepsThatAreRecordedDoNotMatter() throws {
    func end(_ records: TrainingRecords<Float>) throws -> [Double] {
      var last: TrainingRecord?
      while let record = try records.next() { last = record }
      return (last?.current.generatorParameters ?? []) + (last?.average.discriminatorParameters ?? [])
    }
    let often = try end(gan.records(steps: 120, every: 7))
    var once = gan
    once.settings.steps = 120
    #expect(try end(once.records(at: [120], threads: 3)) == often && !often.isEmpty)
  }

  /// What `divergences train` writes are these records.
  @Test func aRunWritesTheSameNumbers() throws {
    let folder = NSTemporaryDirectory() + "records-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var settings = RunSettings(p: "normal(3,0.5)")
    settings.training = gan.settings
    (settings.training.steps, settings.training.recordEvery) = (200, 100)
    let run = try Run(settings, folder: folder, resume: false)
    try run.train()
    let written = try Table(readingCSV: folder + "/history.csv").numbers(inColumn: "js")
    let records = gan.records(steps: 200, every: 100)
    var divergences: [Double] = []
    while let record = try records.next() { divergences.append(record.js.value) }
    #expect(written == divergences && written.count == 3)
  }

  @Test func againstAFixedDensityTheDiscriminatorLearnsAlone() throws {
    let alone = GAN(Normal(mean: 0, sd: 1), against: Normal(mean: 1, sd: 2))
    #expect(alone.settings.penalty == .none && alone.settings.depth == 2)
    let record = try #require(try alone.records(at: [5]).next())
    #expect(record.average.generatorParameters == nil && record.generatorLoss.isNaN)
    #expect(try record.average.density()?.description == alone.q?.description)
    #expect(record.average.discriminator != nil)
  }

  @Test func errorsEndTheSequence() async throws {
    var wrong = gan
    wrong.settings.batch = 0
    let error = await #expect(throws: RunError.self) { for try await _ in wrong.records() {} }
    #expect(error?.description == "batch must be from 1 to 1048576, not 0")
    #expect(throws: RunError.self) { try GAN(Pareto(shape: 0.01, scale: 1)).records().next() }
    var wild = gan
    (wild.settings.optimizer, wild.settings.learningRate, wild.settings.discriminatorLearningRate) = (.gradientDescent, 1e30, 1e30)
    await #expect(throws: TrainingError.self) { for try await _ in wild.records(steps: 50) {} }
  }

  @Test func withNoiseOfSeveralDimensionsJSIsUnresolved() throws {
    var wide = gan
    wide.settings.noiseDimension = 2
    let record = try #require(try wide.records(at: [1]).next())
    #expect(record.js.status == .unresolved && record.js.reason.contains("several dimensions"))
  }
}
