import Divergences
import RealModule
import Scalars
import Tabulation
import TestSupport
import Testing

@Suite struct MinimumDivergenceFitTests {
  private let mixture = "0.33*normal(-1,0.255)+0.67*normal(2,1.415)"

  /// The toy experiment of the f-GAN paper (Nowozin, Cseke, Tomioka 2016, table 3): the optimal normals for a mixture
  /// of two.
  ///
  /// The references solve ∫ (f(u) − u f′(u)) ∂q = 0, u = p/q, by Newton's method with the trapezium rule on 20 001
  /// points: no divergence is computed.
  @Test(arguments: [
    ("kl_pq", 1.010_000_000_000_000_5, 1.831_078_643_859_951_8, 0.282_969_548_7),
    ("kl_qp", 1.577_934_828_295_318_5, 1.631_807_228_813_279_7, 0.248_113_648_6),
    ("js", 1.306_806_571_158_672_7, 1.754_456_734_518_011_5, 0.064_018_238_5),
    ("jeffreys", 1.321_520_904_317_988_5, 1.703_448_638_838_951_4, 0.570_565_814_6),
    ("chi2_pq", 0.573_620_645_341_420_2, 1.927_710_414_994_135_5, 0.645_649_488_5),
    ("hellinger2", 1.312_875_158_077_157_8, 1.733_143_391_275_018_3, 0.067_314_501_6),
  ])
  func theFGANTableIsReproduced(measure: String, mean: Double, sd: Double, divergence: Double) throws {
    let fit = try minimumDivergenceFit(of: Normal.self, to: parseDensity(mixture), minimizing: named(measure))
    for (parameter, exact) in zip(fit.parameters, [mean, sd]) {
      #expect(abs(parameter.value - exact) <= parameter.error, "\(parameter), exactly \(exact)")
      #expect(parameter.error < 1e-9, "\(parameter)")
    }
    #expect(abs(fit.outcome.value - divergence) < 1e-10)
  }

  /// Over the normals, KL(P‖Q) is least where the mean and the variance are those of P.
  @Test func leastKLMatchesMoments() throws {
    let fit = try minimumDivergenceFit(of: Normal.self, to: parseDensity(mixture), minimizing: named("kl_pq"))
    let mean = 0.33 * -1 + 0.67 * 2
    let second = 0.33 * (1 + 0.255 * 0.255) + 0.67 * (4 + 1.415 * 1.415)
    for (parameter, exact) in zip(fit.parameters, [mean, (second - mean * mean).squareRoot()]) {
      #expect(abs(parameter.value - exact) <= parameter.error, "\(parameter)")
      #expect(parameter.error < 1e-8, "\(parameter)")
    }
  }

  @Test(arguments: [
    ("normal(3,0.01)", "kl_pq"), ("laplace(-2,5)", "js"), ("logistic(100,1)", "kl_qp"), ("gamma(2.5,0.1)", "kl_pq"),
    ("logNormal(1,0.5)", "hellinger2"),
    ("weibull(1.5,30)", "jeffreys"), ("gumbel(0,2)", "kl_pq"), ("beta(2,3)", "js"), ("exponential(7)", "kl_pq"),
    ("studentT(5,1,2)", "kl_pq"),
  ])
  func aMemberOfTheFamilyIsFound(text: String, measure: String) throws {
    let p = try #require(try parseDensity(text) as? any Family)
    let fit = try minimumDivergenceFit(of: type(of: p), to: p, minimizing: named(measure))
    for (parameter, exact) in zip(fit.parameters, p.values) {
      #expect(abs(parameter.value - exact) <= parameter.error + 1e-12 * abs(exact), "\(parameter), exactly \(exact)")
      #expect(parameter.error < 1e-5 * max(abs(exact), 1), "\(parameter)")
    }
  }

