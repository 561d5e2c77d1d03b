import Densities
import Divergences
import RealModule
import TestSupport
import Testing

/// What holds for every pair of densities, on random pairs over all families: values agree within their own errors
/// however they are had, and stand in the inequalities of the field.
@Suite struct PairLawTests {
  /// The f-divergences, each with what it becomes when P and Q change places: the one of the catalogue whose generator
  /// is u f(1/u), which is itself where it is symmetric, or else that generator.
  private static let partners: [any FDivergence] = Catalogue.fDivergences.map { f in
    Catalogue.fDivergences.first { isDual($0, of: f) } ?? exchanged(f)
  }

  private static func exchanged(_ f: some FDivergence) -> any FDivergence { Exchanged(base: f) }

  private static func isDual(_ g: any FDivergence, of f: any FDivergence) -> Bool {
    stride(from: -20.0, through: 20, by: 0.5).allSatisfy { logU in
      let (value, dual) = (g.value(logRatio: logU), Double.exp(logU) * f.value(logRatio: -logU))
      return abs(value - dual) <= 1e-13 * dual
    }
  }

  /// What tables list both ways is found both ways, and the symmetric ones are their own partners.
  @Test func partnersAreFound() {
    let partners = zip(Catalogue.fDivergences, Self.partners)
    #expect(partners.filter { $0.name == $1.name }.count >= 7 && partners.filter { $0.name != $1.name }.count >= 6)
    for (f, partner) in partners {
      let names = [f.name, partner.name].map { $0.replacing(/_(pq|qp|pm|qm)$/, with: "") }
      #expect(names[0] == names[1], "\(f.name) and \(partner.name)")
    }
  }

  @Test(arguments: RandomDensities.seeds)
  func randomPair(_ index: Int) throws {
    var densities = RandomDensities(seed: UInt64(index))
    let (p, q) = (try densities.next(), try densities.next())
    let table = measures(p, q)
    for (name, measurement) in table {
      #expect(!measurement.value.isNaN && measurement.error >= 0)
      #expect(measurement.status != .unresolved, "\(p) | \(q): \(name) \(measurement)")
    }
    // In exact arithmetic nothing of this changes a value.
    for (f, exchanged) in zip(Catalogue.fDivergences, DensityPair(q, p).measure(Self.partners)) {
      agree(table[f.name], exchanged, "\(p) | \(q): \(f.name) exchanged")
    }
    let relocated = measures(Relocated(base: p), Relocated(base: q))
    let scale = index % 2 == 0 ? -4 : -0x1p300
    let mirrored = measures(try Affine(p, shift: 0, scale: scale), try Affine(q, shift: 0, scale: scale))
    for name in table.keys {
      agree(table[name], relocated[name], "\(p) | \(q): \(name) with other landmarks")
      agree(table[name], mirrored[name], "\(p) | \(q): \(name) mirrored")
    }
    try inequalities(table, "\(p) | \(q)")
  }

  private func measures(_ p: any AnalyticDensity, _ q: any AnalyticDensity) -> [String: Estimate] {
    let results = DensityPair(p, q).measure(Catalogue.fDivergences)
    return Dictionary(uniqueKeysWithValues: results.map { ($0.measure, $0) })
  }

  private func agree(_ a: Estimate?, _ b: Estimate?, _ what: String) {
    guard let a, let b else {
      Issue.record("\(what) is missing")
      return
    }
    switch (a.status, b.status) {
    case (.finite, .finite): #expect(abs(a.value - b.value) <= a.error + b.error, "\(what): \(a), \(b)")
    case (.overflow(let x), .overflow(let y)): #expect(abs(x - y) <= 1e-8 * x, "\(what): \(x), \(y)")
    // Where neighbouring doubles are further apart than log v may be wrong, either answer is right.
    case (.overflow(let x), .unresolved), (.unresolved, .overflow(let x)): #expect(x > 1e15, "\(what): \(a), \(b)")
    default: #expect(a.status == b.status, "\(what): \(a), \(b)")
    }
  }

  /// Names as in the field: C1–C12 of the suite's list of inequalities between divergences.
  private func inequalities(_ table: [String: Estimate], _ pair: String) throws {
    func bounds(_ name: String) throws -> (low: Double, high: Double) {
      let measurement = try #require(table[name])
      return (measurement.value - measurement.error, measurement.value + measurement.error)
    }
    func ordered(_ low: Double, _ high: Double, _ what: String) {
      #expect(low <= high * (1 + 1e-15) + 1e-300, "\(pair): \(what), \(low) and \(high)")
    }
    let (kl, js, tv) = (try bounds("kl_pq"), try bounds("js"), try bounds("tv"))
    let (hellinger, triangular, chi) = (try bounds("hellinger2"), try bounds("triangular"), try bounds("chi2_pq"))
    let (back, half, reverseHalf) = (try bounds("kl_qp"), try bounds("kl_pm"), try bounds("kl_qm"))
    let log2 = Double.log(2)
    ordered(hellinger.low, tv.high, "H² ≤ TV")
    ordered(tv.low * tv.low, hellinger.high * (2 - min(hellinger.low, 1)), "TV ≤ √(H²(2 − H²))")
    ordered(2 * tv.low * tv.low, kl.high, "Pinsker")
    ordered(2 * hellinger.low, kl.high, "2 H² ≤ KL")
    ordered(kl.low, chi.high, "KL ≤ χ²")
    ordered(0.5 * tv.low * tv.low, js.high, "TV²/2 ≤ JS")
    ordered(js.low, log2 * tv.high, "JS ≤ log 2 TV")
    ordered(log2 * hellinger.low, js.high, "log 2 H² ≤ JS")
    ordered(js.low, hellinger.high, "JS ≤ H²")
    ordered(0.25 * triangular.low, js.high, "Δ/4 ≤ JS")
    ordered(js.low, 0.5 * log2 * triangular.high, "JS ≤ log 2 Δ/2")
    ordered(half.low, log2, "KL(P‖M) ≤ log 2")
    ordered(reverseHalf.low, log2, "KL(Q‖M) ≤ log 2")
    ordered(half.low, 0.5 * kl.high, "KL(P‖M) ≤ KL/2")
    ordered(4 * js.low, kl.high + back.high, "JS ≤ J/4")
    for name in table.keys { ordered(0, try bounds(name).high, "\(name) ≥ 0") }
    for (name, limit) in [("js", log2), ("tv", 1), ("hellinger2", 1), ("triangular", 2)] {
      ordered(try bounds(name).low, limit, "\(name) ≤ \(limit)")
    }
  }
}
