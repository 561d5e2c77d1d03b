import Autodiff

/// Everything that decides what a run computes, as it is written to `run.json`: the same settings give the same bytes.
public struct RunSettings: Codable, Equatable, Sendable {
  /// P: a density in the text grammar, or a column of data as FILE:COLUMN.
  public var p: String
  /// A fixed Q, against which the discriminator learns alone.
  public var q: String?
  /// The objective's name.
  public var objective = "non-saturating"
  /// The width of the hidden layers of both networks.
  public var width = 32
  /// How many hidden layers both have.
  public var depth = 3
  /// The activation's name.
  public var activation = "tanh"
  /// The minibatch size.
  public var batch = 128
  /// How many steps the run has.
  public var steps = 80_000
  /// Discriminator steps for one of the generator.
  public var discriminatorSteps = 1
  /// The optimiser's name.
  public var optimizer = "adam"
  /// Adam's β₁ and β₂.
  public var moments = [0, 0.99]
  /// The generator's learning rate at the start; it falls linearly to 0.
  public var learningRate = 3e-4
  /// The discriminator's.
  public var discriminatorLearningRate = 3e-3
  /// The distribution of the noise, `normal` or `uniform`.
  public var noise = "normal"
  /// The dimension of the noise; only one-dimensional noise has an exact density.
  public var noiseDimension = 1
  /// How many rows the discriminator sees side by side.
  public var packing = 1
  /// How many kernels of minibatch discrimination it has.
  public var minibatchKernels = 0
  /// The standard deviation of the noise on what it sees, in standard units, at the start; it falls linearly to 0.
  public var instanceNoise = 0.0
  /// Through how many steps of the discriminator the generator looks ahead.
  public var unrolledSteps = 0
  /// The learning rate of these steps of gradient descent.
  public var unrolledRate = 0.1
  /// The penalty: `none`, `r1(γ)`, `gradient(λ)`, `clipping(c)` or `spectral`.
  public var penalty = "r1(0.1)"
  /// How the generator's weights begin.
  public var generatorInitialization = "glorot"
  /// How the discriminator's weights begin.
  public var discriminatorInitialization = "spread"
  /// How much of the running average of the parameters remains after a step.
  public var averaging = 0.999
  /// The seed of everything.
  public var seed: UInt64 = 1
  /// Every how many steps a record is made; 0 for none.
  public var recordEvery = 4000

  /// The default game against P, or the discriminator alone against Q.
  public init(p: String, q: String? = nil) {
    self.p = p
    self.q = q
    if q != nil {
      // Alone the discriminator needs no restraint and no third layer, and more averaging brings it nearer to D*.
      penalty = "none"
      steps = 60_000
      depth = 2
      averaging = 0.9995
    }
  }

  /// The settings as the trainer takes them; throws one sentence that names the value and the condition.
  public func configuration(threads: Int = 1) throws(RunError) -> Configuration {
    try check("width", width, 1...4096)
    try check("depth", depth, 1...16)
    try check("batch", batch, 1...1 << 20)
    try check("steps", steps, 1...1 << 30)
    try check("discriminator-steps", discriminatorSteps, 1...1000)
    try check("noise dimension", noiseDimension, 1...1024)
    try check("minibatch-kernels", minibatchKernels, 0...256)
    try check("unrolled-steps", unrolledSteps, 0...100)
    try check("record-every", recordEvery, 0...1 << 30)
    guard steps < Int(UInt32.max) / discriminatorSteps else {
      throw RunError("steps times discriminator-steps must be below 2^32, not \(steps) times \(discriminatorSteps)")
    }
    for (name, rate) in [
      ("learning-rate", learningRate), ("discriminator-learning-rate", discriminatorLearningRate), ("unrolled-rate", unrolledRate),
    ] {
      guard rate > 0, rate < .infinity else { throw RunError("\(name) must be a finite number above 0, not \(rate)") }
    }
    guard instanceNoise >= 0, instanceNoise < .infinity else {
      throw RunError("instance-noise must be a finite number of at least 0, not \(instanceNoise)")
    }
    guard averaging >= 0, averaging < 1 else { throw RunError("averaging must be from 0 to below 1, not \(averaging)") }
    let activation = try named("activation", activation, Activation.catalogue.map { ($0.description, $0) })
    var configuration = Configuration(width: width, depth: depth, activation: activation, noiseWidth: noiseDimension)
    try setGroups(&configuration)
    try checkSize(max(configuration.generator.parameterCount, configuration.critic.parameterCount))
    configuration.instanceNoise = instanceNoise
    configuration.unrolledSteps = unrolledSteps
    configuration.unrolledRate = unrolledRate
    configuration.objective = try named("objective", objective, objectives.map { ($0.name, $0) })
    configuration.regularization = try Regularization(parsing: penalty)
    configuration.generatorOptimizer = try optimizer(rate: learningRate)
    configuration.discriminatorOptimizer = try optimizer(rate: discriminatorLearningRate)
    let initializations = Initialization.allCases.map { ($0.rawValue, $0) }
    configuration.generatorInitialization = try named("generator initialization", generatorInitialization, initializations)
    configuration.discriminatorInitialization = try named("discriminator initialization", discriminatorInitialization, initializations)
    configuration.noise = try named("noise", noise, Configuration.Noise.allCases.map { ($0.rawValue, $0) })
    configuration.batch = batch
    configuration.discriminatorSteps = discriminatorSteps
    configuration.decaySteps = steps
    configuration.averaging = averaging
    configuration.seed = seed
    configuration.threads = threads
    return configuration
  }

