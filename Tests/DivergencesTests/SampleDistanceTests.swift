import Densities
import Divergences
import RealModule
import Scalars
import TestSupport
import Testing

/// The distances of empirical distributions against SciPy, brute force and laws; `Tests/References/samples.py` writes
/// the table and makes the same samples.
@Suite struct SampleDistanceTests {
  @Test func distancesAreThoseOfSciPy() throws {
    for row in try references("samples.csv") {
      let numbers = row[0..<5].compactMap { Int($0) }
      let (x, y) = (Self.sample(numbers[0], numbers[1], numbers[3]), Self.sample(numbers[0] + 1, numbers[2], numbers[4]))
      let values = try SamplePair(x, y, settings: Self.brief).table().prefix(4).map { $0.value ?? .nan }
      for (value, text) in zip(values, row[5...]) {
        let exact = try #require(Double(text))
        #expect(abs(value - exact) <= 1e-12 * max(exact, 0.01), "\(row): \(values)")
      }
    }
  }

  /// 2 E|X − Y| − E|X − X′| − E|Y − Y′| over all pairs of rows.
  @Test func energyIsThatOfAllPairs() throws {
    let (x, y) = (Self.sample(3, 80, 2), Self.sample(4, 50, 0))
    func mean(_ a: [Double], _ b: [Double]) -> Double {
      a.reduce(0) { sum, u in sum + b.reduce(0) { $0 + abs(u - $1) } } / Double(a.count * b.count)
    }
    let exact = 2 * mean(x, y) - mean(x, x) - mean(y, y)
    #expect(abs((try Self.row("energy", .empirical, x, y).value ?? .nan) - exact) < 1e-12 * exact)
  }

  @Test func nearestNeighboursAreThoseOfAllPairs() throws {
    let (x, y) = (Self.sample(5, 60, 0), Self.sample(6, 40, 2))
    // With so few rows k = 1.
    let terms = x.map { a -> Double in
      let own = x.filter { $0 != a }.map { abs($0 - a) }.min() ?? .nan
      return .log((y.map { abs($0 - a) }.min() ?? .nan) / own)
    }
    let exact = terms.reduce(0, +) / 60 + .log(40.0 / 59)
    #expect(abs((try Self.row("kl_pq", .nearestNeighbors, x, y).value ?? .nan) - exact) < 1e-9)
  }

  /// A shift and a scale change lengths by the scale and nothing else; powers of two do so exactly.
  @Test(arguments: [0x1p-900, 1, 0x1p900]) func scalesDoNotMatter(scale: Double) throws {
    let (x, y) = (Self.sample(7, 40, 0), Self.sample(8, 30, 2))
    let rows = try SamplePair(x, y, settings: Self.brief).table()
    let scaled = try SamplePair(x.map { $0 * scale }, y.map { $0 * scale }, settings: Self.brief).table()
    for (row, other) in zip(rows, scaled) {
      let factor = ["w1", "w2", "energy"].contains(row.measure) ? scale : 1
      for (a, b) in [(row.value, other.value), (row.lower, other.lower), (row.upper, other.upper)] {
        let (a, b) = (a ?? 0, b ?? 0)
        #expect(abs(a * factor - b) <= 1e-9 * abs(b), "\(row) \(other)")
      }
      #expect(row.pValue == other.pValue && row.coverage == other.coverage)
    }
  }

