import RealModule

/// An eigenvalue of a real matrix: a complex number.
public struct Eigenvalue: Hashable, Sendable {
  /// The real part.
  public let real: Double
  /// The imaginary part.
  public let imaginary: Double

  /// A complex number.
  public init(real: Double, imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }

  /// The modulus.
  public var modulus: Double { Double.hypot(real, imaginary) }

  /// The two numbers real ± i·imaginary.
  static func conjugates(real: Double, imaginary: Double) -> [Eigenvalue] {
    [Eigenvalue(real: real, imaginary: imaginary), Eigenvalue(real: real, imaginary: -imaginary)]
  }

  /// The two numbers mean ± √discriminant.
  static func pair(mean: Double, discriminant: Double) -> [Eigenvalue] {
    guard discriminant >= 0 else { return conjugates(real: mean, imaginary: (-discriminant).squareRoot()) }
    let root = discriminant.squareRoot()
    return [Eigenvalue(real: mean + root, imaginary: 0), Eigenvalue(real: mean - root, imaginary: 0)]
  }

  static func - (a: Eigenvalue, b: Eigenvalue) -> Eigenvalue { Eigenvalue(real: a.real - b.real, imaginary: a.imaginary - b.imaginary) }
  static func * (a: Eigenvalue, b: Eigenvalue) -> Eigenvalue {
    Eigenvalue(real: a.real * b.real - a.imaginary * b.imaginary, imaginary: a.real * b.imaginary + a.imaginary * b.real)
  }
  static func / (a: Eigenvalue, b: Eigenvalue) -> Eigenvalue {
    let size = b.real * b.real + b.imaginary * b.imaginary
    let product = a * Eigenvalue(real: b.real, imaginary: -b.imaginary)
    return Eigenvalue(real: product.real / size, imaginary: product.imaginary / size)
  }
}

/// The eigenvalues of a small real square matrix, given by its rows, the greatest real part first.
///
/// Of a 2 × 2 matrix by the formula, of a larger one as the roots of the characteristic polynomial. Simple eigenvalues of size 1
/// come to some units in the last place, double ones only to half of the digits unless the entries are exact.
func eigenvalues(of rows: [[Double]]) -> [Eigenvalue] {
  if rows.count == 2 {
    let mean = 0.5 * (rows[0][0] + rows[1][1])
    let half = 0.5 * (rows[0][0] - rows[1][1])
    return Eigenvalue.pair(mean: mean, discriminant: half * half + rows[0][1] * rows[1][0])
  }
  return roots(ofMonic: characteristicPolynomial(of: rows)).sorted { ($0.real, $0.imaginary) > ($1.real, $1.imaginary) }
}

/// The coefficients of det(λ − A) below the leading 1, the highest power first (Faddeev & LeVerrier).
private func characteristicPolynomial(of rows: [[Double]]) -> [Double] {
  let size = rows.count
  var power = rows
  var coefficients: [Double] = []
  for k in 1...size {
    let trace = (0..<size).reduce(0) { $0 + power[$1][$1] }
    coefficients.append(-trace / Double(k))
    guard k < size else { break }
    for i in 0..<size { power[i][i] += coefficients[k - 1] }
    let shifted = power
    for i in 0..<size {
      for j in 0..<size { power[i][j] = (0..<size).reduce(0) { $0 + rows[i][$1] * shifted[$1][j] } }
    }
  }
  return coefficients
}

/// All roots of a monic polynomial at once (Weierstrass, Durand & Kerner).
private func roots(ofMonic coefficients: [Double]) -> [Eigenvalue] {
  var roots = [Eigenvalue(real: 1, imaginary: 0)]
  // Powers of a number that is neither real nor of modulus 1.
  while roots.count < coefficients.count { roots.append(roots[roots.count - 1] * Eigenvalue(real: 0.4, imaginary: 0.9)) }
  for _ in 0..<500 {
    var change = 0.0
    for i in roots.indices {
      let value = coefficients.reduce(Eigenvalue(real: 1, imaginary: 0)) { sum, coefficient in
        let next = sum * roots[i]
        return Eigenvalue(real: next.real + coefficient, imaginary: next.imaginary)
      }
      var product = Eigenvalue(real: 1, imaginary: 0)
      for j in roots.indices where j != i { product = product * (roots[i] - roots[j]) }
      guard product.modulus > 0 else { continue }
      let correction = value / product
      roots[i] = roots[i] - correction
      change = max(change, correction.modulus)
    }
    if change < 1e-16 { break }
  }
  return roots
}
