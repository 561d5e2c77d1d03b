import Calculus
import RealModule
import Scalars

/// Neighbouring points of a kernel density estimate, gathered so that a sum over them costs as much as two points
/// (Greengard & Strain 1991, “The fast Gauss transform”).
///
/// With d the distance of x from the box's centre and eᵢ that of a point, in bandwidths, |eᵢ| ≤ ⅛: exp(−(d−e)²/2) =
/// exp(−d²/2) Σₖ dᵏ eᵏ exp(−e²/2)/k!, of which twenty terms leave less than a rounding for |d| ≤ 9.5.
struct KernelBox: Sendable {
  /// Where its points stand in the list.
  let members: Range<Int>
  let center: Double
  private let weight: Double
  /// Σᵢ wᵢ eᵢᵏ exp(−eᵢ²/2)/k!, and the same without the exponential; empty where the points are few.
  private let densityMoments: [Double]
  private let massMoments: [Double]

  private static let width = 0.25
  private static let terms = GaussianSum.terms
  private static let few = 6

  /// The boxes that hold all the points, in order.
  static func gather(_ points: [Double], weights: [Double], bandwidth: Double) -> [KernelBox] {
    var boxes: [KernelBox] = []
    var start = 0
    for index in 1...points.count where index == points.count || points[index] - points[start] > width * bandwidth {
      boxes.append(KernelBox(start..<index, points, weights, bandwidth))
      start = index
    }
    return boxes
  }

  private init(_ members: Range<Int>, _ points: [Double], _ weights: [Double], _ bandwidth: Double) {
    self.members = members
    let first = points[members.lowerBound]
    center = first + 0.5 * (points[members.upperBound - 1] - first)
    weight = weights[members].reduce(0, +)
    var (density, mass) = ([Double](), [Double]())
    if members.count >= Self.few {
      (density, mass) = ([Double](repeating: 0, count: Self.terms), [Double](repeating: 0, count: Self.terms))
      for index in members {
        let e = (points[index] - center) / bandwidth
        let damping = Double.exp(-0.5 * e * e)
        var power = weights[index]
        for k in 0..<Self.terms {
          density[k] += power * damping
          mass[k] += power
          power *= e / Double(k + 1)
        }
      }
    }
    (densityMoments, massMoments) = (density, mass)
  }

  /// The boxes of many points, and the points of the others.
  static func bells(
    _ boxes: [KernelBox], _ points: [Double], weights: [Double], bandwidth: Double
  ) -> (boxes: GaussianSum, points: GaussianSum) {
    let (large, small) = (boxes.filter { !$0.isSmall }, boxes.filter(\.isSmall).flatMap(\.members))
    return (
      GaussianSum(centers: large.map(\.center), moments: large.flatMap(\.densityMoments), scale: bandwidth),
      GaussianSum(centers: small.map { points[$0] }, moments: small.map { weights[$0] }, scale: bandwidth)
    )
  }

  /// About how many terms a sum over its points is.
  var termCount: Int { isSmall ? members.count : 8 }

  /// Whether the points have to be taken one by one.
  var isSmall: Bool { densityMoments.isEmpty }

  /// Σᵢ wᵢ exp(−(d − eᵢ)²/2).
  func kernelSum<S: Scalar>(_ d: S) -> S {
    var sum = S.zero
    for moment in densityMoments.reversed() { sum = sum * d + S(moment) }
    return sum * .exp(-0.5 * d * d)
  }

  /// Σᵢ wᵢ Φ(d − eᵢ) = Φ(d) Σᵢ wᵢ − φ(d) Σₖ Heₖ₋₁(d) Σᵢ wᵢ eᵢᵏ/k!, He being Hermite's, or what is above.
  @inline(__always)
  func mass(_ d: Double, isUpper: Bool) -> Double {
    var (hermite, last, sum) = (1.0, 0.0, 0.0)
    for k in 1..<Self.terms {
      sum += massMoments[k] * hermite
      (hermite, last) = (d * hermite - Double(k - 1) * last, hermite)
    }
    let excess = .exp(-0.5 * d * d) / .sqrt(2 * .pi) * sum
    return weight * SpecialFunctions.normalUpper(isUpper ? d : -d, sd: 1) + (isUpper ? excess : -excess)
  }
}
