import Autodiff
import RealModule
import Scalars
import Testing
import Training

@Suite struct OptimizerTests {
  /// Steps on ½ Σ cᵢ (xᵢ − 1)², in either precision.
  private func descend<Number: KernelNumber>(_ optimizer: any Optimizer, count: Int, steps: Int, _: Number.Type) -> [Number] {
    let curvature = (0..<count).map { Number(0.5 + Double($0 % 7) / 7) }
    let (x, gradient) = (Storage<Number>(count: count), Storage<Number>(count: count))
    let state = (0..<optimizer.stateCount).map { _ in Storage<Number>(count: count) }
    for step in 1...steps {
      for i in 0..<count { gradient[i] = curvature[i] * (x[i] - 1) }
      optimizer.apply(x, gradient: gradient, state: state, step: step, rate: 1)
    }
    return x.values
  }

  @Test(arguments: OptimizerName.allCases.indices) func reachesTheMinimum(_ index: Int) {
    let optimizer = Descent(OptimizerName.allCases[index], learningRate: 0.02)
    for value in descend(optimizer, count: 5, steps: 3000, Double.self) { #expect(abs(value - 1) < 0.03, "\(optimizer)") }
  }

  @Test(arguments: OptimizerName.allCases.indices, [1, 8, 37]) func precisionsAgree(_ index: Int, _ count: Int) {
    let optimizer = Descent(OptimizerName.allCases[index], learningRate: 0.01)
    let (single, double) = (
      descend(optimizer, count: count, steps: 60, Float.self), descend(optimizer, count: count, steps: 60, Double.self)
    )
    for (a, b) in zip(single, double) { #expect(abs(Double(a) - b) < 1e-5, "\(optimizer)") }
  }

  @Test func adamByHand() {
    // m̂ = g and ŝ = g² in the first step, so it has length η; the second follows from the definition.
    let (x, gradient) = (Storage<Double>([1.0]), Storage<Double>([0.5]))
    let state = [Storage<Double>(count: 1), Storage<Double>(count: 1)]
    let adam = Descent(.adam, learningRate: 0.1, moments: [0.9, 0.99], epsilon: 0)
    adam.apply(x, gradient: gradient, state: state, step: 1, rate: 1)
    #expect(abs(x[0] - 0.9) < 1e-15)
    gradient[0] = -1
    adam.apply(x, gradient: gradient, state: state, step: 2, rate: 1)
    let m = (0.9 * 0.05 - 0.1) / (1 - 0.81)
    let s = (0.99 * 0.0025 + 0.01) / (1 - 0.9801)
    #expect(abs(x[0] - (0.9 - 0.1 * m / s.squareRoot())) < 1e-14)
  }

  /// ε stands beside √ŝ: of a gradient as small as ε the first step, η g/(|g| + ε), is half of η.
  @Test func epsilonHalvesASmallStep() {
    func first<Number: KernelNumber>(_ optimizer: any Optimizer, _ gradient: Number, _: Number.Type) -> Double {
      let (x, slope) = (Storage<Number>([0]), Storage<Number>([gradient]))
      let state = (0..<optimizer.stateCount).map { _ in Storage<Number>(count: 1) }
      optimizer.apply(x, gradient: slope, state: state, step: 1, rate: 1)
      return Double(x[0])
    }
    for epsilon in [1e-8, 1e-3, 0.5] {
      let adam = Descent(.adam, learningRate: 0.1, moments: [0.9, 0.99], epsilon: epsilon)
      // Of the moving average without a correction the first step is g/(√(1 − ρ) |g| + ε).
      let rms = Descent(.rmsProp, learningRate: 0.01, epsilon: epsilon)
      #expect(abs(first(adam, epsilon, Double.self) + 0.05) < 1e-9 && abs(first(adam, Float(epsilon), Float.self) + 0.05) < 1e-6)
      #expect(abs(first(rms, 10 * epsilon, Double.self) + 0.05) < 1e-9 && abs(first(rms, Float(10 * epsilon), Float.self) + 0.05) < 1e-6)
    }
    // Without a word it is the papers' 1e-8, also inside the optimistic form.
    for optimizer in [OptimizerName.adam, .optimisticAdam].map({ Descent($0, learningRate: 0.1) }) {
      #expect(abs(first(optimizer, 1e-8, Double.self) + 0.05) < 1e-9, "\(optimizer)")
    }
  }

  /// Where an optimiser comes to from 0 when it is given these gradients, whatever the position.
  private func path(_ optimizer: any Optimizer, _ gradients: [Double]) -> [Double] {
    let (x, gradient) = (Storage<Double>([0.0]), Storage<Double>(count: 1))
    let state = (0..<optimizer.stateCount).map { _ in Storage<Double>(count: 1) }
    return gradients.enumerated().map { index, value in
      gradient[0] = value
      optimizer.apply(x, gradient: gradient, state: state, step: index + 1, rate: 0.5)
      return x[0]
    }
  }

  @Test func stepsByHand() {
    let gradients = [0.5, -1, 2]
    func expect(_ optimizer: any Optimizer, moves: [Double]) {
      var sum = 0.0
      for (x, move) in zip(path(optimizer, gradients), moves) {
        sum += move
        #expect(abs(x - sum) < 1e-14, "\(optimizer)")
      }
    }
    // The rate of 0.5 halves every learning rate to 0.05.
    expect(Descent(.gradientDescent, learningRate: 0.1), moves: [-0.025, 0.05, -0.1])
    expect(Descent(.momentum, learningRate: 0.1), moves: [-0.025, -0.05 * (-0.55), -0.05 * 1.505])
    expect(Descent(.optimisticGradientDescent, learningRate: 0.1), moves: [-0.025, 0.1 + 0.025, -0.2 - 0.05])
    let squares = [0.0025, 0.99 * 0.0025 + 0.01, 0.99 * (0.99 * 0.0025 + 0.01) + 0.04]
    expect(
      Descent(.rmsProp, learningRate: 0.1, epsilon: 0), moves: zip(gradients, squares).map { -0.05 * $0 / $1.squareRoot() })
    let adam = path(Descent(.adam, learningRate: 0.1), gradients)
    let steps = [adam[0], adam[1] - adam[0], adam[2] - adam[1]]
    expect(Descent(.optimisticAdam, learningRate: 0.1), moves: [steps[0], 2 * steps[1] - steps[0], 2 * steps[2] - steps[1]])
  }

  /// On the bilinear game min_x max_y xy gradient descent spirals outwards and its optimistic form inwards.
  @Test func optimismStopsTheRotation() {
    func distance(_ optimizer: any Optimizer) -> Double {
      let (x, y) = (Storage<Double>([1.0]), Storage<Double>([1.0]))
      let states = (0..<2).map { _ in (0..<optimizer.stateCount).map { _ in Storage<Double>(count: 1) } }
      for step in 1...2000 {
        let (gx, gy) = (Storage<Double>([y[0]]), Storage<Double>([-x[0]]))
        optimizer.apply(x, gradient: gx, state: states[0], step: step, rate: 1)
        optimizer.apply(y, gradient: gy, state: states[1], step: step, rate: 1)
      }
      return (x[0] * x[0] + y[0] * y[0]).squareRoot()
    }
    #expect(distance(Descent(.gradientDescent, learningRate: 0.1)) > 100)
    #expect(distance(Descent(.optimisticGradientDescent, learningRate: 0.1)) < 1e-3)
  }
}