  /// Quantiles of a member, whose maxima `Tests/References/searched_fits.py` has by SciPy.
  @Test(arguments: [
    ("gev(1,2,0.2)", [0.9993669414776865, 1.9921836834803495, 0.2002410150781257], -476.45218258867783),
    ("gev(1,2,-0.3)", [1.0078976429181083, 1.997394874753867, -0.3057855058692317], -418.8651352793288),
    ("gev(0,1,1.5)", [-0.0049544466332263675, 0.9931869978472274, 1.5104547289390013], -487.486964203881),
    ("gev(1,0.5,-0.7)", [1.0029900893309036, 0.5004404292026686, -0.7090146849114047], -95.43216738701223),
    ("skewNormal(1,2,4)", [0.9967758609982167, 1.999109340712335, 4.069756013204236], -318.027386601797),
    ("skewNormal(-3,0.01,-6)", [-2.999982688403763, 0.009997139322940676, -6.156938630650769], 752.8451843691626),
    ("skewNormal(0,1,0.8)", [0.009764577875802842, 0.9926448610701943, 0.7837139534407997], -254.47268265353512),
  ])
  func theMaximumIsThatOfSciPy(text: String, values: [Double], logLikelihood: Double) throws {
    let density = try #require(try parseDensity(text) as? any Family)
    let data = (0..<200).map { density.quantile((Double($0) + 0.5) / 200) }
    let fit = try maximumLikelihoodFit(of: type(of: density), to: data)
    #expect(fit.outcome.status == .finite && abs(fit.outcome.value - logLikelihood) <= fit.outcome.error + 1e-9, "\(fit.outcome)")
    for (parameter, value) in zip(fit.parameters, values) {
      #expect(abs(parameter.value - value) <= 1e-5 * max(1, abs(value)), "\(parameter), by SciPy \(value)")
    }
  }

  @Test(arguments: [
    ("affine(normal(0,1),3,0.01)", "normal", "kl_qp", [3, 0.01]), ("affine(laplace(0,1),-2,5)", "laplace", "hellinger2", [-2, 5]),
    ("affine(gamma(2.5,1),0,10)", "gamma", "js", [2.5, 0.1]), ("truncated(exponential(7),0,100)", "exponential", "kl_pq", [7]),
    ("affine(studentT(5,0,1),1,2)", "studentT", "js", [5, 1, 2]),
  ])
  func aHiddenMemberIsFound(text: String, name: String, measure: String, values: [Double]) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    let fit = try minimumDivergenceFit(of: family, to: parseDensity(text), minimizing: named(measure))
    for (parameter, exact) in zip(fit.parameters, values) {
      #expect(abs(parameter.value - exact) <= parameter.error + 1e-12 * abs(exact), "\(parameter), exactly \(exact)")
      #expect(parameter.error < 1e-4 * max(abs(exact), 1), "\(parameter)")
    }
  }

  /// Shape and rate of a narrow gamma may change together only: the minimum is in a valley a thousandth wide.
  @Test func theValleyOfANarrowGammaIsFollowed() throws {
    let p = try parseDensity("normal(100,0.1)")
    let fit = minimumDivergenceFit(of: Gamma.self, to: p, minimizing: JensenShannon())
    let near = DensityPair(p, Gamma(shape: 1e6, rate: 1e4)).measure(JensenShannon()).value
    #expect(fit.outcome.status == .finite && fit.outcome.value <= near && fit.outcome.value > 0.99 * near, "\(fit)")
    #expect(fit.note.contains("local minimum"))
  }

  /// KL(Q‖P) has a minimum at each mode, and the note says that others may be lower; KL(P‖Q) over the normals has one.
  @Test func whatMayBeALocalMinimumSaysSo() throws {
    let p = try parseDensity("0.5*normal(-4,0.5)+0.5*normal(4,0.5)")
    #expect(try minimumDivergenceFit(of: Normal.self, to: p, minimizing: named("kl_qp")).note.contains("local minima found"))
    #expect(try minimumDivergenceFit(of: Normal.self, to: p, minimizing: named("kl_pq")).note.isEmpty)
  }

  /// Student's t approaches a normal, which it does not reach.
  @Test func aLimitIsNoMinimum() throws {
    let fit = try minimumDivergenceFit(of: StudentT.self, to: parseDensity("uniform(0,1)"), minimizing: named("kl_pq"))
    #expect(fit.outcome.status == .unresolved && fit.outcome.reason.contains("dof"), "\(fit.outcome)")
    // KL of the uniform from the normal with its moments, ½ log(2πe/12).
    #expect(abs(fit.outcome.value - 0.5 * .log(2 * .pi * .exp(1) / 12)) < 1e-9)
  }

  @Test func noFiniteDivergenceIsAReason() throws {
    let fit = try minimumDivergenceFit(of: Uniform.self, to: parseDensity("normal(0,1)"), minimizing: named("kl_pq"))
    #expect(fit.density == nil && fit.outcome.status == .infinite && fit.outcome.reason.contains("uniform"))
  }

  private func named(_ name: String) throws -> any FDivergence { try #require(Catalogue.fDivergences.first { $0.name == name }) }
}

