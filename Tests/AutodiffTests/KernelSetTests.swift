import Autodiff
import CKernels
import RealModule
import Scalars
import Testing

/// Every kernel on every vector width that this processor can run, against the plain formulas in double precision, at
/// sizes that leave remainders everywhere.
@Suite struct KernelSetTests {
  static var sets: [ck_kernels] { VectorWidth.available.indices.compactMap { ck_kernels_at($0)?.pointee } }
  static let sizes = [
    (1, 1, 1), (1, 5, 3), (5, 1, 17), (3, 4, 16), (7, 9, 33), (8, 20, 40), (12, 12, 21), (16, 8, 128), (32, 32, 128), (39, 37, 100),
    (49, 65, 31), (50, 64, 129), (47, 96, 64), (130, 33, 300),
  ]
  /// Each with its value and its derivative as a function of that value.
  static var activations: [(code: ck_activation, value: (Double) -> Double, slope: (Double) -> Double)] {
    [
      (ck_identity, { $0 }, { _ in 1 }), (ck_tanh, { .tanh($0) }, { 1 - $0 * $0 }), (ck_relu, { max($0, 0) }, { $0 > 0 ? 1 : 0 }),
      (ck_leaky_relu, { $0 < 0 ? 0.25 * $0 : $0 }, { $0 > 0 ? 1 : 0.25 }),
      (ck_softplus, { max($0, 0) + .log(onePlus: .exp(-abs($0))) }, { -.expMinusOne(-$0) }),
      (ck_sigmoid, { 1 / (1 + .exp(-$0)) }, { $0 - $0 * $0 }), (ck_exp, { .exp($0) }, { $0 }),
    ]
  }
  static let slope: Float = 0.25

  /// Numbers in [-1, 1] times a scale, and a NaN in every place past the rows that are in use, which no result may
  /// feel.
  private func columns(_ width: Int, _ rows: Int, _ stride: Int, _ shift: Int, scale: Float = 1) -> [Float] {
    (0..<width * stride + 16).map {
      $0 % stride < rows && $0 < width * stride ? scale * (Float(($0 * 37 + shift) % 101) / 50 - 1) : .nan
    }
  }

  /// The greatest error over all rows that are in use, relative where the numbers are above 1.
  private func error(_ values: [Float], _ width: Int, _ rows: Int, _ stride: Int, _ expected: (Int) -> Double) -> Double {
    var worst = 0.0
    for column in 0..<width {
      for row in 0..<rows {
        let place = column * stride + row
        let difference = abs(Double(values[place]) - expected(place)) / max(1, abs(expected(place)))
        worst = difference.isNaN ? .infinity : max(worst, difference)
      }
    }
    return worst
  }

  @Test func thereIsASetForEachWidth() {
    #expect(!Self.sets.isEmpty)
    #expect(Set(Self.sets.map { String(cString: $0.name) }).count == Self.sets.count)
    #expect(Self.sets.map(\.lanes) == Self.sets.map(\.lanes).sorted(by: >))
  }

