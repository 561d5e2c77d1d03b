import CKernels
import RealModule
import Testing

/// Every vector width that this processor can run against the plain formulas, at sizes that leave remainders everywhere.
@Suite struct KernelSetTests {
  private var sets: [ck_kernels] { (0..<3).compactMap { ck_kernels_at($0)?.pointee } }
  static let sizes = [(1, 1, 1), (1, 5, 3), (5, 1, 17), (3, 4, 16), (7, 9, 33), (49, 65, 31), (50, 64, 129), (130, 33, 300)]

  /// Numbers in [-1, 1], and a NaN in every place past the rows that are in use, which no result may feel.
  private func columns(_ width: Int, _ rows: Int, _ stride: Int, _ shift: Int) -> [Float] {
    (0..<width * stride + 16).map { $0 % stride < rows && $0 < width * stride ? Float(($0 * 37 + shift) % 101) / 50 - 1 : .nan }
  }

  @Test func thereIsASetForThisProcessor() { #expect(!sets.isEmpty) }

  @Test(arguments: 0..<3, 0..<8) func setsComputeTheFormulas(_ index: Int, _ size: Int) {
    guard index < sets.count else { return }
    let set = sets[index]
    let (inputs, outputs, rows) = Self.sizes[size]
    let stride = (rows + 15) / 16 * 16 + 16
    let (x, y) = (columns(inputs, rows, stride, 3), columns(outputs, rows, stride, 11))
    let w = columns(1, inputs * outputs, inputs * outputs, 5)
    let b = columns(1, outputs, outputs, 7)
    var out = [Float](repeating: 0, count: outputs * stride + 16)
    set.dense(x, w, b, &out, inputs, outputs, rows, stride, ck_tanh, 0)
    var back = [Float](repeating: 0, count: inputs * stride + 16)
    set.dense_transposed(y, w, &back, inputs, outputs, rows, stride, nil, ck_identity, 0)
    var total = [Float](repeating: 0.5, count: inputs * outputs + 16)
    set.outer_sum(x, y, &total, inputs, outputs, rows, stride)
    var sums = [Float](repeating: 0.5, count: inputs + 16)
    set.row_sum(x, &sums, inputs, rows, stride)

    var error = 0.0
    func compare(_ value: Float, _ expected: Double, terms: Int) {
      let difference = abs(Double(value) - expected) / Double(terms)
      error = difference.isNaN ? .infinity : max(error, difference)
    }
    for row in 0..<rows {
      for o in 0..<outputs {
        let sum = (0..<inputs).reduce(Double(b[o])) { $0 + Double(x[$1 * stride + row]) * Double(w[$1 * outputs + o]) }
        compare(out[o * stride + row], Double.tanh(sum), terms: inputs)
      }
      for i in 0..<inputs {
        let sum = (0..<outputs).reduce(0.0) { $0 + Double(y[$1 * stride + row]) * Double(w[i * outputs + $1]) }
        compare(back[i * stride + row], sum, terms: outputs)
      }
    }
    for i in 0..<inputs {
      for o in 0..<outputs {
        let sum = (0..<rows).reduce(0.5) { $0 + Double(x[i * stride + $1]) * Double(y[o * stride + $1]) }
        compare(total[i * outputs + o], sum, terms: rows)
      }
      compare(sums[i], (0..<rows).reduce(0.5) { $0 + Double(x[i * stride + $1]) }, terms: rows)
    }
    #expect(error < 1e-6, "\(String(cString: set.name))")
    #expect(total[(inputs * outputs)...].allSatisfy { $0 == 0.5 })
    #expect(sums[inputs...].allSatisfy { $0 == 0.5 })
  }
}
