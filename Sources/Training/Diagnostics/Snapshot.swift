import Autodiff

/// The players at one step, copied so that another thread can examine them while training goes on.
package struct Snapshot: Sendable {
  package let step: Int
  package let discriminatorLoss: Double
  package let generatorLoss: Double
  package let discriminatorGradient: Double
  package let generatorGradient: Double
  /// Parameters as they are, and their running averages.
  package let current: Parameters
  package let average: Parameters

  package struct Parameters: Sendable {
    package let generator: [Double]?
    package let discriminator: [Double]
  }

  package init(_ trainer: Trainer<Float>) {
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
