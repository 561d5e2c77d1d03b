import Autodiff
import Densities

extension SweepPlan {
  /// A plan that explains itself, with every setting at its default: what a plan of one's own may start from.
  package static let template = """
    // A plan of `divergences sweep PLAN --output FOLDER`: every method is trained on every density with every seed.
    // It is JSON in which comments and a comma after the last element are allowed. What is left out keeps its default.
    {
      // The settings of all runs. The values here are the defaults, but for fewer steps.
      "settings": {
        // The networks of both players: how many hidden layers, how wide, and with which activation
        // (\(Activation.all.map(\.description).joined(separator: ", "))).
        "depth": 3,
        "width": 32,
        "activation": "tanh",
        // How their weights are drawn (\(names(Initialization.self))).
        "generatorInitialization": "glorot",
        "discriminatorInitialization": "spread",

        // The losses (\(Catalogue.objectives.map(\.name).joined(separator: ", "))).
        "objective": "non-saturating",
        // The constraint on the discriminator: none, r1(X), gradient(X), clipping(X) or spectral.
        "penalty": "r1(0.1)",

        // Steps of the generator, discriminator steps for each of them, and rows of data in each minibatch.
        "steps": 8000,
        "discriminatorSteps": 1,
        "batch": 128,

        // The optimiser of both players (\(names(OptimizerName.self))), Adam's two moments, and the learning rates,
        // which fall linearly to 0 over the steps.
        "optimizer": "adam",
        "moments": [0, 0.99],
        "learningRate": 0.0003,
        "discriminatorLearningRate": 0.003,
        // The weight of the past in the running average of the weights, from 0 to below 1. Results are those of the average.
        "averaging": 0.999,

        // The generator's noise (\(names(Noise.self))) and its dimension. Results need one dimension.
        "noise": "normal",
        "noiseDimension": 1,

        // Remedies: rows that the discriminator sees side by side (\(Node.groupSizes.map(String.init).joined(separator: ", "))), kernels of
        // minibatch discrimination (0 for none), the deviation of noise on all rows, and discriminator steps that the
        // generator looks ahead, with their rate.
        "packing": 1,
        "minibatchKernels": 0,
        "instanceNoise": 0,
        "unrolledSteps": 0,
        "unrolledRate": 0.1
      },

      // What is learned: any density of the text grammar, or a column of data as FILE:COLUMN. Each has a name of its own.
      "densities": [
        {"name": "two modes", "p": "0.5*normal(-3,0.5)+0.5*normal(3,0.5)"},
        {"name": "heavy tail", "p": "studentT(3,0,1)"}
      ],

      // What is compared. A method's own settings come before those above.
      "methods": [
        {"name": "R1"},
        {"name": "no penalty", "settings": {"penalty": "none"}},
        {"name": "PacGAN-2", "settings": {"penalty": "none", "packing": 2}}
      ],

      // How many seeds each method has on each density, from the first one on: at least 10 where methods are to be
      // ranked, and other ones than those by which their settings were chosen.
      "seeds": 3,
      "firstSeed": 1
    }

    """

  private static func names<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> String {
    Choice.allCases.map(\.rawValue).joined(separator: ", ")
  }
}
