import CKernels
import Testing

/// The elementary functions in double precision give the same bytes on every vector width that this processor has;
/// `VectorFunctionsTests` holds one width to the truth.
@Suite struct FunctionKernelTests {
  /// Numbers of every size and sign, and special ones.
  static let arguments: [Double] = {
    var state: UInt64 = 1
    var numbers: [Double] = [
      0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1, -1, 0x1p-1030, -745.2, 709.8,
    ]
    for index in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let uniform = Double(state >> 11) * 0x1p-53
      let shift = Double(index % 4 - 1)
      numbers.append(index % 4 == 0 ? Double(bitPattern: state) : index % 4 == 1 ? 1500 * uniform - 750 : 3 * uniform - shift)
    }
    return numbers.filter { !$0.isNaN }
  }()

  @Test func everyWidthGivesTheSameBytes() {
    let results = KernelSetTests.sets.map { set in
      [set.exp, set.expm1, set.log1p, set.log_remainder, set.exp_remainder].map { apply($0) } + [apply { set.log_minus($0, $1, $2, 0.3) }]
    }
    for other in results.dropFirst() { #expect(other == results[0]) }
  }

  @Test func everyWidthSumsBellsToTheSameBytes() {
    let centers = (0..<50).map { 0.25 * Double($0) - 6 }
    let moments = (0..<(50 * Int(ck_gaussian_terms))).map { 1 / Double(1 + $0 % 77) }
    let offsets = (0..<21).map { 0.37 * Double($0) - 4 }
    let results = KernelSetTests.sets.flatMap { set in
      [set.gaussians, set.gaussian_points].map { function in
        var sums = [Double](repeating: 0, count: 21)
        function?(offsets, &sums, 21, 0.1, 1e-18, centers, moments, 50, 0.8)
        return sums.map(\.bitPattern)
      }
    }
    for index in results.indices { #expect(results[index] == results[index % 2]) }
  }

  @Test func everyWidthComparesPairsToTheSameBytes() {
    let (p, q) = (Self.arguments, Array(Self.arguments.reversed()))
    for count in [1, 7, 8, 21, p.count] {
      let results = KernelSetTests.sets.map { set in
        var columns = [Double](repeating: 0, count: 14 * (count + 3))
        let blurred = set.pair(p, q, q, p, [0.25, 1e-17], &columns, count, count + 3)
        let known = columns
        let others = set.pair(p, q, q, p, nil, &columns, count, count + 3)
        return (known + columns).map { $0.isNaN ? 1 : $0.bitPattern } + [UInt64(blurred), UInt64(others)]
      }
      for other in results.dropFirst() { #expect(other == results[0]) }
    }
  }

  @Test func everyWidthSumsToTheSameBytes() {
    let values = Self.arguments.filter { abs($0) < 1e6 }
    for count in [0, 1, 4, 8, 13, 1000] {
      let results = KernelSetTests.sets.map { set in
        var sums = ck_sums()
        set.weighted_sums(values, values.map { abs($0) }, (0..<count).map { 1 / Double(1 + $0) }, count, &sums)
        return "\(sums)"
      }
      for other in results.dropFirst() { #expect(other == results[0]) }
    }
  }

  private func apply(_ function: ((UnsafePointer<Double>?, UnsafeMutablePointer<Double>?, Int) -> Void)?) -> [UInt64] {
    var values = [Double](repeating: 0, count: Self.arguments.count)
    function?(Self.arguments, &values, values.count)
    // The bits of a NaN are nothing.
    return values.map { $0.isNaN ? 1 : $0.bitPattern }
  }
}