  /// The first setting in which two runs differ, with both values.
  public func difference(from other: RunSettings) -> (setting: String, mine: String, other: String)? {
    for (mine, other) in zip(Mirror(reflecting: self).children, Mirror(reflecting: other).children) {
      let (a, b) = (Self.text(mine.value), Self.text(other.value))
      if a != b { return (mine.label ?? "", a, b) }
    }
    return nil
  }

  private static func text(_ value: Any) -> String {
    if let optional = value as? String? { return optional ?? "none" }
    return "\(value)"
  }

  private func optimizer(rate: Double) throws(RunError) -> any Optimizer {
    guard moments.count == 2, moments.allSatisfy({ $0 >= 0 && $0 < 1 }) else {
      throw RunError("moments must be two numbers from 0 to below 1, not \(moments)")
    }
    let adam = Adam(learningRate: rate, firstDecay: moments[0], secondDecay: moments[1])
    return try named("optimizer", optimizer, optimizers(learningRate: rate).map { ($0.name, $0.name == adam.name ? adam : $0) })
  }

  /// What the discriminator sees besides a row.
  private func setGroups(_ configuration: inout Configuration) throws(RunError) {
    guard Node.groupSizes.contains(packing) else {
      throw RunError("packing must be one of \(Node.groupSizes.map(String.init).joined(separator: ", ")), not \(packing)")
    }
    let network = configuration.discriminator
    configuration.discriminator = MultilayerPerceptron(widths: [packing] + network.widths.dropFirst(), activation: network.activation)
    configuration.minibatchKernels = minibatchKernels
    let group = configuration.critic.groupSize
    guard batch.isMultiple(of: group) else {
      throw RunError("batch must be a multiple of \(group), the rows that the discriminator compares, and is \(batch)")
    }
  }

  /// What would fill the memory, or take minutes for a step, is a mistake.
  private func checkSize(_ parameters: Int) throws(RunError) {
    let (mostParameters, mostWork) = (1 << 22, 10_000_000_000)
    guard parameters <= mostParameters else {
      throw RunError("width \(width) and depth \(depth) make \(parameters) parameters, more than the \(mostParameters) that are allowed")
    }
    guard batch <= mostWork / parameters else {
      throw RunError("batch must be at most \(mostWork / parameters) for a network of \(parameters) parameters, not \(batch)")
    }
  }

  private func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(RunError) {
    guard range.contains(value) else { throw RunError("\(name) must be from \(range.lowerBound) to \(range.upperBound), not \(value)") }
  }

  private func named<Value>(_ kind: String, _ name: String, _ catalogue: [(String, Value)]) throws(RunError) -> Value {
    guard let match = catalogue.first(where: { $0.0 == name }) else {
      throw RunError("\(kind) must be one of \(catalogue.map(\.0).joined(separator: ", ")), not '\(name)'")
    }
    return match.1
  }
}
