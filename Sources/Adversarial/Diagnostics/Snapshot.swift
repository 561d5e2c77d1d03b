import Autodiff

/// The players at one step, copied so that another thread can examine them while training goes on.
struct Snapshot: Sendable {
  let step: Int
  let discriminatorLoss: Double
  let generatorLoss: Double
  let discriminatorGradient: Double
  let generatorGradient: Double
  /// Parameters as they are, and their running averages.
  let current: Parameters
  let average: Parameters

  struct Parameters: Sendable {
    let generator: [Double]?
    let discriminator: [Double]
  }

  init(_ trainer: Trainer<Float>) {
    step = trainer.step
    (discriminatorLoss, generatorLoss) = (Double(trainer.discriminatorLoss), Double(trainer.generatorLoss))
    (discriminatorGradient, generatorGradient) = trainer.gradientNorms
    current = Parameters(
      generator: trainer.generator?.parameters.values.map { Double($0) },
      discriminator: trainer.discriminator.parameters.values.map { Double($0) })
    average = Parameters(
      generator: trainer.generator?.average.values.map { Double($0) },
      discriminator: trainer.discriminator.average.values.map { Double($0) })
  }
}