@Suite struct MaximumLikelihoodFitTests {
  private let waiting: [Double]

  init() throws {
    waiting = try Table(readingCSV: packagePath("Examples/data/old-faithful.csv")).numbers(inColumn: "waiting")
  }

  /// The normal has its answer in closed form: mean, root of the mean square, and standard errors σ/√n and σ/√(2n).
  @Test func theNormalHasItsClosedForm() throws {
    let fit = try maximumLikelihoodFit(of: Normal.self, to: waiting)
    let n = Double(waiting.count)
    let mean = waiting.reduce(0, +) / n
    let sd = (waiting.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / n).squareRoot()
    #expect(abs(fit.parameters[0].value - mean) <= fit.parameters[0].error && fit.parameters[0].error < 1e-8)
    #expect(abs(fit.parameters[1].value - sd) <= fit.parameters[1].error && fit.parameters[1].error < 1e-8)
    #expect(abs((fit.parameters[0].standardError ?? 0) / (sd / n.squareRoot()) - 1) < 1e-4)
    #expect(abs((fit.parameters[1].standardError ?? 0) / (sd / (2 * n).squareRoot()) - 1) < 1e-4)
    let logLikelihood = -n * (Double.log(sd) + 0.5 * Double.log(2 * .pi) + 0.5)
    #expect(abs(fit.outcome.value - logLikelihood) <= fit.outcome.error + 1e-11)
  }

  /// Where the likelihood is highest, one more step of expectation and maximisation, written out, changes nothing.
  @Test func twoNormalsStandStillUnderEM() throws {
    var generator = CounterRandom(seed: 1)
    let fit = try normalMixtureFit(to: waiting, using: &generator)
    let v = fit.parameters.map(\.value)
    let shares = waiting.map { x in
      let first = v[0] * Normal(mean: v[1], sd: v[2]).density(at: x)
      return first / (first + (1 - v[0]) * Normal(mean: v[3], sd: v[4]).density(at: x))
    }
    func moments(_ weights: [Double]) -> (Double, Double) {
      let sum = weights.reduce(0, +)
      let mean = zip(weights, waiting).map { $0 * $1 }.reduce(0, +) / sum
      let variance = zip(weights, waiting).map { $0 * ($1 - mean) * ($1 - mean) }.reduce(0, +) / sum
      return (mean, variance.squareRoot())
    }
    let (first, second) = (moments(shares), moments(shares.map { 1 - $0 }))
    let step = [shares.reduce(0, +) / Double(waiting.count), first.0, first.1, second.0, second.1]
    for (parameter, next) in zip(fit.parameters, step) {
      #expect(abs(parameter.value - next) <= parameter.error + 1e-11, "\(parameter): \(next)")
      #expect(parameter.error < 1e-7 && (parameter.standardError ?? 0) > 0.01, "\(parameter)")
    }
    // The values that the literature has for these data.
    for (parameter, printed) in zip(fit.parameters, [0.3609, 54.6149, 5.8712, 80.0911, 5.8677]) {
      #expect(abs(parameter.value - printed) < 1e-4, "\(parameter)")
    }
    #expect(abs(fit.outcome.value - -1034.002) < 1e-3)
  }

  @Test func restartsAgreeAndUnitsDoNotMatter() throws {
    var generator = CounterRandom(seed: 1)
    let fit = try normalMixtureFit(to: waiting, using: &generator)
    var other = CounterRandom(seed: 99)
    let seconds = try normalMixtureFit(to: waiting.map { 60 * $0 + 1e4 }, using: &other)
    let expected = zip(fit.parameters, [(1, 0.0), (60, 1e4), (60, 0), (60, 1e4), (60, 0)]).map { $0.value * $1.0 + $1.1 }
    for (parameter, value) in zip(seconds.parameters, expected) {
      #expect(abs(parameter.value - value) < 1e-7 * abs(value), "\(parameter)")
    }
  }

