//: # The birthday paradox: how large is a generator's support?
//:
//: The slide says: in a sample of size $\sqrt N$ from a support of $N$ points there is surely (“наверняка”) a
//: duplicate; if the probability of a duplicate in a sample of size $s$ is large, the support has about $s^2$ points
//: (after Arora & Zhang 2017; Arora, Risteski & Zhang 2018). What can be proved is a little different, and here it is
//: computed.

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
//: Of $N$ equally likely points, $s$ draws are all different with probability $\prod_{i<s}(1 - i/N) \le
//: e^{-s(s-1)/2N}$. Half of all samples hold a duplicate at $s \approx \sqrt{2 \log 2\,N} = 1.18\sqrt N$, so $N \approx
//: s^2 / (2\log 2) = 0.72\,s^2$: the slide's $s^2$ is 1.39 times too large. In the table `even_chance` is that $s$
//: exactly, `square` $s^2$, and `corrected` $s^2/(2\log 2)$.

var sizes = Table(columns: ["points", "even_chance", "square", "corrected"])
for points in [365, 10_000, 160_000, 1_000_000] {
  let s = Birthday.median(of: points)
  sizes.append([.integer(points), .integer(s), .integer(s * s), .number(Double(s * s) / (2 * .log(2)))])
}
notebook.table("sizes", sizes)
notebook.claim(
  "23 people have an even chance to share one of 365 birthdays", 0.5, .atMost, Estimate(1) - Birthday.allDistinct(23, of: 365))
notebook.claim("22 have not", Estimate(1) - Birthday.allDistinct(22, of: 365), .atMost, 0.5)
notebook.claim(
  "the product is N!/((N−s)! Nˢ)", Birthday.allDistinct(23, of: 365), .equal,
  Birthday.allDistinctByFactorials(23, of: 365))
notebook.claim(
  "with √N draws a duplicate is sure, N = 10⁶", Estimate(1) - Birthday.allDistinct(1000, of: 1_000_000), .equal, 1, expected: .fails
)
notebook.claim("ten thousand points: ⌈½ + √(¼ + 2N log 2)⌉ draws are enough", Estimate(Double(Birthday.median(of: 10_000))), .atMost, 119)
notebook.claim("five points: the formula says 4 draws, but 3 are enough", Estimate(Double(Birthday.median(of: 5))), .equal, 3)
let exponent = Birthday.exponent(23, of: 365)
notebook.claim(
  "P(all different) ≤ exp(−s(s−1)/2N)", Birthday.allDistinct(23, of: 365), .atMost, Estimate(Double.exp(-exponent.lower)))

//: ## Unequal probabilities: what duplicates do not tell
//:
//: Equal probabilities have the fewest duplicates, so duplicates bound the support from below:
//: $N \ge s(s-1) / (2 \log\frac{1}{1-\gamma})$ where they have probability $\gamma$. A generator that makes one picture
//: a tenth of the time and 100 000 others otherwise has an effective size $1/\sum p_i^2$ of about 100, and half of its
//: samples of 17 hold a duplicate. So the slide's $s^2$ would be 289 points, and $s^2/(2\log 2) = 208$ is not the
//: effective size either: 100 equal points have an even chance at 13 draws. What estimates $\sum p_i^2$, without bias,
//: is the share of colliding pairs among all $s(s-1)/2$ pairs of a sample.

let others = 100_000
if let favourite = DiscreteSupport(weights: [Double(others) / 9] + [Double](repeating: 1, count: others)) {
  notebook.show("effective size 1/Σp² of \(others + 1) points", Estimate(favourite.effectiveSize), digits: 6)
  let test = BirthdayTest(Duplicates(), trials: 200)
  var measured = Table(columns: ["sample_size", "probability", "lower", "upper", "exact"])
  var curve = measured
  for size in 1...42 {
    let exact = Cell.number(favourite.duplicateProbability(size).value)
    guard [2, 5, 10, 17, 25, 40].contains(size), let duplicates = test.measure(SampleStock(favourite, seed: seed), size: size)?.duplicates
    else {
      curve.append([.integer(size), "", "", "", exact])
      continue
    }
    let row = [.integer(size)] + [duplicates.share, duplicates.limits.lower, duplicates.limits.upper].map(Cell.number) + [exact]
    measured.append(row)
    curve.append(row)
  }
  notebook.table("favourite", measured, digits: 4)
  notebook.plot(
    "favourite",
    Picture(
      "One picture a tenth of the time, 100 000 others otherwise", of: curve,
      .curves(
        against: "sample_size", Axis("sample size s (samples)", range: 0...42),
        [
          Panel(
            Axis("probability of duplicates", range: 0...1.05, mark: 0.5),
            [
              Series("probability", "200 trials, 95 % limits", .q, .intervals(lower: "lower", upper: "upper")),
              Series("exact", "exact", .optimal),
            ], guides: [("1-exp(-x*(x-1)/(2.0*100))", "100 equally likely points")])
        ])))
  let atEvenChance = favourite.duplicateProbability(17)
  let fewest = Birthday.fewestPoints(17, duplicateProbability: atEvenChance.value)
  notebook.claim("what bounds the support from below, at s = 17, is below it", Estimate(fewest), .atMost, Estimate(Double(others + 1)))
  notebook.claim("and the support is s² = 289", Estimate(289), .equal, Estimate(Double(others + 1)), expected: .fails)
  notebook.claim(
    "the effective size is s²/(2 log 2) = 208", Estimate(17 * 17 / (2 * Double.log(2))), .equal, Estimate(favourite.effectiveSize),
    expected: .fails)
  // With 2000 samples of 40 the share is normal to good approximation; the seed is fixed.
  if let pairs = BirthdayTest(Duplicates(), trials: 2000).measure(SampleStock(favourite, seed: seed), size: 40)?.coincidences {
    let share = Estimate(pairs.share, error: 3 * (pairs.standardError ?? .infinity))
    notebook.show("share of colliding pairs in 2000 samples of 40", share, digits: 3)
    notebook.claim(
      "Σp² is within three standard errors of it: above the lower end", Estimate(share.value - share.error), .atMost,
      1 / Estimate(favourite.effectiveSize))
    notebook.claim("and below the upper one", 1 / Estimate(favourite.effectiveSize), .atMost, Estimate(share.value + share.error))
  }
}

//: ## A density: duplicates within a tolerance
//:
//: A continuous generator never repeats itself exactly. With a tolerance $\varepsilon$ the effective size is
//: $1/P(|X - X'| \le \varepsilon)$, for a normal $1/\mathrm{erf}(\varepsilon / 2\sigma)$, and about
//: $1/(2\varepsilon \int q^2)$ for small $\varepsilon$. No single place then has much of the mass, and the even chance
//: comes where it would for that many equal points.

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
notebook.finish()
