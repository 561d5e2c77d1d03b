/// The lecture statement by statement, in the order of its deck: B. Kovalenko, S. Elizarov, A. Grachev, “Deep Learning:
/// Generative adversarial networks I”, Higher School of Economics, Moscow, 2 February 2018.
package enum Deck {
  /// What is out of scope, said once.
  package static let omission =
    "The example of collapse on images is left out: this package is about densities on a line."

  /// Every statement, in the order of the deck.
  package static let statements: [DeckStatement] = estimation + game + nonSaturating + problems + collapse + birthday + fixedDiscriminator

  /// The claims that decide the statements, in the order of the catalogue.
  package static var claims: [Claim] {
    let ids = Set(statements.flatMap(\.claims))
    return Claim.all.filter { ids.contains($0.id) }
  }

  private typealias Name = DeckStatement.ReadingName

  private static let estimation = [
    DeckStatement(
      1, "Density estimation", "To maximise the log-likelihood of the data is to minimise KL(P‖Q) from the data to the model.",
      made: [Name("E5", "E_P[−log q] = h(P) + KL(P‖Q)"), Name("E5", "h(P) is the least")],
      script: "01-density-estimation", scene: "likelihood", command: "divergences fit Examples/data/old-faithful.csv:waiting")
  ]

  private static let game = [
    DeckStatement(
      2, "The minimax game", "A GAN is a zero-sum game with the value E_P[log D] + E_Q[log(1 − D)].",
      made: [Name("A14", "minimax: what the discriminator gains from D = ½ to D* the generator loses")],
      script: "03-minimax-value", scene: "by-hand", command: "divergences verify --claim A14"),
    DeckStatement(
      3, "The minimax game", "The discriminator climbs the gradient of the value, and the generator descends it.",
      script: "05-algorithm-1", scene: "algorithm-1",
      command: "divergences train \"normal(0,1)\" --objective minimax --output minimax"),
    DeckStatement(
      4, "The minimax game", "For a fixed generator the best discriminator is D* = P/(P + Q).",
      made: [Name("A1", "by value: V at p/(p + q) is the maximum 2 JS − log 4"), Name("A1", "no perturbation of D* gains")],
      script: "02-optimal-discriminator", scene: "two-densities", command: "divergences curves \"normal(0,1)\" \"normal(1,2)\""),
    DeckStatement(
      5, "The minimax game",
      "In the space of functions the min-max game minimises the Jensen–Shannon divergence KL(P‖M) + KL(Q‖M), with M = (P + Q)/2.",
      made: [Name("A2", "the lecture's JS with coefficient 1"), Name("G6", "JS falls in every step")],
      script: "03-minimax-value", scene: "by-hand", command: "divergences descend \"normal(0,1)\" --from \"normal(1,2)\""),
  ]

  private static let nonSaturating = [
    DeckStatement(
      6, "The non-saturating game",
      "The game stays a zero-sum game when the generator ascends E[log D(G(z))] instead of descending E[log(1 − D(G(z)))].",
      made: [Name("A14", "non-saturating: the sum of the losses is the same for every D")],
      qualification: .init(
        isCondition: false, words: "one change of D can be good for both players",
        readings: [Name("A14", "a D whose logit is 1 too low moves to D*: both players gain")]),
      script: "04-non-saturating-loss", scene: "by-hand", command: "divergences verify --claim A14"),
    DeckStatement(
      7, "Algorithm 1", "Take k gradient steps with the discriminator on minibatches, then one with the generator, and repeat.",
      script: "05-algorithm-1", scene: "algorithm-1",
      command: "divergences train \"0.5*normal(-2,0.5)+0.5*normal(2,0.5)\" --output modes"),
  ]

  private static let problems = [
    DeckStatement(
      8, "The problems of GANs", "Convergence is guaranteed only in the space of functions, and not in that of parameters.",
      made: [Name("G6", "JS falls in every step"), Name("G9", "with parameters a game does not converge")],
      qualification: .init(
        isCondition: true,
        words: "in function space at rates up to 1, from a start with KL(P‖Q₀) finite; with parameters some games converge",
        readings: [
          Name("G9", "these games in parameters converge"), Name("G6", "after k steps the objective is at most KL(P‖Q₀)/(rate · k)"),
        ]),
      script: "06-function-space-and-parameters", scene: "dirac", command: "divergences dirac --steps 500"),
    DeckStatement(
      9, "The problems of GANs", "The losses can oscillate during training.",
      made: [
        Name("G7", "a parameter: frequency arg u/2πh and decay −log|u|/h"), Name("G7", "JS and V: twice the frequency and twice the decay"),
      ],
      qualification: .init(
        isCondition: false, words: "they need not: with the penalty R1 at γ = 1 the eigenvalues of the Dirac-GAN are real",
        readings: [Name("G3", "R1 or R2, γ = 1: −½ twice")]),
      script: "06-function-space-and-parameters", scene: "dirac", command: "divergences oscillation --spectrum"),
    DeckStatement(
      10, "The problems of GANs", "Modes collapse: the generator can forget parts of the data.",
      made: [Name("M1", "with momentum the mode that holds Q changes")],
      script: "07-mode-collapse", scene: "collapse", command: "divergences collapse"),
  ]

  private static let collapse = [
    DeckStatement(
      10, "The story of two climates",
      "When every sample is a temperature of the South Pole, the discriminator can only flip a coin for temperatures of the Pole.",
      made: [Name("M1", "there the optimal discriminator flips a coin")],
      qualification: .init(
        isCondition: false, words: "D* is 1/3 at the Pole and 1 in Australia: it calls samples of the Pole fakes, two to one",
        readings: [Name("M1", "with every sample from the South Pole D* is 1/3 there and 1 in Australia")]),
      script: "07-mode-collapse", scene: "collapse",
      command: "divergences curves \"0.5*normal(-50,8)+0.5*normal(22,6)\" \"normal(-50,8)\""),
    DeckStatement(
      10, "The story of two climates", "The generator flees to Australia, the discriminator follows, and it all begins again.",
      made: [
        Name("M1", "with momentum the mode that holds Q changes"),
        Name("M1", "when the generator flees, D rejects the mode that it leaves and has given up on the other"),
      ],
      qualification: .init(
        isCondition: false, words: "without momentum the same games end with more than half of every mode's mass",
        readings: [Name("M1", "without momentum the games end with more than half of every mode's mass")]),
      script: "07-mode-collapse", scene: "collapse", command: "divergences collapse"),
  ]

  private static let birthday = [
    DeckStatement(
      11, "The birthday paradox", "A sample of √N points from a support of N points surely holds a duplicate.",
      made: [Name("G1", "s = √N: a duplicate is certain")],
      qualification: .init(
        isCondition: false, words: "it holds one with probability 1 − e^−½, 39 %, if the N points are equally likely",
        readings: [Name("G1", "s = √N: a duplicate with probability 1 − e^−½, 39 %")]),
      script: "08-birthday-paradox", scene: "birthday", command: "divergences verify --claim G1"),
    DeckStatement(
      11, "The birthday paradox", "If samples of size s probably hold duplicates, the support has about s² points.",
      made: [Name("G1", "an even chance at s: N = s²")],
      qualification: .init(
        isCondition: true, words: "for equally likely points and an even chance of duplicates N = s²/(2 log 2), which is 0.72 s²",
        readings: [Name("G1", "an even chance at s: N = s²/(2 log 2)")]),
      script: "08-birthday-paradox", scene: "birthday", command: "divergences support \"normal(0,1)\" --tolerance 0.001"),
  ]

  private static let fixedDiscriminator = [
    DeckStatement(
      12, "E[−log D] for a fixed optimal discriminator", "The generator's loss E[−log D(G(z))] equals KL(Q‖P) − 2 JS(P,Q).",
      made: [Name("A4", "by value, the lecture's JS"), Name("A4", "by value, halved JS")],
      qualification: .init(
        isCondition: false,
        words: "its slope with D frozen is that of KL(Q‖P) − 2 JS with the halved JS; its value is log 2 + KL(Q‖P) − KL(Q‖M)",
        readings: [Name("A4", "by gradient with D* frozen, halved JS"), Name("A5", "by value")]),
      script: "04-non-saturating-loss", scene: "famous-sentence", command: "divergences verify --claim A4"),
    DeckStatement(
      13, "Questions", "Which conclusions follow?",
      qualification: .init(
        isCondition: false,
        words: "a dropped mode costs the generator little, and samples off the data cost it without limit; it is false that",
        readings: [
          Name("M2", "it charges as much for junk as for a dropped mode"), Name("A6", "halved JS"),
          Name("T3", "its lowest minimum is on the minority mode"),
        ]),
      script: "12-closing-questions", scene: "famous-sentence",
      command: "divergences landscape \"0.33*normal(-1,0.255)+0.67*normal(2,1.415)\""),
    DeckStatement(
      14, "Questions", "How can the problems be overcome?",
      qualification: .init(
        isCondition: false,
        words: "none mends all: where P and Q do not overlap, noise on both sides and a Wasserstein critic give a gradient, and a penalty "
          + "on the slope of D lets the smallest GAN converge",
        readings: [
          Name("H2", "noise as wide as the gap: a gradient"), Name("W1", "−f*: |∇| = 1 under Q"), Name("G3", "R1 with γ = 0.3 contracts"),
        ]),
      script: "12-closing-questions", scene: "remedies", command: "divergences sweep Examples/plans/remedies.json --output remedies"),
  ]
}
