import Autodiff
import RealModule
import Scalars
import Training

/// Maps of the noise that have every feature a generator may have.
struct Line: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { 3 + 0.5 * z } }
struct FallingLine: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { 1 - 2 * z } }
struct Square: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { z * z } }
struct Cube: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { z * z * z } }
struct FourthPower: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { z * z * z * z } }
/// Almost a double zero of the slope.
struct NearCube: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { z * z * z + 1e-4 * z } }
/// Turns near 2.09 + 2πk and −2.09 + 2πk.
struct Wave: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { .sin(z) + 0.5 * z } }
/// Comes within 2 · 10⁻¹¹ of ±1 inside the noise's core.
struct Saturating: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { .tanh(3 * z) } }
/// Two modes with a steep passage between them.
struct TwoModes: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { 2 * .tanh(100 * z) + .tanh(0.5 * z) } }
struct Exponential: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { .exp(z) } }
/// An algebraic approach to its limits.
struct ArcTangent: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { .atan(z) } }
/// A kink that the map does not tell of.
struct HiddenKink: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { z.primal > 0.3 ? S(0.3) + 3 * (z - 0.3) : z } }
/// No density: constant for z > 0.3.
struct Plateau: SmoothMap {
  var kinks: [Double] { [0.3] }
  func callAsFunction<S: Scalar>(_ z: S) -> S { z.primal > 0.3 ? S(0.3) : z }
}
struct Constant: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { 2 + 0 * z } }
struct NearlyConstant: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { 2 + 1e-18 * z } }
/// Faster than anything that could be followed.
struct Undefined: SmoothMap { func callAsFunction<S: Scalar>(_ z: S) -> S { .log(z) } }

let smoothMaps: [any SmoothMap] = [
  Line(), FallingLine(), Square(), Cube(), FourthPower(), NearCube(), Wave(), Saturating(), TwoModes(), Exponential(), ArcTangent(),
  HiddenKink(),
]

/// Networks as they come, from tame to with many turns.
let networkMaps: [NetworkMap] = {
  var random = CounterRandom(seed: 7)
  let cases: [(Activation, Int, Double)] = [
    (.tanh, 32, 1), (.tanh, 32, 2.5), (.tanh, 16, 6), (.softplus, 32, 1), (.leakyReLU(slope: 0.2), 12, 1), (.relu, 32, 1),
    (.sigmoid, 32, 3),
  ]
  return cases.map { activation, width, gain in
    let network = MultilayerPerceptron(widths: [1, width, width, 1], activation: activation)
    let start = Initialization.glorot.parameters(for: network, using: &random)
    return NetworkMap(network, start.map { gain * $0 + 0.3 * (random.openUniform() - 0.5) })
  }
}()
