import Autodiff

/// The gradient of the generator's loss against the discriminator that there will be k steps later, through those steps (Metz, Poole, Pfau & Sohl-Dickstein 2017); k = 0
/// is the plain gradient.
///
/// The steps are ψⱼ₊₁ = ψⱼ − η g(θ, ψⱼ), gradient descent on one minibatch. With λ_k the gradient by ψ_k, λⱼ = λⱼ₊₁ − η ∇_ψ⟨g, λⱼ₊₁⟩ carries it back, and
/// each step adds −η ∇_θ⟨g, λⱼ₊₁⟩ to the gradient by θ.
final class GeneratorDescent<Number: KernelNumber> {
  /// The gradient by the generator's parameters; filled by `run`.
  let gradient: Storage<Number>

  private let present: Storage<Number>
  private let final: Plan<Number>
  private let ahead: Lookahead?

  /// What looking ahead needs besides.
  private struct Lookahead {
    let descent: Plan<Number>
    let adjoint: Plan<Number>
    /// ψ₀, …, ψ_k.
    let path: [Storage<Number>]
    /// The ψ that the plans read.
    let place: Storage<Number>
    let direction: Storage<Number>
    let rate: Number
  }

  init(_ game: Game<Number>, _ generator: Player<Number>) throws {
    let (configuration, count) = (game.configuration, game.discriminator.parameters.count)
    present = game.discriminator.parameters
    gradient = Storage(count: generator.parameters.count)
    guard configuration.unrolledSteps > 0 else {
      final = try game.generatorPlan(generator, against: present, byBoth: false)
      ahead = nil
      return
    }
    let (place, direction) = (Storage<Number>(count: count), Storage<Number>(count: count))
    final = try game.generatorPlan(generator, against: place, byBoth: true)
    ahead = Lookahead(
      descent: try game.discriminatorPlan(at: place), adjoint: try game.adjointPlan(generator, at: place, along: direction),
      path: (0...configuration.unrolledSteps).map { _ in Storage(count: count) }, place: place, direction: direction,
      rate: Number(configuration.unrolledRate))
  }

  /// The loss of the last run.
  var loss: Number { final.total(0)[0] }

  func run(step: UInt32) {
    guard let ahead else {
      final.run(step: step)
      Number.copy(final.gradients[0], to: gradient)
      return
    }
    Number.copy(present, to: ahead.path[0])
    for (from, to) in zip(ahead.path, ahead.path.dropFirst()) {
      Number.copy(from, to: ahead.place)
      ahead.descent.run(step: step)
      Number.copy(from, to: to)
      Number.combine(ahead.descent.gradients[0], times: -ahead.rate, into: to, times: 1)
    }
    Number.copy(ahead.path[ahead.path.count - 1], to: ahead.place)
    final.run(step: step)
    Number.copy(final.gradients[0], to: gradient)
    Number.copy(final.gradients[1], to: ahead.direction)
    for psi in ahead.path.dropLast().reversed() {
      Number.copy(psi, to: ahead.place)
      ahead.adjoint.run(step: step)
      Number.combine(ahead.adjoint.gradients[0], times: -ahead.rate, into: gradient, times: 1)
      Number.combine(ahead.adjoint.gradients[1], times: -ahead.rate, into: ahead.direction, times: 1)
    }
  }
}

extension KernelNumber {
  fileprivate static func copy(_ x: Storage<Self>, to y: Storage<Self>) { combine(x, times: 1, into: y, times: 0) }
}
