//: # The birthday paradox: 39 %, not surely
//:
//: Statement [11](../README.md#statement-11) · claim [G1](../../CLAIMS.md) · scene
//: [the birthday test](http://127.0.0.1:8017/#/birthday)
//:
//: - **The slide says**: in a sample of size $\sqrt N$ from a support of $N$ points there is surely (“наверняка”) a
//:   duplicate. If the probability of a duplicate in a sample of size $s$ is large, it takes for the support about
//:   $s^2$ points.
//: - **Arora & Zhang (2017)** propose the test, and warn of unequal probabilities: these make duplicates more likely.
//: - **We say**: with $\sqrt N$ draws from $N$ equally likely points a duplicate has the probability 39 %. Where half
//:   of the samples hold one, $N$ is $0.72\,s^2$. For unequal probabilities the test bounds the support from below
//:   only. The same samples tell more: the share of colliding pairs estimates $\sum p_i^2$.

import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Scalars
import Studies
import Tabulation

let seed: UInt64 = 1
let notebook = Notebook(seed: seed)

//: ## Equal probabilities
//:
//: $s$ draws from $N$ equally likely points are all different with probability
//: $\prod_{i<s}(1 - i/N) \le e^{-s(s-1)/2N}$. For $s = \sqrt N$ and large $N$ a duplicate has the probability
//: $1 - e^{-1/2} = 0.393$.

func duplicate(_ draws: Int, of points: Int) -> Estimate { Estimate(1) - Birthday.allDistinct(draws, of: points) }
notebook.show("N = 10 000, s = 100: probability of a duplicate", duplicate(100, of: 10_000), digits: 6)
notebook.claim("it is at most 40 %", duplicate(100, of: 10_000), .atMost, 0.4)
notebook.claim("with √N draws a duplicate is sure", duplicate(100, of: 10_000), .equal, 1, expected: .fails)
notebook.plot(
  "probability", "How likely is a duplicate among s draws from 10 000 points?",
  caption: "At √N = 100 draws the chance is 39 %, with 119 it is even. A duplicate is nearly sure only from 3√N draws on.",
  against: Axis("s, number of draws", range: 0...400, mark: 100), over: grid(from: 2, to: 400, count: 200),
  [
    (
      Axis("probability of a duplicate", range: 0...1.05, mark: 0.5),
      [Curve("probability", "N = 10 000, equal probabilities", .optimal) { duplicate(Int($0.rounded()), of: 10_000).value }]
    )
  ])

//: Half of all samples hold a duplicate at $s \approx \sqrt{2 \log 2\,N} = 1.18\sqrt N$. So there
//: $N \approx s^2 / (2\log 2) = 0.72\,s^2$, and the slide's $s^2$ is 1.39 times too large. In the table `even_chance`
//: is this $s$, exactly, `square` is $s^2$, and `corrected` is $s^2/(2\log 2)$.

var sizes = Table(columns: ["points", "even_chance", "square", "corrected"])
for points in [365, 10_000, 160_000, 1_000_000] {
  let s = Birthday.median(of: points)
  sizes.append([.integer(points), .integer(s), .integer(s * s), .number(Double(s * s) / (2 * .log(2)))])
}
notebook.table("sizes", sizes)
notebook.claim("23 people have an even chance to share one of 365 birthdays", 0.5, .atMost, duplicate(23, of: 365))
notebook.claim("22 have not", duplicate(22, of: 365), .atMost, 0.5)
notebook.claim(
  "the product is N!/((N−s)! Nˢ)", Birthday.allDistinct(23, of: 365), .equal, Birthday.allDistinctByFactorials(23, of: 365))
notebook.claim("ten thousand points: ⌈½ + √(¼ + 2N log 2)⌉ draws are enough", Estimate(Double(Birthday.median(of: 10_000))), .atMost, 119)
notebook.claim("five points: the formula says 4 draws, but 3 are enough", Estimate(Double(Birthday.median(of: 5))), .equal, 3)
let exponent = Birthday.exponent(23, of: 365)
notebook.claim(
  "P(all different) ≤ exp(−s(s−1)/2N)", Birthday.allDistinct(23, of: 365), .atMost, Estimate(Double.exp(-exponent.lower)))

//: ## Unequal probabilities: what duplicates do not tell
//:
//: Take a generator that makes one picture a tenth of the time, and 100 000 others otherwise. Two draws coincide with
//: probability $\sum p_i^2$, about 1/100, so its effective size $1/\sum p_i^2$ is about 100. Half of its samples of 17
//: hold a duplicate. $s^2 = 289$ is not its support, and $s^2/(2\log 2) = 208$ is not its effective size: 100 equally
//: likely points have the even chance at 13 draws.

func generator(favourite share: Double) -> DiscreteSupport? {
  let others = 100_000
  return DiscreteSupport(weights: [share * Double(others) / (1 - share)] + [Double](repeating: 1, count: others))
}

