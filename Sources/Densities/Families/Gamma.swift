public import Scalars

import Calculus
import RealModule

/// The gamma distribution, p(x) = rate^k x^(k−1) exp(−rate·x) / Γ(k) on (0, ∞), with k the shape.
///
/// For k < 1 it has a power singularity at 0, of which a good part can lie below the smallest double; logarithmic charts see it whole.
public struct Gamma: Family {
  /// The shape k > 0.
  public let shape: Double
  /// The rate, 1/scale, > 0.
  public let rate: Double
  private let logRate: Double
  private let logNormalizer: Double

  /// The gamma distribution with this shape and rate.
  public init(shape: Double, rate: Double) {
    self.shape = shape
    self.rate = rate
    logRate = .log(rate)
    logNormalizer = SpecialFunctions.logGammaRemainder(shape) + 0.5 * .log(2 * .pi / shape)
    checkParameters()
  }

  // Family
  public static let name = "gamma"
  public static let parameters = [Parameter(name: "shape", domain: .positive), Parameter(name: "rate", domain: .positive)]
  public static let specimens: [[Double]] = [[2, 1], [0.1, 1], [0.01, 3], [1, 2], [50, 0.02], [1e6, 1e6]]
  public init(_ values: [Double]) { self.init(shape: values[0], rate: values[1]) }
  public var values: [Double] { [shape, rate] }

  public static func logDensity<S: Scalar>(at x: S, parameters: [S]) -> S {
    let (shape, rate) = (parameters[0], parameters[1])
    if x.primal <= 0 { return S(-.infinity) }
    return shape * .log(rate) + (shape - 1) * .log(x) - rate * x - .logGamma(shape)
  }

  // Density
  public var support: [Interval] { [Interval(0, .infinity)] }
  public func logDensity<S: Scalar>(at x: S) -> S {
    if x.primal <= 0 { return S(-.infinity) }
    return Self.logDensity(at: x, parameters: [S(shape), S(rate)])
  }
  public func logDensity(at place: Place) -> Double {
    let x = place.distance(from: 0)
    if x < 0 { return -.infinity }
    let logX = place.logDistance(from: 0)
    return deviance(x, logX) + (place.logJacobian - logX)
  }
  public var landmarks: [Landmark] {
    let sd = Double.sqrt(shape) / rate
    return [Landmark(location: shape / rate, scale: shape < 1 ? shape / rate : sd)]
  }
  public func asymptote(_ approach: Approach) -> Asymptote {
    switch approach {
    case .tail(let direction, let origin):
      direction < 0 ? .zero : Asymptote([.power(1): -rate, .log: shape - 1, .constant: shape * logRate - .logGamma(shape) - rate * origin])
    case .point(0, let side):
      side < 0 ? .zero : Asymptote([.log: 1 - shape, .constant: shape * logRate - .logGamma(shape)])
    default: regularAsymptote(approach)
    }
  }

  // Distribution
  public func cumulative(_ x: Double) -> Double { x <= 0 ? 0 : SpecialFunctions.gammaLower(shape, rate * x) }
  public func survival(_ x: Double) -> Double { x <= 0 ? 1 : SpecialFunctions.gammaUpper(shape, rate * x) }
  public func quantile(_ p: Double) -> Double { SpecialFunctions.gammaLowerInverse(shape, p) / rate }
  public func upperQuantile(_ p: Double) -> Double { SpecialFunctions.gammaUpperInverse(shape, p) / rate }

  /// log (x p(x)) = −k (u − 1 − log u) − remainders with u = rate·x/k: the saddle-point form, whose terms do not cancel for a large shape (Loader 2000).
  private func deviance(_ x: Double, _ logX: Double) -> Double {
    let ratio = rate * x / shape
    let excess = abs(ratio - 1) < 0.5 ? logRemainder(ratio - 1) : ratio - 1 - (logX + logRate - .log(shape))
    return -shape * excess - logNormalizer
  }
}
