/// The streams of random numbers. Draws of different streams are independent for every seed.
///
/// Streams that never meet in one program may share a number. A `SampleSource` takes its stream and the next one.
package enum RandomStream: CaseIterable {
  /// The generator's first parameters.
  case initialGenerator
  /// The discriminator's first parameters.
  case initialDiscriminator
  /// The noise of the generator's own steps.
  case generatorNoise
  /// The noise of the rows that the discriminator is shown.
  case discriminatorNoise
  /// The point between a row of data and a generated one at which a gradient penalty is evaluated.
  case penaltyPoint
  /// Instance noise on rows of data.
  case noiseOnData
  /// Instance noise on generated rows, as the discriminator is shown them.
  case noiseOnGenerated
  /// Instance noise on generated rows in the generator's own steps.
  case noiseOnGenerator
  /// Rows of data.
  case data
  /// Rows of a fixed density Q.
  case fixedGenerator
  /// The rows of `samples.csv`.
  case samples
  /// The samples in which a study of mode collapse counts modes.
  case modeCount
  /// The start of an f-GAN.
  case variationalStart
  /// The samples of P, and those of Q or of the noise, by which records are checked.
  case checkOfData, checkOfGenerator
  /// The draws of a birthday test, and the order of its rows.
  case birthdayDraws, birthdayOrder

  /// The number by which generators know the stream.
  package var number: UInt32 {
    switch self {
    case .initialGenerator: 0
    case .initialDiscriminator: 1
    case .generatorNoise: 2
    case .discriminatorNoise: 3
    case .penaltyPoint: 4
    case .noiseOnData: 5
    case .noiseOnGenerated: 6
    case .noiseOnGenerator: 7
    case .data: 16
    case .fixedGenerator: 24
    case .samples: 32
    case .modeCount, .variationalStart: 40
    case .checkOfData, .birthdayDraws: 48
    case .checkOfGenerator, .birthdayOrder: 49
    }
  }
}