  @Test(arguments: sets.indices, sizes.indices) func setsComputeTheFormulas(_ index: Int, _ size: Int) {
    let set = Self.sets[index]
    let (inputs, outputs, rows) = Self.sizes[size]
    let stride = (rows + 15) / 16 * 16 + 16
    let (x, y) = (columns(inputs, rows, stride, 3), columns(outputs, rows, stride, 11))
    let w = columns(1, inputs * outputs, inputs * outputs, 5)
    let b = columns(1, outputs, outputs, 7)
    var total = [Float](repeating: 0.5, count: inputs * outputs + 16)
    var beside = [Float](repeating: 0.5, count: outputs + 16)
    set.outer_sum(x, y, &total, &beside, inputs, outputs, rows, stride)
    var sums = [Float](repeating: 0.5, count: inputs + 16)
    set.row_sum(x, &sums, inputs, rows, stride)
    for activation in Self.activations {
      var out = [Float](repeating: 0, count: outputs * stride + 16)
      set.dense(x, w, b, &out, inputs, outputs, rows, stride, activation.code, Self.slope)
      let forward = error(out, outputs, rows, stride) { place in
        let (o, row) = (place / stride, place % stride)
        return activation.value((0..<inputs).reduce(Double(b[o])) { $0 + Double(x[$1 * stride + row]) * Double(w[$1 * outputs + o]) })
      }
      #expect(forward < 2e-6 * Double(inputs), "dense \(activation.code) of \(String(cString: set.name))")
      // The values of the activation that a gate takes are those of a layer of its own.
      var gate = [Float](repeating: 0, count: inputs * stride + 16)
      set.activate(x, &gate, inputs, rows, stride, activation.code, Self.slope)
      var back = [Float](repeating: 0, count: inputs * stride + 16)
      set.dense_transposed(y, w, &back, inputs, outputs, rows, stride, gate, activation.code, Self.slope)
      let backward = error(back, inputs, rows, stride) { place in
        let (i, row) = (place / stride, place % stride)
        let sum = (0..<outputs).reduce(0.0) { $0 + Double(y[$1 * stride + row]) * Double(w[i * outputs + $1]) }
        return sum * activation.slope(Double(gate[place]))
      }
      #expect(backward < 2e-6 * Double(outputs), "dense_transposed \(activation.code) of \(String(cString: set.name))")
    }
    var plain = [Float](repeating: 0, count: inputs * stride + 16)
    set.dense_transposed(y, w, &plain, inputs, outputs, rows, stride, nil, ck_identity, 0)
    let ungated = error(plain, inputs, rows, stride) { place in
      (0..<outputs).reduce(0.0) { $0 + Double(y[$1 * stride + place % stride]) * Double(w[place / stride * outputs + $1]) }
    }
    #expect(ungated < 1e-6 * Double(outputs), "\(String(cString: set.name))")
    let products = error(total, 1, inputs * outputs, total.count) { place in
      (0..<rows).reduce(0.5) { $0 + Double(x[place / outputs * stride + $1]) * Double(y[place % outputs * stride + $1]) }
    }
    let columnSums = error(sums, 1, inputs, sums.count) { place in (0..<rows).reduce(0.5) { $0 + Double(x[place * stride + $1]) } }
    let besides = error(beside, 1, outputs, beside.count) { place in (0..<rows).reduce(0.5) { $0 + Double(y[place * stride + $1]) } }
    #expect(max(products, columnSums, besides) < 1e-6 * Double(rows), "\(String(cString: set.name))")
    #expect(beside[outputs...].allSatisfy { $0 == 0.5 })
    // The products do not feel whether sums are asked for.
    var alone = [Float](repeating: 0.5, count: inputs * outputs + 16)
    set.outer_sum(x, y, &alone, nil, inputs, outputs, rows, stride)
    #expect(alone == total, "\(String(cString: set.name))")
    #expect(total[(inputs * outputs)...].allSatisfy { $0 == 0.5 })
    #expect(sums[inputs...].allSatisfy { $0 == 0.5 })
  }

  /// Activations and gates alone, from where exponentials vanish to where they are largest.
  @Test(arguments: sets.indices, [(1, 1), (3, 17), (5, 64), (9, 131)]) func activationsAndGates(
    _ index: Int, _ size: (width: Int, rows: Int)
  ) {
    let (set, stride) = (Self.sets[index], (size.rows + 15) / 16 * 16)
    let count = size.width * stride + 16
    for (shift, scale) in [(3, Float(0.01)), (5, 1), (7, 20), (11, 80)] {
      let x = columns(size.width, size.rows, stride, shift, scale: scale)
      let factor = columns(size.width, size.rows, stride, shift + 1)
      for activation in Self.activations {
        var y = [Float](repeating: 0, count: count)
        set.activate(x, &y, size.width, size.rows, stride, activation.code, Self.slope)
        let value = error(y, size.width, size.rows, stride) { activation.value(Double(x[$0])) }
        // An exponential of 80 has an argument rounded to 80 units of the last place.
        #expect(value < 1e-5, "activation \(activation.code) of \(String(cString: set.name)) at \(scale)")
        for isAlone in [false, true] {
          var z = [Float](repeating: 0, count: count)
          if isAlone {
            set.gate(nil, y, &z, size.width, size.rows, stride, activation.code, Self.slope)
          } else {
            set.gate(factor, y, &z, size.width, size.rows, stride, activation.code, Self.slope)
          }
          let gated = error(z, size.width, size.rows, stride) {
            activation.slope(Double(y[$0])) * (isAlone ? 1 : Double(factor[$0]))
          }
          #expect(gated < 1e-6, "gate \(activation.code) of \(String(cString: set.name)) at \(scale)")
        }
      }
    }
  }

