import Calculus
import RealModule
import Scalars

/// Samples of P and of Q that check the values of a learned discriminator by a second route, as a minibatch estimates
/// them.
///
/// The losses −log D of P and −log(1 − D) of Q are cut off smoothly, L/(1 + L/c), since on a heavy tail they may have
/// no mean. Of n independent numbers between 0 and c with sample variance V the mean is within √(2Vt/n) + 7ct/(3(n −
/// 1)) of the expectation but with probability δ, t = log(4/δ) (Maurer & Pontil 2009, theorem 4), whatever their
/// distribution. With δ = 10⁻¹² and n = 2048 that is some 0.2: it is a guard against values that are wrong, not against
/// digits.
package struct SampledLoss: Sendable {
  let p: [Double]
  let q: [Double]

  /// The losses of these samples of P and of Q.
  package init(p: [Double], q: [Double]) {
    self.p = p
    self.q = q
  }

  static var count: Int { 2048 }

  private static let largest = 4.0

  /// The losses of samples of P and of Q by the logit of D.
  @Sendable static func real(_ logit: Double) -> Double { clipped(softplus(-logit)) }
  @Sendable static func fake(_ logit: Double) -> Double { clipped(softplus(logit)) }

  private static func clipped(_ loss: Double) -> Double { loss == .infinity ? largest : loss / (1 + loss / largest) }

  /// Why an exact mean of both losses cannot be right; nil where the samples agree with it.
  func contradiction(to exact: Estimate, _ discriminator: LearnedDiscriminator) -> String? {
    let losses = [discriminator.logits(at: p).map(Self.real), discriminator.logits(at: q).map(Self.fake)]
    let mean = losses.reduce(0) { $0 + $1.compensatedSum() / Double($1.count) }
    let tolerance = losses.reduce(exact.error) { $0 + Self.tolerance($1) }
    if abs(mean - exact.value) <= tolerance { return nil }
    return "the mean loss over \(p.count) samples is \(Float(mean)), and by quadrature \(Float(exact.value))"
  }

  private static func tolerance(_ losses: [Double]) -> Double {
    let count = Double(losses.count)
    let mean = losses.compensatedSum() / count
    let variance = losses.map { ($0 - mean).squared }.compensatedSum() / (count - 1)
    let t = Double.log(4e12)
    return .sqrt(2 * variance * t / count) + 7 * largest * t / (3 * (count - 1))
  }
}
