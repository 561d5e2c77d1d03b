import RealModule
import Scalars
import Testing

@Suite struct DualTests {
  @Test func perturbationsAreNotConfused() {
    // d/dx [x · d/dy (x + y)] = 1; a tape that mixes the two perturbations answers 2.
    let result = derivative(at: 1.0) { x in x * derivative(at: Dual<Double>(1.0)) { y in Dual<Dual<Double>>(constant: x) + y } }
    #expect(result == 1)
  }
}
