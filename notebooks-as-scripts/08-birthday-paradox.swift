//: # The birthday paradox: how large is a generator's support?
//:
//: The slide says: if samples of size $s$ hold duplicates with good probability, the support has about $s^2$ points (Arora & Zhang 2017; Arora, Risteski & Zhang
//: 2018). What can be proved is a little different, and here it is computed.

import Adversarial
import Calculus
import Claims
import Densities
import Divergences
import Notebook
import Plotting
import RealModule
import Scalars
import Tabulation

let seed: UInt64 = 1
let notebook = Notebook(seed: seed)

//: ## Equal probabilities
//:
//: Of $N$ equally likely points, $s$ draws are all different with probability $\prod_{i<s}(1 - i/N) \le e^{-s(s-1)/2N}$. Half of all samples hold a duplicate at
//: $s \approx \sqrt{2 \log 2\,N} = 1.18\sqrt N$, so $N \approx s^2 / (2\log 2) = 0.72\,s^2$: the slide's $s^2$ is 1.39 times too large.
//: In the table `even_chance` is that $s$ exactly, `square` $s^2$, and `corrected` $s^2/(2\log 2)$.

var sizes = Table(columns: ["points", "even_chance", "square", "corrected"])
for points in [365, 10_000, 160_000, 1_000_000] {
  let s = Birthday.median(of: points)
  sizes.append([.integer(points), .integer(s), .integer(s * s), .number(Double(s * s) / (2 * .log(2)))])
}
notebook.table("sizes", sizes)
notebook.claim(
  "23 people have an even chance to share one of 365 birthdays", 0.5, .atMost, Bounded(1) - Bounded(Birthday.allDistinct(23, of: 365)))
notebook.claim("22 have not", Bounded(1) - Bounded(Birthday.allDistinct(22, of: 365)), .atMost, 0.5)
notebook.claim(
  "the product is N!/((N−s)! Nˢ)", Bounded(Birthday.allDistinct(23, of: 365)), .equal,
  Bounded(Birthday.allDistinctByFactorials(23, of: 365)))
let exponent = Birthday.exponent(23, of: 365)
notebook.claim(
  "P(all different) ≤ exp(−s(s−1)/2N)", Bounded(Birthday.allDistinct(23, of: 365)), .atMost, Bounded(Double.exp(-exponent.lower)))

//: ## Unequal probabilities: the test sees the effective size
//:
//: Equal probabilities have the fewest duplicates, so duplicates bound the support from below: $N \ge s(s-1) / (2 \log\frac{1}{1-\gamma})$ where they have
//: probability $\gamma$. What is estimated is $1/\sum p_i^2$. A generator that makes one picture a tenth of the time and 100 000 others otherwise has an effective
//: size of about 100, and half of its samples of 17 hold a duplicate: the slide's $s^2$ would be 289.

let others = 100_000
if let favourite = DiscreteSupport(weights: [Double(others) / 9] + [Double](repeating: 1, count: others)) {
  notebook.show("effective size 1/Σp² of \(others + 1) points", Bounded(favourite.effectiveSize), digits: 6)
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
  notebook.claim("what bounds the support from below, at s = 17, is below it", Bounded(fewest), .atMost, Bounded(Double(others + 1)))
  notebook.claim("and the support is s² = 289", Bounded(289), .equal, Bounded(Double(others + 1)), expected: .fails)
}

//: ## A density: duplicates within a tolerance
//:
//: A continuous generator never repeats itself exactly. With a tolerance $\varepsilon$ the effective size is $1/P(|X - X'| \le \varepsilon)$, for a normal
//: $1/\mathrm{erf}(\varepsilon / 2\sigma)$, and about $1/(2\varepsilon \int q^2)$ for small $\varepsilon$.

let q = Normal(mean: 0, sd: 1)
let tolerance = 0.001
let coincident = Bounded(coincidence(q, within: tolerance))
notebook.claim("P(|X − X′| ≤ ε) = erf(ε/2) for N(0,1)", coincident, .equal, Bounded(Double.erf(tolerance / 2)))
notebook.claim("∫q² = 1/(2√π)", Bounded(squareIntegral(q)), .equal, Bounded(0.5 / Double.pi.squareRoot()))
if let result = BirthdayTest(Duplicates(within: tolerance)).evenChance(SampleStock(q, seed: seed)), let limits = result.evenChance {
  notebook.show("even chance at \(result.size) samples, 95 % limits \(Int(limits.lower)) to \(Int(limits.upper))")
  notebook.show("s²/(2 log 2)", Bounded(result.correctedEstimate), digits: 4)
  notebook.show("effective size", 1 / coincident, digits: 6)
  // The limits of the size, corrected, must hold the exact effective size; the seed is fixed.
  let corrected = [limits.lower, limits.upper].map { $0 * $0 / (2 * Double.log(2)) }
  notebook.claim("the lower limit is below the exact size", Bounded(corrected[0]), .atMost, 1 / coincident)
  notebook.claim("the upper limit is above it", 1 / coincident, .atMost, Bounded(corrected[1]))
}
notebook.finish()
