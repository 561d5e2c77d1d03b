import Autodiff
import CKernels
import RealModule
import Testing

/// The kernels in double precision on every vector width: the same bytes as the plain formula, where nothing is fused.
@Suite struct ColumnLayerTests {
  static var sets: [ck_kernels] { KernelSetTests.sets }

  @Test(arguments: sets.indices, [(1, 1, 8), (1, 32, 24), (32, 32, 64), (5, 7, 16), (33, 1, 40)]) func layersAreSumsInOrder(
    _ index: Int, _ size: (inputs: Int, outputs: Int, points: Int)
  ) {
    let (inputs, outputs, points) = size
    let x = (0..<inputs * points).map { Double.sin(Double(3 * $0)) }
    let w = (0..<inputs * outputs).map { Double.cos(Double(5 * $0 + 1)) }
    let b = (0..<outputs).map { Double.sin(Double(7 * $0 + 2)) }
    for ofMagnitudes in [false, true] {
      func weight(_ number: Double) -> Double { ofMagnitudes ? abs(number) : number }
      let expected = (0..<outputs * points).map { place in
        (0..<inputs).reduce(0.75 * weight(b[place / points])) {
          $0 + x[$1 * points + place % points] * weight(w[$1 * outputs + place / points])
        }
      }
      var y = [Double](repeating: .nan, count: outputs * points)
      Self.sets[index].layer(x, w, b, 0.75, ofMagnitudes ? 1 : 0, &y, inputs, outputs, points)
      #expect(y == expected, "\(String(cString: Self.sets[index].name))")
      #expect(ColumnLayer(parameters: w + b, inputs: inputs, outputs: outputs)(x, bias: 0.75, ofMagnitudes: ofMagnitudes) == expected)
    }
  }

  @Test func hyperbolicTangentsKeepTheDigitsOfTheirSlopes() {
    let grid: [Double] = (-2000..<2000).map { 0.1 * Double($0) + 0.01 * Double.sin(Double($0)) }
    let x: [Double] = grid + [0, -0.0, 1e-300, -1e-17, 0.3, -349.9, 350.1, 1e300]
    let (values, slopes) = ColumnLayer.tanh(x)
    for (x, (value, slope)) in zip(x, zip(values, slopes)) {
      #expect(abs(value - Double.tanh(x)) <= 2 * Double.ulpOfOne, "tanh \(x)")
      let e = Double.exp(-2 * abs(x))
      let expected = abs(x) > 350 ? 0.0 : 4 * e / ((1 + e) * (1 + e))
      #expect(abs(slope - expected) <= 4 * Double.ulpOfOne * expected, "slope at \(x)")
    }
    let odd = ColumnLayer.tanh([.infinity, -.infinity, .nan, 0, 0, 0, 0, 0])
    #expect(odd.values[0] == 1 && odd.values[1] == -1 && odd.values[2].isNaN && odd.slopes[0] == 0 && odd.slopes[2].isNaN)
    for set in Self.sets {
      var (y, slope) = (x, x)
      set.tanh_and_slope(x, &y, &slope, x.count)
      let same = y == values && slope == slopes
      #expect(same, "\(String(cString: set.name))")
    }
  }

  @Test func errorsAreCarriedThroughSlopes() {
    let errors = (0..<64).map { 0.09 * Double.sin(Double($0)).magnitude }
    let (values, slopes) = ColumnLayer.tanh((0..<64).map { 0.1 * Double($0 - 32) })
    let larger = values.map { 3 * $0 }
    let expected = (0..<64).map { k -> Double in
      let (e, size) = (errors[k], max(1, abs(larger[k])))
      return slopes[k] * e * (1 + 3 * e) + .ulpOfOne * e + 1e-9 * size
    }
    func carried(_ errors: [Double]) -> [Double]? {
      ColumnLayer.errors(of: larger, slopes: slopes, within: errors, below: 0.1, rounding: 1e-9)
    }
    #expect(carried(errors) == expected)
    for large in [0.1, 3, .infinity, .nan] { #expect(carried(errors.dropLast() + [large]) == nil) }
    for set in Self.sets {
      var result = errors
      #expect(set.carry(larger, slopes, errors, &result, 64, 0.1, 1e-9) == 1)
      #expect(result == expected, "\(String(cString: set.name))")
    }
  }
}
