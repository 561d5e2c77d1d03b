import Calculus
import Plotting
import RealModule
import Scalars
import Studies
import Tabulation

/// How near a loss must be to that of a coin, relative to it, to be called the same: four hundredths, as the losses of a
/// minibatch of some hundred samples scatter.
private let likeACoin = 0.04
/// The share of log 2 from which on JS is called near its largest value.
private let nearlyPerfect = 0.9

extension TrainingSign {
  /// The cross-entropy of a discriminator.
  static func discriminatorLoss(_ typed: Double, isAveraged: Bool) -> TrainingSign {
    let loss = isAveraged ? 2 * typed : typed
    let coin = LossBounds.coin
    let js = LossBounds.jensenShannon(discriminatorLoss: loss)
    let tv = LossBounds.totalVariation(jensenShannon: js)
    let sum = isAveraged ? "Summed over real and fake it is \(six(loss)). " : ""
    var findings: [Finding]
    if loss > (1 + likeACoin) * coin {
      findings = [
        Finding(
          .means,
          sum + "D does worse than a coin, whose loss is log 4 = \(six(coin)): it is not trained, or the generator has moved since, or its "
            + "wrong answers are too sure. V(D*) − V(D) is at least \(six(loss - coin)).", "gap_at_least", loss - coin, claims: ["A12"])
      ]
    } else if loss >= (1 - likeACoin) * coin {
      findings = [
        Finding(
          .means,
          sum + "log 4 = \(six(coin)) is the loss of D = 1/2 everywhere. If D is that, P and Q are equal, or D has given up: it is too "
            + "small, too slow, or behind the generator. The loss cannot tell which. An accuracy far from 1/2 says that D is no coin.",
          "coin_loss", coin, claims: ["A2", "G7", "G9"])
      ]
    } else if js >= nearlyPerfect * .log(2) {
      findings = [
        Finding(
          .means,
          sum + "D tells samples from data nearly always. This is no success: JS is near its largest value log 2 = \(six(.log(2))), and "
            + "the nearer D is to a perfect one in value and slope, the less gradient log(1 − D) gives, while that of −log D grows.",
          "js_largest", .log(2), claims: ["C12", "H1"])
      ]
    } else {
      findings = [
        Finding(
          .means,
          sum + "D tells a part of the samples from the data. A coin's loss is log 4 = \(six(coin)), and 0 is a perfect D. During training "
            + "this is neither success nor failure.", "coin_loss", coin, claims: ["A2"])
      ]
    }
    findings.append(contentsOf: proofs(js: js, tv: tv, loss: loss) + limits)
    if loss >= (1 - likeACoin) * coin {
      findings.append(
        Finding(
          .next,
          "Freeze the generator and train a new discriminator on it. If its mean loss on held-out samples is below log 4 by several "
            + "standard errors, P and Q differ.",
          claims: ["A12"], command: #"divergences train "normal(0,1)" --q "normal(1,2)" --output alone"#))
    } else if js >= nearlyPerfect * .log(2) {
      findings += remedies
    }
    return TrainingSign(
      "--d-loss \(six(typed)), \(isAveraged ? "averaged" : "summed") over real and fake",
      panel: Panel(Axis("least loss of D, summed (nats)", mark: loss), [Series("least_d_loss", "log 4 − 2 JS", .optimal)]), findings)
  }

  /// What a summed loss proves.
  private static func proofs(js: Double, tv: Double, loss: Double) -> [Finding] {
    if js == 0 {
      return [
        Finding(.proves, "Nothing about P and Q: the bound JS ≥ (log 4 − L)/2 is not above 0.", "js_at_least", 0, claims: ["A12"])
      ]
    }
    let accuracy = LossBounds.bestAccuracy(totalVariation: tv)
    let distance = SeparatedNormals.leastDistance(discriminatorLoss: loss)
    return [
      Finding(.proves, "JS(P,Q) ≥ (log 4 − L)/2 = \(six(js)) nats, if L is the expectation.", "js_at_least", js, claims: ["A12", "A2"]),
      Finding(.proves, "TV(P,Q) ≥ JS/log 2 = \(six(tv)).", "tv_at_least", tv, claims: ["C6"]),
      Finding(
        .proves, "The best discriminator's accuracy, on equal numbers of data and samples, is at least \(six(accuracy)).",
        "best_accuracy_at_least", accuracy, claims: ["A11"]),
    ]
      + (distance.map {
        [
          Finding(
            .proves, "Two normals of deviation 1 with this loss would be at least \(six($0)) apart.", "normals_distance_at_least", $0,
            command: "divergences compare \"normal(0,1)\" \"normal(\(six($0)),1)\" --measure js")
        ]
      } ?? [])
  }

  private static let limits = [
    Finding(
      .leavesOpen, "There is no upper bound: D = 1/2 has the loss log 4 however far P and Q are apart, and a worse D a higher one.",
      claims: ["A12"]),
    Finding(
      .leavesOpen,
      "Nothing follows about the distance W1 or about modes. JS is log 2 for all P and Q that do not overlap, near or far.",
      claims: ["F1", "M1"]),
    Finding(
      .leavesOpen,
      "A minibatch's loss is not the expectation. A D that knows its samples by heart has the loss 0 on them, however near P and Q are; on "
        + "n others the mean is off by about their deviation over √n.", claims: ["S1"], command: "divergences samples --help"),
  ]

  /// What helps where D is too strong.
  private static let remedies = [
    Finding(
      .next, "Add the same noise to data and samples: the generator then gets the gradient of 2 JS of the noisy densities.", claims: ["H2"],
      command: "divergences gradients --by noise"),
    Finding(
      .next, "Or train a Wasserstein critic: its gradient has size 1 where that of log(1 − D) vanishes.", claims: ["W1", "F7"],
      command: #"divergences wasserstein "normal(0,1)" "normal(10,1)""#),
    Finding(
      .next,
      "In Documentation/Remedies.md, at equal critic steps, \(Self.modeKeepers) keep the smaller of two far modes with every seed, "
        + "and each of the other methods loses it with most.",
      command: "divergences sweep Examples/plans/equal-steps.json --output remedies"),
  ]

  /// The methods of `Documentation/Remedies.md` that keep the smaller mode; `ExplainTests` holds them against its table.
  static let modeKeepers = "WGAN-clip, WGAN-GP and spectral norm"

  /// The share of equally many data and samples on which a discriminator is right.
  static func accuracy(_ share: Double, samples: Int?) -> TrainingSign {
    let tv = LossBounds.totalVariation(accuracy: share)
    let js = LossBounds.jensenShannon(totalVariation: tv)
    let isTurned = share < 0.45
    let meaning =
      isTurned
      ? "D is wrong more often than not: the labels are exchanged, or the generator has moved since D's last step. Turned round "
        + "it would be right on \(six(1 - share))."
      : share <= 0.55
        ? "D is hardly better than a coin: P and Q are nearly equal, or D has given up."
        : share >= 0.95
          ? "D tells samples from data nearly always. If it is sure of it too, log(1 − D) gives the generator little gradient."
          : "D tells a part of the samples from the data."
    var findings = [
      Finding(.means, meaning, claims: isTurned ? ["A11"] : share >= 0.95 ? ["A11", "H1"] : ["A11", "G7"]),
      Finding(.proves, "TV(P,Q) ≥ |2a − 1| = \(six(tv)), if a is the expectation.", "tv_at_least", tv, claims: ["A11"]),
      Finding(.proves, "JS(P,Q) ≥ log 2 − h(a) = \(six(js)) nats, with h the entropy of a coin.", "js_at_least", js, claims: ["A13"]),
    ]
    if let samples {
      let interval = BinomialInterval(Int((share * Double(samples)).rounded()), of: samples)
      let limits = interval.limits
      let least = limits.lower <= 0.5 && limits.upper >= 0.5 ? 0 : min(abs(2 * limits.lower - 1), abs(2 * limits.upper - 1))
      findings.append(
        Finding(
          .proves,
          "With \(samples) samples the expectation lies between \(six(limits.lower)) and \(six(limits.upper)) with 95 % confidence, "
            + "so that TV(P,Q) ≥ \(six(least)) with it.", "tv_at_least_95", least, claims: ["A11"]))
    } else {
      findings.append(
        Finding(
          .leavesOpen, "How sure it is: an accuracy counted on n samples scatters by about 1/(2√n). --samples gives the limits."))
    }
    findings += [
      Finding(.leavesOpen, "There is no upper bound: another discriminator may be right more often.", claims: ["A11"]),
      Finding(
        .leavesOpen, "Accuracy does not see how sure D is: its loss may be far from the least one at the same accuracy.", claims: ["A12"]),
    ]
    return TrainingSign(
      "--d-accuracy \(six(share))",
      panel: Panel(Axis("accuracy of the best D", mark: share), [Series("best_accuracy", "(1 + TV)/2", .optimal)]), findings)
  }

  /// E_Q[−log D].
  static func nonSaturatingLoss(_ loss: Double) -> TrainingSign {
    generatorLoss(
      loss, typical: .exp(-loss), of: "D", isBelow: loss < .log(2),
      below: "It is below log 2 = \(six(.log(2))), the least value at D*: D is not optimal, and calls many samples real.",
      above: "On the whole D takes samples for fakes, as D* does: there the loss is log 2 + KL(Q‖P) − KL(Q‖M), "
        + "which is at least log 2.",
      name: "non-saturating", claims: ["A5", "C11"],
      panel: Panel(
        Axis("generator's loss at D* (nats)", mark: loss), [Series("non_saturating_loss", "E_Q[−log D*]", .q)]))
  }

  /// E_Q[log(1 − D)].
  static func saturatingLoss(_ loss: Double) -> TrainingSign {
    generatorLoss(
      loss, typical: .exp(loss), of: "1 − D", isBelow: loss < -.log(2),
      below: "It is below −log 2 = \(six(-.log(2))), the least value at D*: D is not optimal, and calls many samples real.",
      above: "At D* the loss is KL(Q‖M) − log 2. Near 0 D is sure that samples are fakes, and the nearer it is to a perfect one in "
        + "value and slope, the less gradient it gives.", name: "saturating",
      claims: ["A3", "H1"],
      panel: Panel(Axis("generator's loss at D* (nats)", mark: loss), [Series("saturating_loss", "E_Q[log(1 − D*)]", .q)]))
  }

  private static func generatorLoss(
    _ loss: Double, typical: Double, of what: String, isBelow: Bool, below: String, above: String, name: String, claims: [String],
    panel: Panel
  ) -> TrainingSign {
    TrainingSign(
      "--g-loss \(six(loss)), \(name)", panel: panel,
      [
        Finding(.means, "At the samples \(what) has the geometric mean \(six(typical)).", "geometric_mean", typical),
        Finding(.means, isBelow ? below : above, claims: claims),
        Finding(
          .leavesOpen,
          "The loss depends on D as much as on the generator: it proves nothing about P and Q, and a lower one later "
            + "is no progress by itself.",
          claims: ["A5", "A14"]),
        Finding(.next, "Give --d-loss too: it is the discriminator's loss that bounds JS.", claims: ["A12"]),
      ])
  }

  /// What a Wasserstein critic minimises, or its negative.
  static func criticLoss(_ typed: Double, isNegated: Bool, slope: Double?) -> TrainingSign {
    let difference = isNegated ? -typed : typed
    let bound = LossBounds.wasserstein(differenceOfMeans: difference, slope: slope ?? 1)
    let meaning =
      difference > 0
      ? "The critic scores data above samples by \(six(difference)) on average: E_P f − E_Q f."
      : difference == 0
        ? "The critic scores data and samples alike, as a constant does."
        : "The critic scores samples above data by \(six(-difference)): it is worse than a constant. It is not trained, "
          + "or the sign is the other one: see --critic-sign."
    return TrainingSign(
      "--critic-loss \(six(typed)), \(isNegated ? "E_Q f − E_P f" : "E_P f − E_Q f")",
      panel: Panel(Axis("W1 (deviations)", mark: bound), [Series("w1", "W1", .optimal)]),
      [
        Finding(.means, meaning, "difference_of_means", difference, claims: ["F2"]),
        Finding(
          .proves,
          "W1(P,Q) ≥ \(six(bound)) for a critic whose slopes are at most \(six(slope ?? 1))"
            + (slope == nil ? "; for slopes up to L, that over L." : ".")
            + (isNegated ? " A gradient penalty in the loss makes the bound lower, and leaves it true." : ""),
          "w1_at_least", bound, claims: ["F2", "W2"]),
        Finding(
          .leavesOpen,
          "There is no upper bound: a critic sees only a part of W1. A penalty does not hold the slopes below 1, and under clipping of "
            + "weights the scale of the loss is arbitrary.", claims: ["W2", "F2"]),
        Finding(.leavesOpen, "No bound follows on JS or on the loss of a discriminator.", claims: ["F1"]),
        Finding(
          .next, "Compare losses only between times with the same largest slope; dividing by it gives bounds on W1.", claims: ["W2"],
          command: #"divergences wasserstein "normal(0,1)" "normal(3,1)" --critic "gradient(10)" --summary"#),
      ])
  }

  private static func six(_ value: Double) -> String { significant(value, digits: 6) }
}