  /// Cross entropy = −log-likelihood / n is what maximum likelihood minimises: no neighbour does better.
  @Test(arguments: ["logistic", "gumbel", "logNormal", "gamma", "weibull", "cauchy"])
  func noNeighbourIsMoreLikely(name: String) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    let fit = try maximumLikelihoodFit(of: family, to: waiting)
    let best = fit.parameters.map(\.value)
    func logLikelihood(_ values: [Double]) throws -> Double {
      let density: any AnalyticDensity = try family.init(validating: values)
      return waiting.map { density.logDensity(at: $0) }.reduce(0, +)
    }
    #expect(abs(try logLikelihood(best) - fit.outcome.value) < 1e-9)
    for index in best.indices {
      for factor in [1 - 1e-4, 1 + 1e-4] {
        var near = best
        near[index] *= factor
        #expect(try logLikelihood(near) < fit.outcome.value)
      }
      #expect(fit.parameters[index].error < 1e-6 * abs(best[index]))
    }
  }

  /// Oliver's search (1972): the mode is a datum. The digits are those of a search of another kind, over a grid of
  /// modes with 50 digits.
  @Test func theModeOfATriangleIsADatum() throws {
    let fit = try maximumLikelihoodFit(of: Triangular.self, to: waiting)
    for (parameter, exact) in zip(fit.parameters, [37.18524, 82, 96.47711]) { #expect(abs(parameter.value - exact) < 1e-5, "\(parameter)") }
    #expect(abs(fit.outcome.value - -1062.09820) < 1e-5 && fit.parameters[1].error == 0)
  }

  /// Data that are their own mirror image have two modes that are equally likely, and the bounds hold both.
  @Test(arguments: [[0.0, 1, 1, 2, 2, 3], [0, 1, 1.25, 3.75, 4, 5], [-1e6, -3, -3, 3, 3, 1e6]])
  func theErrorOfAModeCoversATie(_ data: [Double]) throws {
    let fit = try maximumLikelihoodFit(of: Triangular.self, to: data)
    let mirrored = try maximumLikelihoodFit(of: Triangular.self, to: data.map { data[0] + data[data.count - 1] - $0 })
    let (lower, mode, upper) = (fit.parameters[0], fit.parameters[1], fit.parameters[2])
    let image = data[0] + data[data.count - 1] - mode.value
    #expect(image != mode.value && abs(image - mode.value) <= mode.error, "\(fit)")
    #expect(abs((data[0] + data[data.count - 1] - upper.value) - lower.value) <= lower.error, "\(fit)")
    #expect(fit.note.contains("\(image)"), "\(fit)")
    for (one, other) in zip(fit.parameters, mirrored.parameters) { #expect(abs(one.value - other.value) <= one.error + other.error) }
  }

  /// Data with tails longer than a triangle's draw the ends so close to the outermost data that steps from farther out
  /// grow before they shrink. From the maximum no change of one end gains anything, and no other mode with its best
  /// ends.
  @Test func theEndsOfATriangleMayBeCloseToTheData() throws {
    let normal = Normal(mean: 0, sd: 1)
    let data = (0..<5000).map { index in normal.quantile((Double(index) + 0.5) / 5000) + 1e-4 * Double(index % 7) }.sorted()
    let fit = try maximumLikelihoodFit(of: Triangular.self, to: data)
    #expect(!fit.outcome.reason.contains("as likely"))
    func height(_ mode: Double) -> Double {
      func likelihood(_ logs: [Double]) -> Double {
        let (lower, upper) = (data[0] - .exp(logs[0]), data[data.count - 1] + .exp(logs[1]))
        var sum = Double(data.count) * .log(2 / (upper - lower))
        for x in data { sum += .log(x <= mode ? (x - lower) / (mode - lower) : (upper - x) / (upper - mode)) }
        return sum
      }
      var logs = [-3.0, -3]
      for _ in 0..<4 {
        for end in 0..<2 {
          var (low, high) = (-14.0, 2.0)
          while high - low > 1e-4 {
            let points = [low + (high - low) * 0.382, low + (high - low) * 0.618]
            let values = points.map { point in likelihood(end == 0 ? [point, logs[1]] : [logs[0], point]) }
            if values[0] < values[1] { low = points[0] } else { high = points[1] }
          }
          logs[end] = 0.5 * (low + high)
        }
      }
      return likelihood(logs)
    }
    let best = try #require(data.firstIndex(of: fit.parameters[1].value))
    #expect(abs(height(data[best]) - fit.outcome.value) < 1e-4)
    for step in [-500, -100, -20, -5, -2, -1, 1, 2, 5, 20, 100, 500] {
      #expect(height(data[best + step]) <= fit.outcome.value + fit.outcome.error)
    }
  }

  /// With uniform data every mode is nearly as likely as the best one. For each the ends are searched here one after the
  /// other, by sections of an interval.
  @Test(arguments: [1, 2, 3]) func theModeIsTheBestOfAllData(_ seed: UInt64) throws {
    var random = CounterRandom(seed: seed)
    let data = (0..<60).map { _ in Double.random(in: 0...1, using: &random) }.sorted()
    let fit = try maximumLikelihoodFit(of: Triangular.self, to: data)
    func best(_ mode: Double) -> Double {
      func likelihood(_ lower: Double, _ upper: Double) -> Double {
        data.reduce(Double(data.count) * .log(2 / (upper - lower))) {
          $0 + .log($1 <= mode ? $1 == mode ? 1 : ($1 - lower) / (mode - lower) : (upper - $1) / (upper - mode))
        }
      }
      var ends = [data[0] - 0.1, data[data.count - 1] + 0.1]
      for _ in 0..<30 {
        for end in 0..<2 {
          var (low, high) = end == 0 ? (-1.0, data[0]) : (data[data.count - 1], 2)
          while high - low > 1e-7 {
            let points = [low + (high - low) * 0.382, low + (high - low) * 0.618]
            let values = points.map { end == 0 ? likelihood($0, ends[1]) : likelihood(ends[0], $0) }
            if values[0] < values[1] { low = points[0] } else { high = points[1] }
          }
          ends[end] = 0.5 * (low + high)
        }
      }
      return likelihood(ends[0], ends[1])
    }
    let heights = data.map { best($0) }
    let highest = try #require(heights.max())
    // The sections end a little below the maximum.
    #expect(highest <= fit.outcome.value + fit.outcome.error && highest > fit.outcome.value - 1e-4)
    #expect(heights.firstIndex(of: highest).map { data[$0] } == fit.parameters[1].value)
  }

  /// In a sample of 100 000 of a uniform, too, all but a few modes are excluded by bounds.
  @Test(arguments: [1, 2, 3, 4]) func aTriangleFitsALargeUniformSample(_ seed: UInt64) throws {
    var random = CounterRandom(seed: seed)
    let data = (0..<100_000).map { _ in Double.random(in: 0...1, using: &random) }
    let fit = try maximumLikelihoodFit(of: Triangular.self, to: data)
    #expect(fit.outcome.status == .finite && fit.note == "", "\(fit)")
    #expect(fit.outcome.error < 1e-8 && fit.parameters.allSatisfy { $0.error < 1e-9 }, "\(fit)")
  }

  @Test(arguments: [
    ("exponential", [-1.0, 2]), ("gamma", [-1, 2]), ("weibull", [3, -0.5]), ("logNormal", [0, 1]), ("pareto", [0, 1]),
    ("beta", [0.5, 1.5]),
  ])
  func dataOutsideTheSupportHaveNoLikelihood(name: String, data: [Double]) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    let fit = try maximumLikelihoodFit(of: family, to: data)
    #expect(fit.outcome.value == -.infinity && fit.outcome.status == .infinite && fit.outcome.reason.contains("outside the support"))
  }

  @Test(arguments: [
    ("gamma", [3.0, 3]), ("gamma", [0, 1]), ("weibull", [3]), ("weibull", [0, 1]), ("logNormal", [2, 2, 2]), ("pareto", [5]),
    ("beta", [0.5, 0.5]), ("beta", [0, 0.5]), ("beta", [0.5, 1]), ("exponential", [0, 0]), ("cauchy", [1, 1, 1, 2, 5]),
  ])
  func anUnboundedLikelihoodSaysSo(name: String, data: [Double]) throws {
    let family = try #require(Catalogue.families.first { $0.name == name })
    let fit = try maximumLikelihoodFit(of: family, to: data)
    #expect(fit.outcome.value == .infinity && fit.density == nil && fit.outcome.reason.contains("unbounded"), "\(fit.outcome)")
  }

  @Test func oneValueIsEnoughForAnExponential() throws {
    let fit = try maximumLikelihoodFit(of: Exponential.self, to: [4])
    #expect(fit.parameters[0].value == 0.25 && abs(fit.outcome.value - -(.log(4) + 1)) <= fit.outcome.error)
  }

  @Test func theMedianOfAnEvenNumberIsAnInterval() throws {
    let fit = try maximumLikelihoodFit(of: Laplace.self, to: [1, 2, 4, 10])
    #expect(fit.parameters.map(\.value) == [3, 2.75] && fit.note.contains("from 2.0 to 4.0"))
    #expect(try maximumLikelihoodFit(of: Laplace.self, to: [1, 2, 2, 10]).note.isEmpty)
  }

  /// Lighter tails than a normal's: the likelihood rises with the dof for ever. Heavier ones: a local maximum, since it
  /// is unbounded elsewhere.
  @Test func studentsLikelihoodHasNoMaximum() throws {
    let light = try maximumLikelihoodFit(of: StudentT.self, to: waiting)
    let normal = try maximumLikelihoodFit(of: Normal.self, to: waiting)
    #expect(light.outcome.status == .unresolved && light.density == nil && light.outcome.value == normal.outcome.value)
    #expect(light.parameters[0].value == .infinity && light.outcome.reason.contains("dof"))
    let heavy = try maximumLikelihoodFit(of: StudentT.self, to: waiting + [300, -200])
    #expect(heavy.outcome.status == .finite && heavy.note.contains("unbounded") && heavy.note.contains("local maximum"))
  }

  /// Half of the data on one value: the supremum is approached as the scale shrinks. Two values equally often: a ridge.
  @Test func cauchyAtItsEdges() throws {
    let half = try maximumLikelihoodFit(of: Cauchy.self, to: [1, 1, 2, 4])
    #expect(half.outcome.status == .unresolved && half.density == nil)
    #expect(abs(half.outcome.value - (-4 * .log(.pi) - 2 * .log(1 * 3))) < 1e-12)
    let ridge = try maximumLikelihoodFit(of: Cauchy.self, to: [1, 3])
    #expect(ridge.parameters.map(\.value) == [2, 1] && ridge.note.contains("every location"))
    let density = try #require(ridge.density)
    #expect(abs(density.logDensity(at: 1) + density.logDensity(at: 3) - ridge.outcome.value) < 1e-12)
  }

  /// Velocities of 82 galaxies (Roeder 1990), of which seven are a cluster of their own.
  @Test(arguments: [1, 2, 3] as [UInt64]) func theClusterOfGalaxiesIsFound(seed: UInt64) throws {
    let velocities: [Double] = [
      9172, 9350, 9483, 9558, 9775, 10227, 10406, 16084, 16170, 18419, 18552, 18600, 18927, 19052, 19070, 19330, 19343, 19349, 19440, 19473,
      19529, 19541, 19547, 19663, 19846, 19856, 19863, 19914, 19918, 19973, 19989, 20166, 20175, 20179, 20196, 20215, 20221, 20415, 20629,
      20795, 20821, 20846, 20875, 20986, 21137, 21492, 21701, 21814, 21921, 21960, 22185, 22209, 22242, 22249, 22314, 22374, 22495, 22746,
      22747, 22888, 22914, 23206, 23241, 23263, 23484, 23538, 23542, 23666, 23706, 23711, 24129, 24285, 24289, 24366, 24717, 24990, 25633,
      26690, 26995, 32065, 32789, 34279,
    ]
    var generator = CounterRandom(seed: seed)
    let fit = try normalMixtureFit(to: velocities, using: &generator)
    #expect(abs(fit.outcome.value - -786.493_905_85) < 1e-6 && abs(fit.parameters[1].value - 9709.316) < 1e-2, "\(fit)")
    #expect(fit.note.contains("without bound") && fit.note.contains("local maximum"))
  }

  /// Forty values in a cluster of any width, and forty in one of width 1 ten units away.
  @Test(arguments: [1e-2, 1e-4, 1e-6, 1e-8]) func aNarrowClusterBesideAFarOne(width: Double) throws {
    var generator = CounterRandom(seed: 3)
    let (near, far) = (Normal(mean: 0, sd: width), Normal(mean: 10, sd: 1))
    let data = (0..<80).map { $0 < 40 ? near.sample(using: &generator) : far.sample(using: &generator) }
    let fit = try normalMixtureFit(to: data, using: &generator)
    try #require(fit.outcome.status == .finite && fit.parameters.count == 5, "\(fit)")
    #expect(abs(fit.parameters[0].value - 0.5) < 1e-6 && fit.parameters.allSatisfy { $0.error < 1e-3 * ($0.standardError ?? 0) })
    #expect(abs(fit.parameters[2].value / width - 1) < 0.5 && abs(fit.parameters[4].value - 1) < 0.5)
  }

  /// A component on one value of the data makes the likelihood as large as one likes: that is no maximum.
  @Test(arguments: [[1, 2], [0, 0, 1, 5], [1, 1, 1, 2, 2, 2]] as [[Double]]) func aComponentOnOneValueIsNoMaximum(_ data: [Double]) throws {
    var generator = CounterRandom(seed: 1)
    let fit = try normalMixtureFit(to: data, using: &generator)
    #expect(fit.density == nil && fit.outcome.status == .infinite && fit.outcome.reason.contains("shrinks"), "\(fit)")
  }

  /// Of normal data, rounded so that some coincide, a local maximum with two broad components is found instead.
  @Test func roundedDataHaveALocalMaximum() throws {
    var generator = CounterRandom(seed: 7)
    let normal = Normal(mean: 0, sd: 1)
    let data = (0..<40).map { _ in (10 * normal.sample(using: &generator)).rounded() / 10 }
    let fit = try normalMixtureFit(to: data, using: &generator)
    let (one, two) = (fit.parameters[2].value, fit.parameters[4].value)
    #expect(fit.outcome.status == .finite && fit.parameters.allSatisfy { $0.error < 1e-4 } && min(one, two) > 2e-3, "\(fit)")
  }

  @Test(arguments: [
    ([] as [Double], "a fit needs data, and there are none"),
    ([7.0], "a fit needs at least two different values, and the only one is 7.0"),
    ([7.0, 7, 7], "a fit needs at least two different values, and each of 3 is 7.0"),
    ([1, .nan], "a fit needs finite numbers, and one is nan"),
    ([-1e308, 1e308], "a fit needs data between 1e-290 and 1e300 wide, and these go from -1e+308 to 1e+308"),
  ])
  func dataThatCannotBeFitted(data: [Double], sentence: String) {
    var generator = CounterRandom(seed: 1)
    #expect(throws: FitError.self) { try maximumLikelihoodFit(of: Normal.self, to: data) }
    let error = #expect(throws: FitError.self) { try normalMixtureFit(to: data, using: &generator) }
    #expect(error?.description == sentence)
  }

  /// Of few data a half normal may be more likely than every skew normal, and of symmetric ones the normal.
  @Test func aSkewNormalMayHaveALimitOnly() throws {
    let half = try maximumLikelihoodFit(of: SkewNormal.self, to: [0.1, 0.2, 0.4, 0.9])
    #expect(half.outcome.status == .unresolved && half.outcome.reason.contains("half normal") && half.density == nil, "\(half)")
    #expect(half.parameters.map(\.value).prefix(3) == [0.1, half.parameters[1].value, .infinity], "\(half)")
    #expect(abs(half.outcome.value - 0.471633497228714634697) <= half.outcome.error, "\(half)")
    let data = [-2, -1.2, -0.9, -0.5, -0.2, 0, 0.2, 0.5, 0.9, 1.2, 2]
    let flat = try maximumLikelihoodFit(of: SkewNormal.self, to: data)
    let normal = try maximumLikelihoodFit(of: Normal.self, to: data)
    #expect(flat.outcome.status == .unresolved && flat.outcome.reason.contains("the normal"), "\(flat)")
    #expect(abs(flat.outcome.value - normal.outcome.value) <= flat.outcome.error + normal.outcome.error, "\(flat)")
  }

  @Test(
    arguments: [[1.0, 2], [0, 0, 0, 1], [1e-200, 2e-200, 5e-200], [1e200, -1e200, 3], [1, 1 + 1e-15], [1e15, 1e15 + 1, 1e15 + 2]]
      as [[Double]])
  func oddDataNeverTrap(data: [Double]) throws {
    var generator = CounterRandom(seed: 1)
    _ = try normalMixtureFit(to: data, using: &generator)
    for family in Catalogue.families {
      let fit = try maximumLikelihoodFit(of: family, to: data)
      #expect(!fit.outcome.value.isNaN && !fit.outcome.error.isNaN && fit.parameters.allSatisfy { !$0.value.isNaN && !$0.error.isNaN })
    }
  }
}
