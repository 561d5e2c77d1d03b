package import Densities
import Foundation
import Tabulation

/// The folder of a run, read only: what it has learned so far.
package struct TrainedRun {
  /// The settings of the run.
  package let settings: RunSettings
  private let folder: OutputFolder

  /// The run in a folder; nil where there is none. Throws one sentence, also where one of the run's files is an output
  /// of the work under way.
  package init?(inFolder path: String) throws {
    folder = .ofRun(path)
    guard FileManager.default.fileExists(atPath: folder.file("run.json")) else { return nil }
    try WholeFile.checkInputs(folder.files)
    settings = try folder.read(Description.self, "run.json").settings
  }

  /// What it needs of `run.json`.
  struct Description: Decodable {
    let settings: RunSettings
  }

  /// The exact density of the generator with its averaged weights, at the last checkpoint; nil where there is no
  /// generator with one-dimensional noise. Throws one sentence, `GeneratorDensityError` among them.
  package func generatorDensity() throws -> (any AnalyticDensity)? {
    let checkpoint = try folder.checkpoint(of: settings)
    try settings.training.check()
    guard settings.training.noiseDimension == 1, let generator = checkpoint.generator else { return nil }
    let average = generator.state.average.map { Double($0) }
    guard average.count == settings.training.generator.parameterCount else {
      throw RunError(
        "'\(folder.file("checkpoint.json"))' is damaged: its parameters are not as many as its settings ask for; train anew with --force")
    }
    let units = checkpoint.standardization
    let map = AffineImage(NetworkMap(settings.training.generator, average), shift: units.shift, scale: units.scale)
    return try GeneratorDensity(map, noise: settings.training.noise)
  }
}
