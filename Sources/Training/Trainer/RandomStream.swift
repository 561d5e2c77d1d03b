/// The streams of random numbers. Draws of different streams are independent for every seed.
///
/// Streams that never meet in one program may share a number. A `SampleSource` takes its stream and the next one.
package enum RandomStream: UInt32, CaseIterable {
  /// The generator's first parameters.
  case initialGenerator = 0
  /// The discriminator's first parameters.
  case initialDiscriminator = 1
  /// The noise of the generator's own steps.
  case generatorNoise = 2
  /// The noise of the rows that the discriminator is shown.
  case discriminatorNoise = 3
  /// The point between a row of data and a generated one at which a gradient penalty is evaluated.
  case penaltyPoint = 4
  /// Instance noise on rows of data.
  case noiseOnData = 5
  /// Instance noise on generated rows, as the discriminator is shown them.
  case noiseOnGenerated = 6
  /// Instance noise on generated rows in the generator's own steps.
  case noiseOnGenerator = 7
  /// Rows of data.
  case data = 16
  /// Rows of a fixed density Q.
  case fixedGenerator = 24
  /// The rows of `samples.csv`.
  case samples = 32
  /// The samples in which a study of mode collapse counts modes.
  case modeCount = 40
  /// The samples of P, and those of Q or of the noise, by which records are checked.
  case checkOfData = 48, checkOfGenerator

  /// The start of an f-GAN.
  package static let variationalStart = modeCount
  /// The draws of a birthday test.
  package static let birthdayDraws = checkOfData
  /// The order of the rows of a birthday test.
  package static let birthdayOrder = checkOfGenerator

  /// The number by which generators know the stream.
  package var number: UInt32 { rawValue }
}
