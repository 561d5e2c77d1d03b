import Densities
import Foundation
import RealModule
import Scalars
import TestSupport
import Testing

/// Bandwidths, weights and boundaries of kernel density estimates.
@Suite struct KernelDensityTests {
  /// Values of `bw.nrd0` in R: decided by the quartiles, whose 1.34 is Silverman's, by the deviation, and by it alone
  /// where the quartiles are equal.
  @Test(arguments: [
    ([0.0, 1, 2, 3, 4, 100], 1.1734037442060097), ([-50, -1, -0.5, 0.25, 0.75, 1, 2.5, 40], 0.8862366564892572),
    ([1, 2, 3, 4, 5], 0.97358462285063574), ([0, 1, 1, 1, 1, 1, 1, 9], 1.7220309474444089),
  ]) func theBandwidthIsThatOfR(_ data: [Double], _ bandwidth: Double) {
    let own = Bandwidth.ruleOfThumb(data)
    #expect(abs(own - bandwidth) <= 4 * bandwidth.ulp, "\(own), not \(bandwidth)")
  }

  /// R's `bw.nrd0` and `bw.nrd`, and the improved Sheather–Jones rule by other code: `Tests/References/bandwidths.py`.
  @Test(arguments: [
    ("eruptions", "silverman", 0.334777034463943, 1e-13), ("waiting", "silverman", 3.98755882857918, 1e-13),
    ("eruptions", "scott", 0.394292951701978, 1e-13), ("waiting", "scott", 4.69645817588214, 1e-13),
    ("eruptions", "isj", 0.12483157303527986, 1e-3), ("waiting", "isj", 2.652615418413758, 1e-3),
  ])
  func rulesHaveTheValuesOfOthers(_ column: String, _ rule: String, _ bandwidth: Double, _ tolerance: Double) throws {
    let path = packageFolder.appending(path: "Examples/data/old-faithful.csv").path()
    let density = try #require(try parseDensity("kde(\(path):\(column), bandwidth=\(rule))") as? KernelDensity)
    #expect(abs(density.bandwidth / bandwidth - 1) <= tolerance, "\(density.bandwidth)")
  }

  /// Bandwidths, densities and distribution functions of five kinds of data, with and without weights, by numpy and
  /// SciPy: `Tests/References/bandwidths.py`.
  @Test func rulesAndEstimatesAreThoseOfSciPy() throws {
    let rows = try references("bandwidths.csv")
    #expect(rows.count == 30 && rows.count { $0[3].isEmpty } <= 5)
    for row in rows {
      let (data, weights) = Self.dataSet(row[0])
      let rule = try #require(Bandwidth.rules.first { $0.name == row[2] }).rule
      let estimate = try? KernelDensity(data, bandwidth: rule, weights: row[1] == "True" ? weights : nil)
      guard let bandwidth = Double(row[3]) else {
        #expect(estimate == nil, "\(row)")
        continue
      }
      let own = try #require(estimate)
      // The grids of the two cosine series differ.
      let tolerance = row[2] == "isj" ? 1e-3 : 1e-12
      #expect(abs(own.bandwidth / bandwidth - 1) <= tolerance, "\(row): \(own.bandwidth)")
      let exact = try KernelDensity(data, bandwidth: .fixed(bandwidth), weights: row[1] == "True" ? weights : nil)
      for start in [4, 7, 10] {
        let values = row[start..<start + 3].map { Double($0) ?? .nan }
        #expect(abs(exact.density(at: values[0]) / values[1] - 1) <= 1e-9, "\(row)")
        #expect(abs(exact.cumulative(values[0]) / values[2] - 1) <= 1e-9, "\(row)")
      }
    }
  }

  /// The numbers and weights of a set of the script.
  private static func dataSet(_ kind: String) -> ([Double], [Double]) {
    let index = ["bimodal", "heavy", "rounded", "skewed", "far"].firstIndex(of: kind) ?? 0
    var random = SplitMix64(state: UInt64(index + 1))
    var (numbers, weights): ([Double], [Double]) = ([], [])
    for _ in 0..<80 + 60 * index {
      let (u, v, w, weight) = (random.unit(), random.unit(), random.unit(), random.unit())
      switch kind {
      case "bimodal": numbers.append(w < 0.6 ? (u + v) / 2 : (u + v) / 4 + 1.25)
      case "heavy": numbers.append((2 * u - 1) / (u * (1 - u)))
      case "rounded": numbers.append(((u + v + w) * 20).rounded(.down) / 8)
      case "skewed": numbers.append(u * u / (1.03125 - u) + v / 4)
      default: numbers.append(1e6 + (u + v + w) / 1024)
      }
      weights.append(weight < 0.1 ? 0 : weight * weight)
    }
    return (numbers, weights)
  }

