package import Calculus
package import Densities
import Divergences
import RealModule
package import Scalars

/// The generator g_θ(z) = location + width · z on noise z that is uniform on (0, 1): the smallest one whose support is
/// compact.
///
/// Its parameters θ are the location and the width, in this order.
package struct UniformGenerator: Sendable {
  /// Where its samples begin.
  package let location: Double
  /// How far they reach, above 0.
  package let width: Double

  /// A generator; the width must be above 0.
  package init(location: Double, width: Double) {
    precondition(width > 0, "the width of a generator must be above 0, not \(width)")
    self.location = location
    self.width = width
  }

  /// The density of its samples.
  package var density: Uniform { Uniform(lower: location, upper: location + width) }

  /// M = √E‖J_θ g_θ(z)‖² with the Jacobian (1, z): √(4/3), whatever θ.
  package static let jacobianNorm = Double.sqrt(4.0 / 3)

  /// ∇_θ of both losses with D frozen, by quadrature over the noise, for a discriminator given by its logit.
  ///
  /// With ℓ = log D/(1 − D): E_z[−D(g) ℓ′(g) (1, z)] for log(1 − D), and E_z[−(1 − D(g)) ℓ′(g) (1, z)] for −log D; ℓ′
  /// by forward mode. The logit must be smooth on the support, and its rounding is not part of the error.
  ///
  /// - Parameters:
  ///   - scale: the distance over which D changes at the start of the support, which quadrature then resolves, where it
  ///     is far shorter than the width.
  ///   - logit: log D/(1 − D) at a sample.
  package func gradients(resolving scale: Double? = nil, logit: @escaping @Sendable (Dual<Double>) -> Dual<Double>) -> LossGradients {
    let (location, width) = (location, width)
    @Sendable func slope(_ z: Double, _ sign: Double) -> Double {
      let value = logit(Dual(value: location + width * z, tangent: 1))
      return -logistic(sign * value.value) * value.tangent
    }
    let functions: [@Sendable (Double) -> Double] = [{ slope($0, 1) }, { slope($0, 1) * $0 }, { slope($0, -1) }, { slope($0, -1) * $0 }]
    let start = scale.map { Normal(mean: 0, sd: $0 / width) }
    return LossGradients(
      expectations(
        under: Uniform(lower: 0, upper: 1), alongside: start.map { [$0] } ?? [], of: functions.map { LineFunction($0) }))
  }
}

/// The gradients that a generator receives from one discriminator, by location and width.
package struct LossGradients: Sendable {
  /// ∇_θ E_z[log(1 − D(g_θ(z)))].
  package let saturating: [Estimate]
  /// ∇_θ E_z[−log D(g_θ(z))].
  package let nonSaturating: [Estimate]

  /// The two components of the one, then those of the other.
  init(_ estimates: [Estimate]) {
    saturating = Array(estimates.prefix(2))
    nonSaturating = Array(estimates.suffix(2))
  }
}

extension [Estimate] {
  /// The Euclidean norm, which moves by at most the sum of the errors.
  package var norm: Estimate { Estimate(.sqrt(reduce(0) { $0 + $1.value * $1.value }), error: reduce(0) { $0 + $1.error }) }
}