  @Test func orderOfTheRowsAndOfTheSamplesDoesNotMatter() throws {
    let (x, y) = (Self.sample(9, 50, 0), Self.sample(10, 50, 2))
    let rows = try SamplePair(x, y, settings: Self.brief).table()
    #expect(try SamplePair(x.reversed(), y, settings: Self.brief).table() == rows)
    let other = try SamplePair(y, x, settings: Self.brief).table()
    for (row, swapped) in zip(rows, other).prefix(4) { #expect(abs((row.value ?? 0) - (swapped.value ?? 1)) < 1e-12) }
    let forward = rows.first { $0.measure == "kl_pq" && $0.estimator == .kernel }
    let backward = other.first { $0.measure == "kl_qp" && $0.estimator == .kernel }
    #expect(abs((forward?.value ?? 0) - (backward?.value ?? 1)) < 1e-9)
  }

  @Test func equalRowsHaveNoNeighbours() throws {
    let rows = try SamplePair([1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10], (1...12).map { Double($0) + 0.5 }, settings: Self.brief).table()
    let neighbours = rows.filter { $0.estimator == .nearestNeighbors }
    #expect(neighbours.count == 3 && neighbours.allSatisfy { $0.value == nil && $0.note.hasPrefix("2 rows have a value that occurs") })
  }

  /// Rows that are told apart as given, and not next to a far one, are not called rounded.
  @Test func rowsThatAreLostNextToAFarOneAreSaidToBe() throws {
    let rows = try SamplePair((0..<20).map { Double($0) * 1e300 }, (0..<20).map { Double($0) + 0.5 }, settings: Self.brief).table()
    let silent = rows.filter { $0.estimator == .nearestNeighbors || $0.estimator == .kernel }
    #expect(silent.count == 6 && silent.allSatisfy { $0.value == nil && $0.note.contains("doubles do not tell them apart") }, "\(silent)")
  }

  /// Of fewer than ten rows there are no kernel estimates, and of few degrees of freedom no normal law.
  @Test(arguments: [2, 4, 9]) func fewRowsHaveNoAsymptoticLaw(count: Int) throws {
    let (x, y) = (Self.sample(11, count, 0), Self.sample(12, count, 2))
    for row in try SamplePair(x, y, settings: Self.brief).table() {
      #expect(count > 4 || [.guaranteed, .doubtful, .none].contains(row.coverage), "\(row)")
      if row.estimator == .kernel { #expect(row.value == nil && row.note.contains("at least 10 rows"), "\(row)") }
    }
  }

  /// At every level an estimate lies in its own interval, and both in the range of the measure.
  @Test(arguments: [0.95, 0.5, 0.01]) func estimatesLieInTheirIntervals(level: Double) throws {
    var settings = Self.brief
    settings.level = level
    for seed in 0..<12 {
      // Close, apart, disjoint, and with a row that is far out.
      for change: (Double) -> Double in [{ $0 }, { $0 + 0.3 }, { $0 + 9 }, { $0 < 0.03 ? 1e9 : $0 }] {
        let (x, y) = (Self.sample(seed, 12 + 9 * seed, seed % 2 * 2), Self.sample(seed + 50, 70, 0).map(change))
        let against = try DensitySample(y, against: Normal(mean: 0.5, sd: 0.3), settings: settings).table()
        for row in try SamplePair(x, y, settings: settings).table() + against {
          guard let value = row.value else {
            #expect(!row.note.isEmpty)
            continue
          }
          #expect((row.lower ?? value) <= value && value <= (row.upper ?? .infinity) && value >= 0, "\(row)")
          #expect(row.measure != "js" || value <= .log(2), "\(row)")
          #expect(row.upper != .infinity || row.note.contains("beyond the largest double") || value == .infinity, "\(row)")
        }
      }
    }
  }

  @Test func samplesThatAreNoneAreRefused() {
    #expect(throws: DensityError.self) { try SamplePair([1], [1, 2]) }
    #expect(throws: DensityError.self) { try SamplePair([1, 2], [3, 3]) }
    #expect(throws: DensityError.self) { try SamplePair([1, .nan], [3, 4]) }
    #expect(throws: DensityError.self) { try SamplePair([-1e308, -1e307], [1e307, 1e308]) }
  }

  private static var brief: SampleSettings {
    var settings = SampleSettings()
    settings.permutations = 99
    return settings
  }

  private static func row(
    _ measure: String, _ estimator: SampleEstimate.Estimator, _ x: [Double], _ y: [Double]
  ) throws -> SampleEstimate {
    try #require(try SamplePair(x, y, settings: brief).table().first { $0.measure == measure && $0.estimator == estimator })
  }

  private static func sample(_ seed: Int, _ count: Int, _ kind: Int) -> [Double] {
    (0..<count).map { i in
      let unit = Double((i * i * 7 + i * 31 + seed * 1013) % 10007) / 10007
      return kind == 0 ? unit : kind == 1 ? (unit * 8).rounded(.down) / 4 : unit / (1.001 - unit)
    }
  }
}

/// A sample against a density, whose distances are integrals.
@Suite struct DensitySampleTests {
  private static func rows(_ sample: [Double], _ density: String) throws -> [SampleEstimate] {
    var settings = SampleSettings()
    settings.permutations = 99
    return try DensitySample(sample, against: parseDensity(density), settings: settings).table()
  }

  /// F is a step at 0.25 and one at 0.5: the integrals over the unit interval by hand.
  @Test func distancesFromAUniformAreThoseByHand() throws {
    let rows = try Self.rows([0.25, 0.5], "uniform(0,1)")
    // ∫|F − u|: over [0, ¼] and [½, 1] triangles of u and 1 − u, over [¼, ½] the triangle of ½ − u.
    let exact = [0.03125 + 0.03125 + 0.125, (5.0 / 96).squareRoot(), 2 * (1.0 / 192 + 1.0 / 192 + 1.0 / 24), 0.5]
    for (row, value) in zip(rows, exact) { #expect(abs((row.value ?? .nan) - value) < 1e-13, "\(row), exactly \(value)") }
  }

  /// Draws of the density as a sample come ever nearer to it.
  @Test(arguments: ["normal(2,3)", "studentT(5,0,1)", "gamma(0.5,2)", "0.5*normal(-3,1)+0.5*uniform(1,2)"])
  func distancesAreThoseOfManyQuantiles(_ text: String) throws {
    let density = try parseDensity(text)
    let sample = (0..<25).map { density.quantile((Double($0 * 7 % 25) + 0.4) / 25) + 0.3 }
    let dense = (0..<20_000).map { density.quantile((Double($0) + 0.5) / 20_000) }
    var settings = SampleSettings()
    settings.permutations = 99
    let many = try SamplePair(sample, dense, settings: settings).table()
    for (row, other) in zip(try Self.rows(sample, text), many).prefix(4) {
      #expect(abs((row.value ?? .nan) - (other.value ?? .nan)) < 1e-2, "\(row) \(other)")
    }
  }

  @Test func whatIsInfiniteIsSaidToBe() throws {
    let rows = try Self.rows([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144], "cauchy(0,1)")
    #expect(rows.prefix(2).allSatisfy { $0.value == .infinity && $0.note.contains("infinite for every sample") })
    let outside = try Self.rows([0.1, 0.3, 0.5, 0.55, 0.6, 0.7, 0.8, 0.85, 0.9, 1.5], "uniform(0,1)")
    let kl = try #require(outside.first { $0.measure == "kl_pq" && $0.estimator == .nearestNeighbors })
    #expect(kl.value == .infinity && kl.note.hasPrefix("1 of the 10 rows lies outside"))
    // Where log q is below all doubles, q is not 0.
    let deep = try Self.rows((1...20).map { Double($0 * $0) * 1e298 }, "normal(0,1)").filter { $0.measure == "kl_pq" }.prefix(2)
    #expect(deep.allSatisfy { $0.value == nil && $0.note.hasPrefix("at 20 of the 20 rows the log density of Q") }, "\(deep)")
    // Squares of 1e300 are no infinite distance.
    let far = try Self.rows([1, 2, 3], "normal(1e300,1e299)")
    #expect(far[0].value.map { abs($0 / 1e300 - 1) < 1e-12 } == true && far[1].value == nil)
  }

  /// One row at 10¹² makes up the mean of log q, and its spread: said beside the numbers.
  @Test func aRowThatIsFarOutIsMarked() throws {
    let sample = (0..<200).map { Double(($0 * 7919) % 200) / 100 } + [1e12]
    let rows = try Self.rows(sample, "normal(1,0.6)").filter { $0.measure == "kl_pq" && $0.value != nil && $0.coverage != .guaranteed }
    #expect(rows.count == 2 && rows.allSatisfy { $0.isDoubtful && $0.note.contains("a few rows far out") }, "\(rows)")
  }

  /// Rows so close together that no estimate of a density has digits there: said, and no number.
  @Test(arguments: [-305, -312]) func rowsBelowTheNormalDoublesHaveNoKernelEstimate(power: Int) throws {
    func scaled(_ x: Int) -> Double { Double("\(x)e\(power)") ?? 0 }
    let ys = (1...40).map { $0 * $0 % 41 }
    let xs = ys.map(scaled)
    let rows = try DensitySample(xs, against: Normal(mean: 0, sd: 1)).table() + SamplePair(xs, ys.map(Double.init)).table()
    let kernel = rows.filter { $0.estimator == .kernel && $0.measure == "kl_pq" }
    #expect(kernel.count == 2 && kernel.allSatisfy { $0.value == nil && $0.lower == nil && $0.note.contains("bandwidth") }, "\(kernel)")
    #expect(rows.allSatisfy { $0.value?.isFinite ?? true }, "\(rows)")
  }
}
