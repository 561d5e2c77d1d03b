import Autodiff

/// The gradient of the generator's loss against the discriminator k steps later, differentiated through these steps
/// (Metz, Poole, Pfau & Sohl-Dickstein 2017). For k = 0 it is the plain gradient.
///
/// The steps are ψⱼ₊₁ = ψⱼ − η g(θ, ψⱼ), gradient descent on one minibatch. With λ_k the gradient by ψ_k, the recursion
/// λⱼ = λⱼ₊₁ − η ∇_ψ⟨g, λⱼ₊₁⟩ carries it back, and each step adds −η ∇_θ⟨g, λⱼ₊₁⟩ to the gradient by θ.
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
    let point: Storage<Number>
    let direction: Storage<Number>
    let rate: Number
  }

  init(_ losses: TracedLosses<Number>, _ generator: Player<Number>) throws {
    let (settings, count) = (losses.settings, losses.discriminator.parameters.count)
    present = losses.discriminator.parameters
    guard settings.unrolledSteps > 0 else {
      final = try losses.generatorPlan(generator, against: present, byBoth: false)
      gradient = final.gradients[0]
      ahead = nil
      return
    }
    gradient = Storage(count: generator.parameters.count)
    let (point, direction) = (Storage<Number>(count: count), Storage<Number>(count: count))
    final = try losses.generatorPlan(generator, against: point, byBoth: true)
    ahead = Lookahead(
      descent: try losses.discriminatorPlan(at: point), adjoint: try losses.adjointPlan(generator, at: point, along: direction),
      path: (0...settings.unrolledSteps).map { _ in Storage(count: count) }, point: point, direction: direction,
      rate: Number(settings.unrolledRate))
  }

  var loss: Number { final.number(0) }

  func run(step: UInt32) {
    guard let ahead else {
      final.run(step: step)
      return
    }
    Number.copy(present, to: ahead.path[0])
    for (from, to) in zip(ahead.path, ahead.path.dropFirst()) {
      Number.copy(from, to: ahead.point)
      ahead.descent.run(step: step)
      Number.copy(from, to: to)
      Number.combine(ahead.descent.gradients[0], times: -ahead.rate, into: to, times: 1)
    }
    Number.copy(ahead.path[ahead.path.count - 1], to: ahead.point)
    final.run(step: step)
    Number.copy(final.gradients[0], to: gradient)
    Number.copy(final.gradients[1], to: ahead.direction)
    for psi in ahead.path.dropLast().reversed() {
      Number.copy(psi, to: ahead.point)
      ahead.adjoint.run(step: step)
      Number.combine(ahead.adjoint.gradients[0], times: -ahead.rate, into: gradient, times: 1)
      Number.combine(ahead.adjoint.gradients[1], times: -ahead.rate, into: ahead.direction, times: 1)
    }
  }
}

extension KernelNumber {
  fileprivate static func copy(_ x: Storage<Self>, to y: Storage<Self>) { combine(x, times: 1, into: y, times: 0) }
}