  /// tanh is to a few units of its last digit, near 0 as well, odd, 1 past where it rounds to that, and NaN where x is.
  @Test(arguments: sets.indices) func hyperbolicTangents(_ index: Int) {
    let (set, rows) = (Self.sets[index], 4096)
    func tanh(_ x: [Float]) -> [Float] {
      var y = [Float](repeating: 0, count: rows)
      set.activate(x + [Float](repeating: 0, count: rows - x.count), &y, 1, rows, rows, ck_tanh, 0)
      return Array(y.prefix(x.count))
    }
    let name = String(cString: set.name)
    // Every sign, every power of two from 2^-40 to 2^4, and numbers between them.
    for exponent in -40..<4 {
      let x = (0..<rows).map { Float(sign: $0.isMultiple(of: 2) ? .plus : .minus, exponent: exponent, significand: 1 + Float($0) / 4096) }
      let y = tanh(x)
      var worst = 0.0
      for (x, y) in zip(x, y) {
        let expected = Double.tanh(Double(x))
        worst = max(worst, abs(Double(y) - expected) / abs(expected))
      }
      #expect(worst < 3e-7, "tanh of \(name) at 2^\(exponent)")
      let mirrored = tanh(x.map { -$0 })
      #expect(zip(y, mirrored).allSatisfy { abs($0 + $1) <= 4 * abs($0).ulp }, "\(name) at 2^\(exponent)")
    }
    #expect(tanh([0, 9.1, -9.1, 1e30, -1e30, .infinity, -.infinity]) == [0, 1, -1, 1, -1, 1, -1], "\(name)")
    #expect(tanh([.nan, -.nan, 1]).map(\.isNaN) == [true, true, false], "\(name)")
  }

