import Divergences
import Foundation
import RealModule
import Scalars
import TestSupport
import Testing

/// Minima over one normal: known ones, all of them, and none that units or a finer grid would change.
@Suite struct LandscapeTests {
  private static let mixture = "0.33*normal(-1,0.255)+0.67*normal(2,1.415)"
  private func landscape(_ text: String, _ names: [String]? = nil, box: NormalBox? = nil, density: Double = 1) throws -> Landscape {
    let objectives = LandscapeObjective.all.filter { names?.contains($0.name) ?? true }
    let p = try parseDensity(text)
    return Landscape(of: p, in: try #require(box ?? NormalBox(around: p)), objectives: objectives, density: density)
  }

  /// Every minimum on the f-GAN mixture; means and deviations from searches in other languages with quadrature of their
  /// own.
  @Test func theFGANMixtureHasTheseMinima() throws {
    let known: [(String, Double, Double, Double)] = [
      ("kl_pq", 1.01, 1.831_078_64, 0.282_969_548_7), ("kl_qp", 1.577_934_83, 1.631_807_23, 0.248_113_648_6),
      ("kl_qp", -0.954_959_59, 0.317_048_73, 0.989_893_359_1), ("js", 1.306_806_57, 1.754_456_73, 0.064_018_238_5),
      ("non_saturating_gradient", 1.737_325_22, 1.567_584_59, 0.107_901_920_8),
      ("non_saturating_gradient", -0.966_719_04, 0.299_924_30, 0.410_413_607_9),
      ("non_saturating_value", 1.697_736_80, 1.587_278_01, 0.166_314_968_5),
      ("non_saturating_value", -0.963_973_44, 0.303_887_14, 0.618_934_611_4),
      ("lecture_literal", -0.984_656_39, 0.273_383_94, -0.173_232_680_5), ("lecture_literal", 2.278_710_08, 0.751_102_80, -0.117_299_353_0),
      ("jeffreys", 1.321_520_90, 1.703_448_64, 0.570_565_814_6), ("chi2_pq", 0.573_620_65, 1.927_710_41, 0.645_649_488_5),
      ("hellinger2", 1.312_875_16, 1.733_143_39, 0.067_314_501_6), ("tv", 1.337_801_08, 1.879_631_84, 0.239_586_486_4),
    ]
    let minima = try landscape(Self.mixture).minima
    #expect(minima.count == known.count && minima.allSatisfy { $0.kind == .interior })
    for (minimum, (name, mean, deviation, value)) in zip(minima, known) {
      #expect(minimum.objective == name)
      #expect(
        abs(minimum.mean - mean) < 1e-7 && abs(minimum.deviation - deviation) < 1e-7 && abs(minimum.outcome.value - value) < 1e-9,
        "\(minimum)")
      #expect(minimum.outcome.error < 1e-11 && minimum.meanError < 1e-6)
    }
    #expect(minima.filter(\.isGlobal).count == 10)
    #expect(minima.map(\.mode) == [2, 2, 1, 2, 2, 1, 2, 1, 1, 2, 2, 2, 2, 2])
  }

  /// A shallow minimum at the majority itself, and a valley that is flat to fourth order in the mean, which is one
  /// minimum.
  @Test func shallowMinimaAreFoundAndFlatOnesNamedOnce() throws {
    let flat = try landscape("0.1*normal(-3,0.5)+0.9*normal(3,1)", ["lecture_literal"]).minima
    #expect(flat.count == 3, "\(flat)")
    let collapsed = try #require(flat.first)
    #expect(abs(collapsed.mean - 3) <= collapsed.meanError && abs(collapsed.mean - 3) < 1e-3)
    #expect(abs(collapsed.deviation - 0.312_871_08) < 1e-7)
    let shallow = try #require(flat.first { abs($0.mean - 3.0026) < 1e-3 && abs($0.deviation - 0.9943) < 1e-3 })
    #expect(abs(shallow.outcome.value - -0.038_496_4) < 1e-7 && shallow.kind == .interior && shallow.meanError < 1e-7)
    let laplace = try landscape("0.25*laplace(-3,0.4)+0.75*normal(1.5,0.8)", ["lecture_literal"]).minima
    #expect(laplace.count { abs($0.mean - 1.511_96) < 1e-4 && abs($0.deviation - 0.778_20) < 1e-4 } == 1, "\(laplace)")
  }

