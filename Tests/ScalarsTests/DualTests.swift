import RealModule
import Scalars
import Testing

/// Every elementary function with points inside its domain: the table of `Dual+ElementaryFunctions`, held to difference
/// quotients.
private struct Elementary: CustomTestStringConvertible, Sendable {
  let name: String
  let points: [Double]
  let onDouble: @Sendable (Double) -> Double
  let onDual: @Sendable (Dual<Double>) -> Dual<Double>
  let onNested: @Sendable (Dual<Dual<Double>>) -> Dual<Dual<Double>>

  var testDescription: String { name }
}

/// One formula on three scalars.
private protocol Formula: Sendable { func callAsFunction<S: Scalar>(_ x: S) -> S }

private struct Exp: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .exp(x) } }
private struct ExpMinusOne: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .expMinusOne(x) } }
private struct Log: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .log(x) } }
private struct Log1p: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .log(onePlus: x) } }
private struct Sqrt: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .sqrt(x) } }
private struct CubeRoot: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .root(x, 3) } }
private struct Cube: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .pow(x, 3) } }
private struct PowerOfItself: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .pow(x, x) } }
private struct Cos: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .cos(x) } }
private struct Sin: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .sin(x) } }
private struct Tan: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .tan(x) } }
private struct Cosh: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .cosh(x) } }
private struct Sinh: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .sinh(x) } }
private struct Tanh: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .tanh(x) } }
private struct Acos: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .acos(x) } }
private struct Asin: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .asin(x) } }
private struct Atan: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .atan(x) } }
private struct Acosh: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .acosh(x) } }
private struct Asinh: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .asinh(x) } }
private struct Atanh: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .atanh(x) } }
private struct LogGamma: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { .logGamma(x) } }
private struct Softplus: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { softplus(x) } }
private struct Logistic: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { logistic(x) } }
private struct Quotient: Formula { func callAsFunction<S: Scalar>(_ x: S) -> S { (1 + x * x) / (2 - x) } }

private func elementary(_ formula: some Formula, at points: [Double]) -> Elementary {
  Elementary(
    name: "\(type(of: formula))", points: points, onDouble: { formula($0) }, onDual: { formula($0) }, onNested: { formula($0) })
}

private let wide: [Double] = [-2, -0.5, 0.3, 1.7]
private let positive: [Double] = [0.2, 1, 3.5]
private let inside: [Double] = [-0.7, -0.1, 0.4]
private let functions: [Elementary] = [
  elementary(Exp(), at: wide), elementary(ExpMinusOne(), at: wide), elementary(Log(), at: positive), elementary(Log1p(), at: positive),
  elementary(Sqrt(), at: positive), elementary(CubeRoot(), at: positive), elementary(Cube(), at: wide),
  elementary(PowerOfItself(), at: positive), elementary(Cos(), at: wide), elementary(Sin(), at: wide), elementary(Tan(), at: inside),
  elementary(Cosh(), at: wide), elementary(Sinh(), at: wide), elementary(Tanh(), at: wide), elementary(Acos(), at: inside),
  elementary(Asin(), at: inside), elementary(Atan(), at: wide), elementary(Acosh(), at: [1.3, 2, 4]), elementary(Asinh(), at: wide),
  elementary(Atanh(), at: inside), elementary(LogGamma(), at: positive), elementary(Softplus(), at: wide), elementary(Logistic(), at: wide),
  elementary(Quotient(), at: wide),
]

@Suite struct DualTests {
  @Test(arguments: functions) fileprivate func derivativesEqualDifferenceQuotients(function: Elementary) {
    for x in function.points {
      let h = 1e-3
      func slope(_ h: Double) -> Double { (function.onDouble(x + h) - function.onDouble(x - h)) / (2 * h) }
      let quotient = (4 * slope(h / 2) - slope(h)) / 3
      let exact = derivative(at: x, of: function.onDual)
      #expect(abs(exact - quotient) <= 1e-9 * max(1, abs(exact)), "at \(x)")
      #expect(function.onDual(Dual(value: x, tangent: 1)).value == function.onDouble(x))
    }
  }

  @Test(arguments: functions) fileprivate func secondDerivativesByNesting(function: Elementary) {
    for x in function.points {
      let h = 1e-3
      func slope(_ h: Double) -> Double {
        (derivative(at: x + h, of: function.onDual) - derivative(at: x - h, of: function.onDual)) / (2 * h)
      }
      let quotient = (4 * slope(h / 2) - slope(h)) / 3
      let exact = derivative(at: x) { y in derivative(at: y, of: function.onNested) }
      #expect(abs(exact - quotient) <= 1e-8 * max(1, abs(exact)), "at \(x)")
    }
  }

  @Test func perturbationsAreNotConfused() {
    // d/dx [x · d/dy (x + y)] = 1; an implementation that mixes the two perturbations answers 2.
    let result = derivative(at: 1.0) { x in x * derivative(at: Dual<Double>(1.0)) { y in Dual<Dual<Double>>(constant: x) + y } }
    #expect(result == 1)
  }

  @Test func gradientOfSeveralVariables() {
    let result = gradient(at: [2.0, 3.0]) { $0[0] * $0[0] * $0[1] + .exp($0[1]) }
    #expect(result[0] == 12)
    #expect(abs(result[1] - (4 + Double.exp(3))) < 1e-13)
  }

  @Test func constantHasNoDerivativeEvenWhereTheSlopeIsInfinite() {
    #expect(Dual<Double>.sqrt(0).tangent == 0)
    #expect(Dual<Double>.log(0).tangent == 0)
  }
}