  @Test(arguments: sets.indices, [(1, 1), (3, 17), (5, 64), (9, 131)]) func arithmeticAndNoise(
    _ index: Int, _ size: (width: Int, rows: Int)
  ) {
    let (set, (width, rows)) = (Self.sets[index], size)
    let stride = (rows + 15) / 16 * 16
    let (x, y) = (columns(width, rows, stride, 3, scale: 3), columns(width, rows, stride, 11))
    func computed(_ kernel: (inout [Float]) -> Void, _ expected: (Int) -> Double) -> Double {
      var z = [Float](repeating: 0, count: width * stride + 16)
      kernel(&z)
      return error(z, width, rows, stride, expected)
    }
    let name = String(cString: set.name)
    #expect(computed({ set.affine(x, &$0, width, rows, stride, 1.5, -0.25) }) { 1.5 * Double(x[$0]) - 0.25 } < 1e-6, "\(name)")
    #expect(computed({ set.add(x, y, &$0, width, rows, stride) }) { Double(x[$0]) + Double(y[$0]) } < 1e-6, "\(name)")
    #expect(computed({ set.multiply(x, y, &$0, width, rows, stride) }) { Double(x[$0]) * Double(y[$0]) } < 1e-6, "\(name)")

    let table = (0...20).map { Float($0 * $0 % 7) }
    func interpolated(_ value: Double) -> Double {
      let t = min(max((value + 2) * 5, 0), 20)
      let cell = min(Int(t), 19)
      return Double(table[cell]) + (t - Double(cell)) * Double(table[cell + 1] - table[cell])
    }
    #expect(computed({ set.interpolate(x, &$0, width, rows, stride, table, 20, -2, 5) }) { interpolated(Double(x[$0])) } < 2e-5, "\(name)")

    let counter = ck_counter(seed_low: 7, seed_high: 9, step: 3, stream: 5, first_row: 1000)
    func unit(_ place: Int, _ block: Int, _ word: Int) -> Double {
      let bits = CounterRandom.block(key: (7, 9), counter: (UInt32(block), UInt32(1000 + place % stride), 3, 5))
      return (Double([bits.0, bits.1, bits.2, bits.3][word] >> 9) + 0.5) * 0x1p-23
    }
    #expect(
      computed({ set.uniform_noise(&$0, width, rows, stride, counter) }) { unit($0, $0 / stride / 4, $0 / stride % 4) } == 0, "\(name)")
    func normal(_ place: Int) -> Double {
      let column = place / stride
      let (radius, angle) = ((-2 * .log(unit(place, column / 2, 0))).squareRoot(), 2 * .pi * unit(place, column / 2, 1))
      return radius * (column.isMultiple(of: 2) ? .cos(angle) : .sin(angle))
    }
    #expect(computed({ set.normal_noise(&$0, width, rows, stride, counter) }, normal) < 2e-6, "\(name)")
  }

  @Test(arguments: sets.indices, [1, 16, 37, 129]) func whatHappensBetweenSteps(_ index: Int, _ count: Int) {
    let set = Self.sets[index]
    let name = String(cString: set.name)
    let (x, start) = (columns(1, count, count, 3, scale: 2), columns(1, count, count, 11))
    var y = start
    set.combine(x, 0.75, &y, -0.5, count)
    #expect(error(y, 1, count, y.count) { 0.75 * Double(x[$0]) - 0.5 * Double(start[$0]) } < 1e-6, "\(name)")
    var clipped = x
    set.clip(&clipped, 0.5, count)
    #expect(error(clipped, 1, count, clipped.count) { min(max(Double(x[$0]), -0.5), 0.5) } == 0, "\(name)")

    // Whole vectors are read and written, and what is past the numbers in use holds zeros.
    func padded(_ values: [Float]) -> [Float] { values.prefix(count) + [Float](repeating: 0, count: 16) }
    var (parameters, first, second) = (padded(start), padded(x.map { 0.1 * $0 }), padded(x.map { 0.01 * $0 * $0 }))
    let (before, gradient) = ((parameters, first, second), padded(x))
    let step = ck_adam_step(rate: 0.01, first: 0.5, second: 0.9, epsilon: 1e-8, second_correction: 2)
    set.adam(&parameters, gradient, &first, &second, count, step)
    func moments(_ i: Int) -> (Double, Double) {
      let g = Double(gradient[i])
      return (0.5 * Double(before.1[i]) + 0.5 * g, 0.9 * Double(before.2[i]) + 0.1 * g * g)
    }
    #expect(error(first, 1, count, first.count) { moments($0).0 } < 1e-6 && error(second, 1, count, second.count) { moments($0).1 } < 1e-6)
    let moved = error(parameters, 1, count, parameters.count) { i in
      let (m, s) = moments(i)
      return Double(before.0[i]) - 0.01 * m / ((2 * s).squareRoot() + 1e-8)
    }
    #expect(moved < 1e-6, "\(name)")
    #expect(parameters[count...].allSatisfy { $0 == 0 })
  }

  /// Sets that say that their bytes are the same: sums are all that could differ, at every shape by which they are
  /// divided among groups and lanes.
  @Test func setsOfOneNameGiveTheSameBytes() {
    for (index, set) in Self.sets.enumerated() {
      for other in Self.sets[..<index] where String(cString: set.bytes) == String(cString: other.bytes) {
        let more = [(48, 64, 128), (47, 32, 128), (64, 31, 64), (49, 97, 100), (128, 1, 64), (1, 128, 77), (1, 33, 40)]
        for (inputs, outputs, rows) in Self.sizes + more {
          let stride = (rows + 15) / 16 * 16
          let (x, y) = (columns(inputs, rows, stride, 3), columns(outputs, rows, stride, 11))
          let (w, b) = (columns(1, inputs * outputs, inputs * outputs, 5), columns(1, outputs, outputs, 7))
          let results = [set, other].map { set -> [[UInt32]] in
            var total = [Float](repeating: 0.5, count: inputs * outputs + 16)
            var beside = [Float](repeating: 0.5, count: outputs + 16)
            set.outer_sum(x, y, &total, &beside, inputs, outputs, rows, stride)
            var sums = [Float](repeating: 0.5, count: inputs + 16)
            set.row_sum(x, &sums, inputs, rows, stride)
            var out = [Float](repeating: 0, count: outputs * stride + 16)
            set.dense(x, w, b, &out, inputs, outputs, rows, stride, ck_tanh, 0)
            var back = [Float](repeating: 0, count: inputs * stride + 16)
            set.dense_transposed(y, w, &back, inputs, outputs, rows, stride, x, ck_tanh, 0)
            var noise = [Float](repeating: 0, count: inputs * stride + 16)
            set.normal_noise(&noise, inputs, rows, stride, ck_counter(seed_low: 7, seed_high: 9, step: 3, stream: 5, first_row: 0))
            let inUse = { (values: [Float], width: Int) in (0..<width).flatMap { values[$0 * stride..<$0 * stride + rows] } }
            return [total, beside, sums, inUse(out, outputs), inUse(back, inputs), inUse(noise, inputs)].map { $0.map(\.bitPattern) }
          }
          let same = results[0] == results[1]
          #expect(same, "\(inputs) by \(outputs), \(rows) rows")
        }
      }
    }
  }
}