  /// Where the slope vanishes exactly is known by symmetry: no error is too small in a valley that is nearly flat.
  @Test(arguments: [0.275, 0.28, 0.3, 0.4]) func errorsHoldInFlatValleys(weight: Double) throws {
    let text = "\(weight)*normal(-2,1)+\(1 - 2 * weight)*normal(0,1)+\(weight)*normal(2,1)"
    let minima = try landscape(text, ["lecture_literal", "js"]).minima
    let central = minima.filter { abs($0.mean) < 0.1 }
    #expect(!central.isEmpty && central.allSatisfy { abs($0.mean) <= $0.meanError }, "\(central)")
  }

  private static let others = [
    mixture, "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "0.2*normal(0,0.1)+0.5*normal(3,1)+0.3*laplace(8,0.5)", "gumbel(0,1)",
  ]

  @Test(arguments: others.prefix(testMultiplier == 1 ? 1 : 1 + testMultiplier)) func aFinerGridFindsNoMore(_ text: String) throws {
    let (coarse, fine) = (try landscape(text).minima, try landscape(text, density: 2).minima)
    #expect(coarse.count == fine.count)
    for (a, b) in zip(
      coarse.sorted { ($0.objective, $0.mean) < ($1.objective, $1.mean) }, fine.sorted { ($0.objective, $0.mean) < ($1.objective, $1.mean) }
    ) {
      #expect(
        a.objective == b.objective && abs(a.mean - b.mean) < 1e-5 * a.deviation && abs(a.deviation - b.deviation) < 1e-5 * a.deviation,
        "\(a) \(b)")
    }
  }

  @Test func unitsDoNotMatter() throws {
    let names = ["kl_qp", "js", "lecture_literal"]
    let (plain, moved) = (
      try landscape(Self.mixture, names).minima, try landscape("0.33*normal(970,2.55)+0.67*normal(1000,14.15)", names).minima
    )
    #expect(plain.count == moved.count)
    for (a, b) in zip(plain, moved) {
      #expect(
        abs(980 + 10 * a.mean - b.mean) < 1e-5 && abs(10 * a.deviation - b.deviation) < 1e-5
          && abs(a.outcome.value - b.outcome.value) < 1e-10)
      // An error of a length has the unit of a length.
      #expect(a.meanError < b.meanError && b.meanError < 100 * a.meanError, "\(a) \(b)")
      #expect(a.deviationError < b.deviationError && b.deviationError < 100 * a.deviationError, "\(a) \(b)")
    }
  }

  /// In a unit that is a power of 2 smaller the same numbers are found, so an error of the deviation is as many times
  /// larger as the deviation.
  @Test func errorsHaveTheUnitOfX() throws {
    let names = ["kl_pq", "js"]
    let (plain, fine) = (
      try landscape("0.25*normal(-1,0.5)+0.75*normal(2,1)", names).minima,
      try landscape("0.25*normal(-1048576,524288)+0.75*normal(2097152,1048576)", names).minima
    )
    #expect(plain.count == fine.count && plain.count >= 2)
    for (a, b) in zip(plain, fine) where a.kind == .interior {
      for (small, large) in [(a.meanError, b.meanError), (a.deviationError, b.deviationError)] {
        #expect(large > 0x1p18 * small && large < 0x1p22 * small, "\(a) \(b)")
      }
    }
  }

  /// Of every divergence the member itself is the only minimum; the lecture's literal formula prefers a normal of 0.273
  /// deviations, to fourth order flat in the mean.
  @Test func aNormalIsItsOwnMinimum() throws {
    for minimum in try landscape("normal(2,3)").minima {
      if minimum.objective == "lecture_literal" {
        #expect(minimum.kind == .irregular && minimum.meanError == .infinity)
        #expect(
          abs(minimum.deviation / 3 - 0.273_25) < 1e-5 && abs(minimum.outcome.value + 0.097_581_1) < 1e-7 && abs(minimum.mean - 2) < 0.1)
      } else {
        #expect(abs(minimum.mean - 2) < 1e-6 && abs(minimum.deviation - 3) < 1e-6 && minimum.outcome.value < 1e-7, "\(minimum)")
      }
    }
    #expect(try landscape("normal(2,3)").minima.count == 10)
  }

  @Test func equalModesAreBothGlobal() throws {
    let minima = try landscape("0.5*normal(-4,0.5)+0.5*normal(4,0.5)", ["kl_qp"]).minima
    #expect(minima.count >= 2 && minima.filter(\.isGlobal).count == 2)
    #expect(Set(minima.filter(\.isGlobal).map(\.mode)) == [1, 2] && abs(minima[0].mean + minima[1].mean) < 1e-6)
    for minimum in minima.prefix(2) { #expect(abs(minimum.outcome.value - .log(2)) < 1e-6 && minimum.modeShare > 0.999) }
  }

  @Test func theEdgeOfABoxIsNoMinimum() throws {
    let box = NormalBox(means: Interval(3, 4), deviations: Interval(0.5, 1))
    let minima = try landscape(Self.mixture, ["kl_pq"], box: box).minima
    #expect(minima.count == 1 && minima[0].kind == .edge && abs(minima[0].mean - 3) < 1e-2 && abs(minima[0].deviation - 1) < 1e-2)
  }

  @Test func aBoxHoldsEveryComponent() throws {
    let box = try #require(NormalBox(around: parseDensity("0.999*normal(0,1)+0.001*normal(100,0.1)")))
    #expect(box.means.lower < -2.5 && box.means.upper >= 100 && box.deviations.lower < 0.011 && box.deviations.upper > 100)
    for text in ["pareto(0.001,1)", "normal(1e300,1)", "normal(0,1e-295)", "normal(1e20,1)"] {
      #expect(NormalBox(around: try parseDensity(text)) == nil, "\(text)")
    }
  }

  @Test func whatIsInfiniteEverywhereHasNone() throws {
    let minima = try landscape("cauchy(0,1)", ["kl_pq", "kl_qp", "chi2_pq"]).minima
    #expect(minima.map(\.objective) == ["kl_qp"])
    #expect(try landscape("uniform(0,1)", ["kl_qp"]).minima.isEmpty)
  }

  /// Where half of P lies far away, TV is exactly one half for a range of normals around the other half: a flat place,
  /// named once.
  @Test func aFlatPlaceIsNamedOnce() throws {
    let minima = try landscape("0.5*normal(-30,0.01)+0.5*normal(30,0.01)", ["tv"]).minima
    #expect(minima.filter { $0.kind == .irregular }.map(\.mode) == [1, 2])
  }

  /// The value of every objective from the measures that it is made of.
  @Test func objectivesAreWhatTheyAreCalled() throws {
    let (p, q) = (try parseDensity(Self.mixture), Normal(mean: 0.5, sd: 1.2))
    let measures = Dictionary(uniqueKeysWithValues: DensityPair(p, q).measure(Catalogue.fDivergences).map { ($0.measure, $0.value) })
    let loss = GeneratorLoss.nonSaturating.value(p, q).value
    func measure(_ name: String) -> Double { measures[name] ?? .nan }
    for objective in LandscapeObjective.all {
      let expected =
        switch objective.name {
        case "non_saturating_gradient": measure("kl_qp") - 2 * measure("js")
        case "non_saturating_value": loss - .log(2)
        case "lecture_literal": measure("kl_qp") - 2 * measure("js_lecture")
        default: measure(objective.name)
        }
      #expect(abs(objective.value(p, q).value - expected) < 1e-12, "\(objective.name)")
    }
  }
}
