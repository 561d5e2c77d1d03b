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

  @Test func everyWidthFindsANumberThatIsNotFinite() {
    for set in KernelSetTests.sets {
      for count in [0, 1, 8, 21] {
        var numbers = (0..<count).map { Double.greatestFiniteMagnitude * Double($0 % 3 - 1) }
        #expect(set.are_finite(numbers, count) != 0)
        for index in numbers.indices {
          for other in [Double.infinity, -.infinity, .nan] {
            let before = numbers[index]
            numbers[index] = other
            #expect(set.are_finite(numbers, count) == 0)
            numbers[index] = before
          }
        }
      }
    }
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
        var columns = [Double](repeating: 0, count: 13 * (count + 3))
        let blurred = set.pair(p, q, q, p, [0.25, 1e-17], &columns, count, count + 3)
        let known = columns
        let others = set.pair(p, q, q, p, nil, &columns, count, count + 3)
        return (known + columns).map { $0.isNaN ? 1 : $0.bitPattern } + [UInt64(blurred), UInt64(others)]
      }
      for other in results.dropFirst() { #expect(other == results[0]) }
    }
  }

  @Test func everyWidthHasTheSameNodes() {
    let maps: [(ck_chart, lower: Double, upper: Double)] = [
      (ck_line, 0, 0), (ck_line, 0.5, 0.5), (ck_wide, 0.5, 0.5), (ck_ray, 0.5, 0), (ck_lower_end, 0.5, 0.5), (ck_upper_end, 0, 0.5),
    ]
    for (chart, lower, upper) in maps {
      let results = KernelSetTests.sets.map { set in
        var map = ck_map(chart: chart, center: 0.3, scale: 1.7, lower: lower, upper: upper, unit: 0.6, constant: 2)
        return [1, 8, 21].map { count in
          var (coordinates, slopes) = ([Double](repeating: 0, count: count + 1), [Double](repeating: 0, count: count + 1))
          let lost = set.nodes(&map, -9.5, 0.21, &coordinates, &slopes, count)
          #expect(coordinates[count] == 0 && slopes[count] == 0 && lost >= 0)
          return (coordinates + slopes + [lost]).map(\.bitPattern)
        }
      }
      for other in results.dropFirst() { #expect(other == results[0]) }
    }
  }

  @Test func everyWidthHasTheSameLogDensities() {
    let offsets = Self.arguments.filter { $0.isFinite }.prefix(2001)
    let logs = offsets.map { abs($0) < 700 ? $0 : 1 }
    for isLinear in [true, false] {
      let columns = offsets + (isLinear ? logs.map { _ in .nan } : logs) + logs.map { 0.5 * $0 } + logs.map { _ in 1e-17 }
      let results = KernelSetTests.sets.map { set in
        columns.withUnsafeBufferPointer { numbers in
          var places = ck_places(numbers: numbers.baseAddress, count: offsets.count, anchor: 0.25, rest: 1e-18, is_linear: isLinear ? 1 : 0)
          var normal = ck_normal(mean: 0.1, sd: 2, log_sd: 0.69, constant: 0.92)
          var exponential = ck_exponential(rate: 3, log_rate: 1.1)
          var logNormal = ck_log_normal(mu: 0.3, sigma: 0.7, log_scale: -0.36, constant: 0.92)
          var gamma = ck_gamma(shape: 2.5, rate: 3, log_shape: 0.92, log_rate: 1.1, log_normalizer: 0.28)
          var beta = ck_beta(
            alpha: 2, beta: 0.7, log_odds_alpha: 0.3, log_odds_beta: 1.35, log_normalizer: 0.1, start: -1.3, is_low: isLinear ? 1 : 0)
          return [
            apply(logs) { set.normal_logs(&places, &normal, $0, $1) }, apply(logs) { set.exponential_logs(&places, &exponential, $0, $1) },
            apply(logs) { set.log_normal_logs(&places, &logNormal, $0, $1) }, apply(logs) { set.gamma_logs(&places, &gamma, $0, $1) },
            apply(logs) { set.beta_logs(&places, &beta, $0, $1) },
          ]
        }
      }
      for other in results.dropFirst() { #expect(other == results[0]) }
    }
  }

  @Test func everyWidthAddsLogarithmsToTheSameBytes() {
    let (first, second) = (Self.arguments, Array(Self.arguments.reversed()))
    for count in [1, 8, 21, first.count] {
      let results = KernelSetTests.sets.map { set in
        var (logs, roundings) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
        var sums = logs
        let errors = [Double](repeating: 1e-16, count: count)
        set.add_term(first, errors, -0.7, 1, &logs, &roundings, &sums, count)
        set.add_term(second, errors, -0.6, 0, &logs, &roundings, &sums, count)
        set.finish_sum(&logs, &roundings, sums, count)
        return (logs + roundings).map { $0.isNaN ? 1 : $0.bitPattern }
      }
      for other in results.dropFirst() { #expect(other == results[0]) }
    }
  }

  private func apply(_ start: [Double], _ kernel: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void) -> [UInt64] {
    var (logs, roundings) = (start, start)
    kernel(&logs, &roundings)
    return (logs + roundings).map { $0.isNaN ? 1 : $0.bitPattern }
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

  @Test func everyWidthHasTheSameIntegrandsAndSums() {
    let shapes = [ck_kl, ck_skew_kl, ck_variation, ck_hellinger, ck_chi_squared, ck_triangular, ck_mass]
    let divergences = shapes.flatMap { shape in [0, 1].map { ck_divergence(shape: shape, is_reversed: $0, weight: 0.25) } }
    let shifts = divergences.map { _ in 3.0 }
    // With sums that are not finite the sign of a NaN would be compared.
    let logs = Self.arguments.filter { abs($0) < 100 }
    for count in [1, 8, 21, 2001] {
      let (p, q, stride) = (Array(logs.prefix(count)), Array(logs.suffix(count)), (count + 7) / 8 * 8)
      let errors = p.map { 1e-16 * abs($0) }
      let weights = (0..<count).map { 1 / Double(1 + $0 % 50) }
      let results = KernelSetTests.sets.map { set in
        var columns = [Double](repeating: 0, count: 13 * stride)
        _ = set.pair(p, q, errors, errors, nil, &columns, count, stride)
        var (bits, panels): ([UInt64], [ck_panel]) = ([], [])
        for var divergence in divergences {
          var (values, roundings, panel) = (columns, columns, ck_panel())
          set.divergence(&divergence, columns, stride, 3, &values, &roundings, count)
          bits += (values + roundings).map(\.bitPattern)
          set.panel_sums(values, roundings, weights, weights, count, &panel)
          panels.append(panel)
        }
        var sums = [ck_sums](repeating: ck_sums(), count: divergences.count)
        set.divergence_sums(divergences, divergences.count, columns, stride, weights, count, &sums)
        var together = [ck_panel](repeating: ck_panel(), count: divergences.count)
        set.divergence_panels(divergences, shifts, divergences.count, columns, stride, weights, weights, count, &together)
        #expect("\(together)" == "\(panels)")
        return (bits, "\(sums)\(panels)")
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
