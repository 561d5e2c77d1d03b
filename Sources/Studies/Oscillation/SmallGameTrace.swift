package import Autodiff
import Densities
import RealModule
import Scalars
import Training

extension SmallGame {
  /// Where the players move in continuous time, against the gradients of their losses, and V(D) + log 4 at a point: (σ,
  /// μ) and then the discriminator's parameters.
  package func evaluated(at point: [Double]) throws(PlanError) -> (field: [Double], excess: Double) {
    let (gradient, excess) = try SmallGameTrace(self).run(at: point)
    return (gradient.map { -$0 }, excess)
  }
}

/// The two losses of a small game, traced once, and run at any parameters.
final class SmallGameTrace {
  private let generator: Storage<Double>
  private let discriminator: Storage<Double>
  private let plan: Plan<Double>
  private let weights: [Double]

  init(_ game: SmallGame) throws(PlanError) {
    let trace = Traced(game)
    generator = Storage(count: SmallGame.generatorCount)
    discriminator = Storage(count: game.discriminator.parameterCount)
    weights = game.rows.weight
    plan = try Plan(
      trace.graph,
      gradients: [
        trace.graph.gradient(of: trace.generatorLoss, by: trace.theta), trace.graph.gradient(of: trace.discriminatorLoss, by: trace.psi),
      ],
      rows: [trace.real, trace.fake], parameters: [generator, discriminator], sources: trace.sources)
  }

  /// The gradients of both players' losses, each by its own parameters, and V(D) + log 4 at this point.
  func run(at point: [Double]) -> (gradient: [Double], excess: Double) {
    generator.values = Array(point.prefix(generator.count))
    discriminator.values = Array(point.suffix(discriminator.count))
    plan.run()
    return (plan.gradients[0].values + plan.gradients[1].values, excess)
  }

  /// V(D) + log 4 = E_P log 2σ(ℓ) + E_Q log 2σ(−ℓ) with log 2σ(ℓ) = ℓ/2 − log cosh(ℓ/2), which near ℓ = 0 keeps the
  /// digits that log 4 would take.
  private var excess: Double {
    let (real, fake) = (plan.rows(0), plan.rows(1))
    return weights.indices.map { weights[$0] * (0.5 * (real[$0] - fake[$0]) - logCosh(0.5 * real[$0]) - logCosh(0.5 * fake[$0])) }
      .compensatedSum()
  }
}

/// The derivatives of both players' gradients at a point, by differentiating the trace of the gradients once more.
func gradientJacobian(of game: SmallGame, at point: [Double]) throws(PlanError) -> [[Double]] {
  let trace = Traced(game)
  let graph = trace.graph
  let blocks = [SmallGame.generator.blocks(trace.theta), game.discriminator.blocks(trace.psi)]
  let gradients = [
    graph.gradient(of: trace.generatorLoss, by: blocks[0]), graph.gradient(of: trace.discriminatorLoss, by: blocks[1]),
  ]
  // Σ v_k g_k has the derivatives Σ v_k ∂g_k: with a unit vector v they are a row.
  let directions = [graph.parameters(count: SmallGame.generatorCount), graph.parameters(count: game.discriminator.parameterCount)]
  let selected = [SmallGame.generator.blocks(directions[0]), game.discriminator.blocks(directions[1])]
  let targets = blocks.flatMap { $0 }
  let terms = zip(gradients.flatMap { $0 }, selected.flatMap { $0 }).map { graph.gradient(of: $0 * $1, by: targets) }
  let derivatives = targets.indices.map { k in terms.dropFirst().reduce(terms[0][k]) { $0 + $1[k] } }
  let parts = [Storage(point.prefix(SmallGame.generatorCount)), Storage(point.dropFirst(SmallGame.generatorCount))]
  let units = parts.map { Storage<Double>(count: $0.count) }
  let plan = try Plan(graph, totals: derivatives, parameters: parts + units, sources: trace.sources)
  return point.indices.map { row in
    let unit = point.indices.map { $0 == row ? 1.0 : 0 }
    units[0].values = Array(unit.prefix(SmallGame.generatorCount))
    units[1].values = Array(unit.dropFirst(SmallGame.generatorCount))
    plan.run()
    return derivatives.indices.flatMap { plan.total($0) }
  }
}

/// A small game written down on a graph.
private struct Traced {
  let graph: Graph
  let theta: ParameterVector
  let psi: ParameterVector
  let real: Node
  let fake: Node
  let generatorLoss: Node
  let discriminatorLoss: Node
  let sources: [any RowSource<Double>]

  init(_ game: SmallGame) {
    let rows = game.rows
    graph = Graph(batch: rows.z.count)
    theta = graph.parameters(count: SmallGame.generatorCount)
    psi = graph.parameters(count: game.discriminator.parameterCount)
    let (data, z, shift, weight) = (graph.input(width: 1), graph.input(width: 1), graph.input(width: 1), graph.input(width: 1))
    sources = [
      FixedRows(zip(rows.z, rows.shift).map { game.p.mean + game.p.sd * $0 + $1 }), FixedRows(rows.z), FixedRows(rows.shift),
      FixedRows(rows.weight),
    ]
    real = game.discriminator.logit(data, psi)
    fake = game.discriminator.logit(SmallGame.generator(z, theta) + shift, psi)
    func expectation(_ node: Node) -> Node { (weight * node).total }
    var loss = expectation(game.objective.real(real)) + expectation(game.objective.fake(fake))
    if game.penalty > 0 {
      let slope = graph.gradient(of: real, by: [data])[0]
      loss = loss + (game.penalty / 2) * expectation(slope.squared)
    }
    discriminatorLoss = loss
    generatorLoss = expectation(game.objective.generator(fake))
  }
}

/// log cosh x, to its last digits also near 0, where it is x²/2.
private func logCosh(_ x: Double) -> Double {
  let size = abs(x)
  if size > 1 { return size - .log(2) + .log(onePlus: .exp(-2 * size)) }
  // cosh x − 1 = (eˣ − 1)²/(2eˣ).
  let growth = Double.expMinusOne(size)
  return .log(onePlus: growth * growth / (2 * (growth + 1)))
}
