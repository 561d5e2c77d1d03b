import ArgumentParser
import Plotting
import Studies
import Tabulation

/// `explain`: what the losses that a training prints can mean, what they prove, and what they cannot.
struct Explain: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "What the losses and the accuracy of a GAN in training mean, what they prove, and what they leave open.",
    discussion: """
      Examples:
        divergences explain --d-loss 1.39
        divergences explain --d-loss 0.69 --reduction averaged
        divergences explain --d-accuracy 0.6 --samples 2000
        divergences explain --d-loss 0.02 --g-loss 5.3
        divergences explain --critic-loss -0.8 --slope 1
        divergences explain --d-loss 0.3 --plot loss.svg

      The GAN may be of any dimension: give what it prints. --d-loss is the cross-entropy of the discriminator in nats, \
      E_P[-log D] + E_Q[-log(1 - D)] with --reduction summed, half of that with averaged. --d-accuracy is the share of \
      data and samples, equally many, on which it is right. --g-loss is E_Q[-log D], or E_Q[log(1 - D)] with --g-form \
      saturating. --critic-loss is what a Wasserstein critic f minimises, E_Q f - E_P f, with a gradient penalty or \
      without, or, with --critic-sign real-minus-fake, E_P f - E_Q f. What is proved holds for expectations over P and \
      Q: average over many samples on which D was not trained.

      Columns: given (the option that it is about), kind (means, proves, leaves_open, next), statement, quantity and \
      value (the number that the statement is about), claims (that say so, for verify --claim), command (that shows it).

      --plot draws what the optimal discriminator shows of two normals of deviation 1 against their distance, with your \
      number as a line, above the gradients that the generator gets.
      """)

  @Option(.any, help: "The discriminator's loss, in nats") var dLoss: Double?
  @Option(.one(of: ["summed", "averaged"]), help: "How its loss on data and its loss on samples are put together") var reduction = "summed"
  @Option(.from(0, to: 1), help: "The discriminator's accuracy") var dAccuracy: Double?
  @Option(
    .from(1, to: 10_000_000), help: "On how many held-out samples the accuracy was counted, each real or fake by the toss of a coin",
    default: "not known")
  var samples: Int?
  @Option(.any, help: "The generator's loss, in nats") var gLoss: Double?
  @Option(.one(of: ["non-saturating", "saturating"]), help: "Which loss that is") var gForm = "non-saturating"
  @Option(.finite, help: "The loss of a Wasserstein critic") var criticLoss: Double?
  @Option(.one(of: ["fake-minus-real", "real-minus-fake"]), help: "What its sign is: the mean over which samples comes first")
  var criticSign = "fake-minus-real"
  @Option(.above(0, atMost: 1e100), help: "The largest slope that the critic can have, its Lipschitz constant", default: "1, by assumption")
  var slope: Double?
  @OptionGroup var output: OutputOptions

  var withoutEffect: [OptionsWithoutEffect] {
    (dLoss == nil ? [(["--reduction"], "without --d-loss")] : []) + (dAccuracy == nil ? [(["--samples"], "without --d-accuracy")] : [])
      + (gLoss == nil ? [(["--g-form"], "without --g-loss")] : [])
      + (criticLoss == nil ? [(["--critic-sign", "--slope"], "without --critic-loss")] : [])
  }

  func validate() throws {
    guard dLoss != nil || dAccuracy != nil || gLoss != nil || criticLoss != nil else {
      throw ValidationError("explain needs a number to explain: give --d-loss, --d-accuracy, --g-loss or --critic-loss.")
    }
  }

  func report() throws -> Report {
    if let dLoss {
      try require(
        dLoss.isFinite && dLoss >= 0,
        else: "--d-loss must be a finite number of at least 0, as a cross-entropy is (got \(dLoss)): the loss of a Wasserstein critic "
          + "goes to --critic-loss.")
    }
    if let gLoss {
      let isSaturating = gForm == "saturating"
      try require(
        gLoss.isFinite && (isSaturating ? gLoss <= 0 : gLoss >= 0),
        else: isSaturating
          ? "--g-loss must be a finite number of at most 0 with --g-form saturating, as E_Q[log(1 - D)] is (got \(gLoss))."
          : "--g-loss must be a finite number of at least 0, as E_Q[-log D] is (got \(gLoss)): for E_Q[log(1 - D)] add --g-form "
            + "saturating.")
    }
    try output.plotting.requireGnuplot()
    let readings = self.readings
    return Report(
      table: Table(of: readings.flatMap(\.findings)), text: readings.map(\.text).joined(separator: "\n"), picture: picture(of: readings))
  }

  /// What is read from each number that was given.
  private var readings: [TrainingSign] {
    var readings: [TrainingSign] = []
    if let dLoss { readings.append(.discriminatorLoss(dLoss, isAveraged: reduction == "averaged")) }
    if let dAccuracy { readings.append(.accuracy(dAccuracy, samples: samples)) }
    if let gLoss { readings.append(gForm == "saturating" ? .saturatingLoss(gLoss) : .nonSaturatingLoss(gLoss)) }
    if let criticLoss { readings.append(.criticLoss(criticLoss, isNegated: criticSign == "fake-minus-real", slope: slope)) }
    return readings
  }

  private func picture(of readings: [TrainingSign]) -> Picture {
    let gradients = Panel(
      Axis("size of the gradient"),
      [
        Series("saturating_gradient", "through log(1 − D*)", .other(0)), Series("non_saturating_gradient", "through −log D*", .other(1)),
      ],
      // A translate by θ is θ away in W1, so its slope is 1.
      guides: [("1", "through the optimal critic")])
    let title = "Two normals of deviation 1 at each distance, and what was given (line)"
    return Picture(
      title, of: Table(of: SeparatedNormals.range, SeparatedNormals.columns),
      .curves(against: "distance", Axis("distance of the means (deviations)"), readings.map(\.panel) + [gradients]))
  }
}
