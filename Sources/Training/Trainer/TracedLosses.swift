import Autodiff

/// The losses of the two players on a minibatch, traced and made into plans.
struct TracedLosses<Number: KernelNumber> {
  let settings: TrainingSettings
  let discriminator: Player<Number>
  let generator: Player<Number>?
  let data: any RowSource<Number>
  let threads: Int
  /// Samples of a fixed Q, in place of a generator.
  let fixed: (any RowSource<Number>)?
  /// The standard deviation of the instance noise, one number that is set before a run.
  let deviation = Storage<Number>(count: 1)

  /// The gradient of the discriminator's loss by its parameters, of which `parameters` holds the values.
  func discriminatorPlan(at parameters: Storage<Number>) throws -> Plan<Number> {
    let trace = Trace<Number>(settings, threads: threads)
    let psi = trace.parameters(parameters)
    let loss = discriminatorLoss(trace, psi, generator.map { trace.parameters($0.parameters) })
    return try trace.plan(totals: [loss], gradients: [trace.graph.gradient(of: loss, by: psi)])
  }

  /// The gradients of the generator's loss by its parameters θ and, for looking ahead, by the discriminator's.
  func generatorPlan(_ generator: Player<Number>, against parameters: Storage<Number>, byBoth: Bool) throws -> Plan<Number> {
    let trace = Trace<Number>(settings, threads: threads)
    let (theta, psi) = (trace.parameters(generator.parameters), trace.parameters(parameters))
    let noise = trace.input(settings.generator.widths[0], settings.noiseSource(.generatorNoise, Number.self))
    let fake = noised(settings.generator(noise, theta), .noiseOnGenerator, trace)
    let loss = settings.objective.generator(settings.critic(fake, psi)).mean
    let gradients = (byBoth ? [theta, psi] : [theta]).map { trace.graph.gradient(of: loss, by: $0) }
    return try trace.plan(totals: [loss], gradients: gradients)
  }

  /// The gradients by θ and ψ of ⟨g, λ⟩, with g the discriminator's gradient at ψ.
  func adjointPlan(_ generator: Player<Number>, at parameters: Storage<Number>, along direction: Storage<Number>) throws -> Plan<Number> {
    let trace = Trace<Number>(settings, threads: threads)
    let (theta, psi, lambda) = (trace.parameters(generator.parameters), trace.parameters(parameters), trace.parameters(direction))
    let gradient = trace.graph.gradient(of: discriminatorLoss(trace, psi, theta), by: psi)
    return try trace.plan(gradients: [theta, psi].map { trace.graph.gradient(of: gradient, along: lambda, by: $0) })
  }

  private func discriminatorLoss(_ trace: Trace<Number>, _ psi: ParameterVector, _ theta: ParameterVector?) -> Node {
    let critic = { settings.critic($0, psi) }
    let real = noised(trace.input(1, data), .noiseOnData, trace)
    let generated: Node
    if let theta {
      let noise = trace.input(settings.generator.widths[0], settings.noiseSource(.discriminatorNoise, Number.self))
      generated = settings.generator(noise, theta)
    } else {
      generated = trace.input(1, fixed ?? data)
    }
    let fake = noised(generated, .noiseOnGenerated, trace)
    var point: Node?
    if settings.penalty.interpolates {
      point = trace.input(1, UniformNoise<Number>(seed: settings.seed, stream: RandomStream.penaltyPoint.number))
    }
    let objective = settings.objective
    let realOutput = critic(real)
    let loss = objective.real(realOutput).mean + objective.fake(critic(fake)).mean
    return settings.penalty.penalty(critic, data: (real, realOutput), generated: fake, point: point).map { loss + $0 } ?? loss
  }

  private func noised(_ rows: Node, _ stream: RandomStream, _ trace: Trace<Number>) -> Node {
    guard settings.instanceNoise > 0 else { return rows }
    let width = rows.extent.width
    let noise = trace.input(width, NormalNoise<Number>(seed: settings.seed, stream: stream.number))
    return rows + trace.parameters(deviation).block(at: 0, rows: 1, columns: 1).repeated.spread(to: width) * noise
  }
}

/// A graph with what answers its inputs and parameters, in the order in which it declared them.
private final class Trace<Number: KernelNumber> {
  let graph: Graph
  private let threads: Int
  private var storages: [Storage<Number>] = []
  private var vectors: [ParameterVector] = []
  private var sources: [any RowSource<Number>] = []

  init(_ settings: TrainingSettings, threads: Int) {
    graph = Graph(batch: settings.batch)
    self.threads = threads
  }

  func input(_ width: Int, _ source: any RowSource<Number>) -> Node {
    sources.append(source)
    return graph.input(width: width)
  }

  /// The vector of a storage, the same one however often it is asked for.
  func parameters(_ storage: Storage<Number>) -> ParameterVector {
    if let index = storages.firstIndex(where: { $0 === storage }) { return vectors[index] }
    storages.append(storage)
    vectors.append(graph.parameters(count: storage.count))
    return vectors[vectors.count - 1]
  }

  func plan(totals: [Node] = [], gradients: [ParameterGradient]) throws -> Plan<Number> {
    try Plan(graph, totals: totals, gradients: gradients, parameters: storages, sources: sources, threads: threads)
  }
}