  private static let column: ColumnReader = { (file, names) throws(DensityError) in
    let columns = [
      "x": [0.1, 0.4, 1, 2, 2, 7], "w": [1, 2, 0, 1, 1, 3], "twice": [0.1, 0.4, 0.4, 2, 2, 7], "minus": [1, 1, -1, 1, 1, 1],
    ]
    return try names.map { name throws(DensityError) in
      guard let numbers = columns[name] else { throw DensityError("'\(file)' has no column '\(name)'") }
      return numbers
    }
  }

  /// A datum of weight 2 is two data; one of weight 0 is none.
  @Test func weightsAreAsManyData() throws {
    let weighted = try parseDensity("kde(a.csv:x,weights=w,bandwidth=0.5)", columns: Self.column)
    let repeated = try KernelDensity([0.1, 0.4, 0.4, 2, 2, 7, 7, 7], bandwidth: 0.5)
    for x in [-1, 0.3, 2.2, 5, 9.0] {
      #expect(abs(weighted.logDensity(at: x) - repeated.logDensity(at: x)) <= 1e-13)
      #expect(abs(weighted.cumulative(x) - repeated.cumulative(x)) <= 1e-15)
    }
    let own = try #require(try parseDensity("kde(a.csv:x,weights=w,bandwidth=scott)", columns: Self.column) as? KernelDensity)
    #expect(own.bandwidth > 0 && own.bandwidth.isFinite)
  }

  /// Reflected, p(a + d) is p̂(a + d) + p̂(a − d), its slope at a is 0, and the mass is 1.
  @Test(arguments: ["boundary=0", "boundary=0:", "boundary=0:8", "boundary=:7.5"]) func aBoundaryReflects(_ option: String) throws {
    let plain = try parseDensity("kde(a.csv:x,bandwidth=0.5)", columns: Self.column)
    let text = "kde(a.csv:x,bandwidth=0.5,\(option))"
    let density = try parseDensity(text, columns: Self.column)
    #expect(density.description == text && abs(density.cumulative(density.hull.upper) - 1) <= 1e-12)
    let (lower, upper) = (density.hull.lower, density.hull.upper)
    #expect(
      lower == (option.hasPrefix("boundary=:") ? -.infinity : 0)
        && upper == (option.hasSuffix("8") ? 8 : option.hasSuffix("7.5") ? 7.5 : .infinity))
    for x in [0.05, 0.3, 1.5, 6.9, 7.4] {
      let images = [lower, upper].filter(\.isFinite).map { plain.density(at: 2 * $0 - x) }.reduce(0, +)
      #expect(abs(density.density(at: x) / (plain.density(at: x) + images) - 1) <= 1e-9, "at \(x)")
    }
    for end in [lower, upper] where end.isFinite { #expect(abs(density.score(at: end)) <= 1e-9) }
    #expect(density.logDensity(at: -0.1) == -.infinity || lower == -.infinity)
  }

  @Test(arguments: [
    ("kde(a.csv:x,weights=minus)", "a weight must be a finite number of 0 or more, not -1.0"),
    ("kde(a.csv:x,boundary=1)", "the data must lie inside the boundary, and go from 0.1 to 7.0"),
    ("kde(a.csv:x,boundary=a)", "'a' is not a number"), ("kde(a.csv:x,boundary=:)", "boundary must be a number, LOWER:UPPER"),
    ("kde(a.csv:x,bandwidth=sliverman)", "did you mean silverman?"), ("kde(a.csv:x,bandwith=1)", "did you mean bandwidth?"),
    ("kde(a.csv:x,weights=v)", "has no column 'v'"), ("kde(a.csv:x,bandwidth=1,bandwidth=2)", "bandwidth is given twice"),
  ])
  func refusalsOfOptions(_ text: String, _ sentence: String) throws {
    let error = #expect(throws: DensityError.self) { try parseDensity(text, columns: Self.column) }
    #expect(error?.description.contains(sentence) ?? false, "\(error?.description ?? "")")
  }
}