if let favourite = generator(favourite: 0.1) {
  notebook.show("effective size 1/Σp² of \(favourite.probabilities.count) points", Estimate(favourite.effectiveSize), digits: 6)
  let test = BirthdayTest(Duplicates(), trials: 200)
  var measured = Table(columns: ["sample_size", "probability", "lower", "upper", "exact"])
  for size in 1...42 {
    let exact = Cell.number(favourite.duplicateProbability(size).value)
    guard [2, 5, 10, 17, 25, 40].contains(size), let duplicates = test.measure(SampleStock(favourite, seed: seed), size: size)?.duplicates
    else {
      measured.append([.integer(size), "", "", "", exact])
      continue
    }
    let limits = [duplicates.share, duplicates.limits.lower, duplicates.limits.upper]
    measured.append([.integer(size)] + limits.map(Cell.number) + [exact])
  }
  notebook.plot(
    "favourite",
    Picture(
      "One picture a tenth of the time, 100 000 others otherwise", of: measured,
      .curves(
        against: "sample_size", Axis("sample size s (samples)", range: 0...42),
        [
          Panel(
            Axis("probability of duplicates", range: 0...1.05, mark: 0.5),
            [
              Series("probability", "200 trials, 95 % limits", .q, .intervals(lower: "lower", upper: "upper")),
              Series("exact", "exact", .optimal),
            ], guides: [("1-exp(-x*(x-1)/(2.0*100))", "100 equally likely points")])
        ])),
    caption: "The two curves have the same Σp². Yet the generator with a favourite needs more draws for an even chance, 17 instead of 13.")
  let fewest = Birthday.fewestPoints(17, duplicateProbability: favourite.duplicateProbability(17).value)
  notebook.claim("what bounds the support from below, at s = 17, is below it", Estimate(fewest), .atMost, 100_001)
  notebook.claim("the support is s² = 289", 289, .equal, 100_001, expected: .fails)
  notebook.claim(
    "the effective size is s²/(2 log 2) = 208", Estimate(17 * 17 / (2 * Double.log(2))), .equal, Estimate(favourite.effectiveSize),
    expected: .fails)
}

//: ## Colliding pairs estimate Σp²
//:
//: A sample of $s$ has $s(s-1)/2$ pairs. The share of pairs that coincide is an unbiased estimate of $\sum p_i^2$,
//: whatever the probabilities. The table has it for three generators, from 2000 samples of 40 each, with its standard
//: error, beside the exact value. `effective_size` is 1 over the share.

var pairs = Table(columns: ["favourite_share", "share_of_pairs", "standard_error", "exact", "effective_size"])
for share in [0.05, 0.1, 0.3] {
  guard let favourite = generator(favourite: share),
    let measured = BirthdayTest(Duplicates(), trials: 2000).measure(SampleStock(favourite, seed: seed), size: 40)?.coincidences
  else { continue }
  let error = measured.standardError ?? .infinity
  pairs.append([share, measured.share, error, 1 / favourite.effectiveSize, measured.effectiveSize].map(Cell.number))
  // With 2000 samples the share is normal to good approximation; the seed is fixed.
  let exact = 1 / Estimate(favourite.effectiveSize)
  notebook.claim(
    "favourite \(share): Σp² is within three standard errors of the share of colliding pairs",
    (Estimate(measured.share) - exact).magnitude, .atMost, Estimate(3 * error))
}
notebook.table("pairs", pairs, digits: 3)

//: ## A density: duplicates within a tolerance
//:
//: A continuous generator never repeats itself exactly. With a tolerance $\varepsilon$ the effective size is
//: $1/P(|X - X'| \le \varepsilon)$. For a normal it is $1/\mathrm{erf}(\varepsilon / 2\sigma)$, and for small
//: $\varepsilon$ about $1/(2\varepsilon \int q^2)$. No single point has much of the mass then, and the even chance
//: comes where it would for that many equally likely points.

let q = Normal(mean: 0, sd: 1)
let tolerance = 0.001
let coincident = coincidence(q, within: tolerance)
notebook.claim("P(|X − X′| ≤ ε) = erf(ε/2) for N(0,1)", coincident, .equal, Estimate(Double.erf(tolerance / 2)))
notebook.claim("∫q² = 1/(2√π)", squareIntegral(q), .equal, Estimate(0.5 / Double.pi.squareRoot()))
if let result = BirthdayTest(Duplicates(within: tolerance)).evenChance(SampleStock(q, seed: seed)), let limits = result.evenChance {
  notebook.show("even chance at \(result.size) samples, 95 % limits \(Int(limits.lower)) to \(Int(limits.upper))")
  notebook.show("s²/(2 log 2)", Estimate(result.correctedEstimate), digits: 4)
  notebook.show("effective size", 1 / coincident, digits: 6)
  // The limits of the size, corrected, must hold the exact effective size; the seed is fixed.
  let corrected = [limits.lower, limits.upper].map { $0 * $0 / (2 * Double.log(2)) }
  notebook.claim("the lower limit is below the exact size", Estimate(corrected[0]), .atMost, 1 / coincident)
  notebook.claim("the upper limit is above it", 1 / coincident, .atMost, Estimate(corrected[1]))
}

//: ## Exercises

notebook.exercise(
  "Draw 2√N = 200 times from 10 000 equally likely points, twice as many as before. Predict the probability of a duplicate.",
  answer: ["s = 100": duplicate(100, of: 10_000), "s = 200": duplicate(200, of: 10_000)],
  because: "The exponent grows fourfold, from ½ to 2: $1 - e^{-2} = 0.865$.")
if let strong = generator(favourite: 0.2), let weak = generator(favourite: 0.1) {
  notebook.exercise(
    """
    Let the favourite picture come a fifth of the time, `generator(favourite: 0.2)`. What becomes of the effective size? And of \
    the support?
    """,
    answer: ["effective size, a tenth": Estimate(weak.effectiveSize), "a fifth": Estimate(strong.effectiveSize)],
    because: "It falls fourfold, to about $1/0.2^2 = 25$. The support stays at 100 001 points: duplicates do not see it.")
}
notebook.exercise(
  "Halve the tolerance of the density to 0.0005. What becomes of the effective size, and of the size s with an even chance?",
  answer: [
    "effective size, 0.001": 1 / coincident, "effective size, 0.0005": 1 / coincidence(q, within: 0.0005),
    "factor of s": sqrt(coincident / coincidence(q, within: 0.0005)),
  ], because: "The size doubles, so $s$ grows by $\\sqrt2$. A support measured by duplicates depends on what counts as one.")
notebook.finish()
