import Densities
import RealModule

/// Enclosures of integrals over a pair of densities: panels of parts on which the integrands are holomorphic, and tails.
struct PairIntegrals {
  /// What was proved of an integral.
  enum Result {
    case enclosed(Ball)
    case infinite(reason: String)
    case refused(reason: String)
  }

  let parts: [Part]
  private let landmarks: [Landmark]
  private let integrals: [Integral]
  private(set) var results: [Integral: Result] = [:]
  /// What the enclosure of each integral is the sum of, by the indices of the parts; of an infinite one where it diverges.
  private(set) var steps: [Integral: [Int: Steps]] = [:]
  /// What is left to be found.
  private var open: Set<Integral>
  /// log₂ of what each panel may add to an integral's width.
  private var tolerances: [Integral: Double] = [:]

  /// The relative width that is aimed at, and the most panels of a part.
  private static let (goal, mostPanels, mostCuts) = (1e-11, 4000, 400)

  /// All of these integrals, or the reason why nothing can be enclosed.
  init(_ p: any Enclosable, _ q: any Enclosable, _ integrals: [Integral], _ reading: Reading) {
    self.integrals = integrals
    open = Set(integrals)
    landmarks = Array(Set(p.landmarks + q.landmarks))
    var cuts: [Rational] = []
    for cut in (p.cuts(reading) + q.cuts(reading)).sorted(by: { $0.isBelow($1) }) where cuts.last.map({ $0.isBelow(cut) }) ?? true {
      cuts.append(cut)
    }
    guard cuts.count <= Self.mostCuts else {
      parts = []
      for integral in integrals { results[integral] = .refused(reason: "there are more than \(Self.mostCuts) break points") }
      return
    }
    let ends: [Rational?] = [nil] + cuts + [nil]
    let marks = landmarks
    parts = zip(ends, ends.dropFirst()).flatMap { Self.parts(reading, from: $0, to: $1, p, q, integrals, marks) }
    for (index, part) in parts.enumerated() {
      for (integral, reason) in part.infinities where results[integral] == nil {
        results[integral] = .infinite(reason: reason)
        steps[integral] = [index: Steps()]
      }
    }
    open.subtract(results.keys)
    enclose()
  }

  private static func parts(
    _ reading: Reading, from lower: Rational?, to upper: Rational?, _ p: any Enclosable, _ q: any Enclosable, _ integrals: [Integral],
    _ landmarks: [Landmark]
  ) -> [Part] {
    let program = Program()
    let x = Position(program: program, reading, anchor: lower ?? upper ?? .zero, offset: program.input, lower: lower, upper: upper)
    let positive = [p, q].filter { $0.logDensity(at: x) != nil }
    if positive.isEmpty && !integrals.contains(.wasserstein) { return [] }
    let singular = positive.flatMap { $0.singularities(reading) }
    func isSingular(_ cut: Rational?) -> Bool { cut.map { cut in singular.contains { $0.equals(cut) } } ?? false }
    return Shape.shapes(reading, from: lower, to: upper, singular: (isSingular(lower), isSingular(upper)), landmarks)
      .compactMap { Part($0, p, q, integrals) }
  }

  /// Encloses what is open, more finely until the widths are small.
  private mutating func enclose() {
    guessTolerances()
    for bits in [64, 128, 256] {
      if open.isEmpty { return }
      for integral in open { tolerances[integral] = max(tolerances[integral] ?? 0, rounding(of: integral, bits: bits)) }
      var sums = open.reduce(into: [Integral: Ball]()) { $0[$1] = Ball(0) }
      for integral in open { steps[integral] = [:] }
      for index in parts.indices { add(index, bits: bits, to: &sums) }
      for integral in integrals where open.contains(integral) {
        let sum = sums[integral] ?? Ball(0)
        let width = (sum.upperEnd - sum.lowerEnd).log2
        guard sum.isFinite else {
          refuse(integral, "an integrand was not bounded")
          continue
        }
        results[integral] = .enclosed(sum)
        if sum.isZero || width < .infinity && width <= sum.log2 + Double.log2(Self.goal) {
          open.remove(integral)
        } else {
          tolerances[integral] = min(sum.log2, tolerances[integral] ?? 0) - (bits == 64 ? 46 : 50)
        }
      }
    }
    for integral in open { refuse(integral, "no narrow enclosure was found") }
  }

  /// About log₂ of what is lost to rounding: what cancels is of the size of the masses, and has no more digits than these bits.
  private func rounding(of integral: Integral, bits: Int) -> Double {
    switch integral {
    case .affinity, .entropyP, .entropyQ, .crossEntropy, .massP, .massQ: -.infinity
    // The signs of what cancels are looked for, on many panels.
    case .totalVariation: Double(14 - bits)
    case .wasserstein: Double(14 - bits) + Double.log2(landmarks.map(\.scale).min() ?? 1)
    default: Double(-bits)
    }
  }

  /// The size of each integral, from the landmarks: what no proof rests on.
  private mutating func guessTolerances() {
    for integral in integrals { tolerances[integral] = -.infinity }
    for part in parts {
      let registers = part.registers(bits: 64)
      let marks = (part.marks(landmarks) + (part.outputs.contains { $0.integral.canPeakFarOut } ? part.farMarks(landmarks) : []))
        .filter { part.contains($0) }.sorted()
      // An overlap may be largest anywhere between two densities that are far apart.
      let steps = part.outputs.contains { $0.integral == .affinity } ? 8 : 1
      for (a, b) in zip(marks, marks.dropFirst()) {
        for step in 0..<steps {
          registers.run(at: Ball(a + (b - a) * (Double(step) + 0.5) / Double(steps)))
          for output in part.outputs {
            let size = registers.log2(Int(output.register)) + Double.log2((b - a) / Double(steps))
            if size.isFinite { tolerances[output.integral] = max(tolerances[output.integral] ?? -.infinity, size) }
          }
        }
      }
    }
    // What no landmark sees is small beside 1, or is found to be when it has been enclosed. An overlap may be any small number.
    for integral in integrals {
      let size = tolerances[integral] ?? -.infinity
      tolerances[integral] = (size == -.infinity || size <= -1000 && integral != .affinity ? -20 : size) - 46
    }
  }

  /// Adds what a part contributes to each open integral.
  private mutating func add(_ place: Int, bits: Int, to sums: inout [Integral: Ball]) {
    let part = parts[place]
    var (from, to) = (part.from, part.to)
    for isUpper in part.openEnds {
      let tails = tails(of: place, isUpper: isUpper)
      let input = tails.first?.value.input
      if isUpper { to = input.map { Ball($0) } } else { from = input.map { Ball($0) } }
      for (integral, tail) in tails {
        sums[integral] = tail.enclosure.flatMap { bound in sums[integral].map { $0 + bound } }
        steps[integral, default: [:]][place, default: Steps()].tails.append(tail)
      }
    }
    guard let from, let to else { return }
    let outputs = part.outputs.filter { open.contains($0.integral) }
    if outputs.isEmpty { return }
    let marks = part.marks(landmarks).filter { from.upper < $0 && $0 < to.lower }
    let ends = [from] + marks.map { Ball($0) } + [to]
    let tests = outputs.map { $0.kind == .smooth ? nil : part.signTest($0.kind, bits: bits) }
    for (output, test) in zip(outputs, tests) where output.kind != .smooth && test == nil {
      refuse(output.integral, "a distribution function has no formula in balls")
      return
    }
    var panels = PanelSums(
      part.registers(bits: bits), outputs, tests, densities: part.densityRegisters,
      tolerances: outputs.map { tolerances[$0.integral] ?? 0 }, bits: bits)
    for (a, b) in zip(ends, ends.dropFirst()) { panels.add(from: a, to: b, mostPanels: Self.mostPanels) }
    for (index, output) in outputs.enumerated() {
      if panels.hasGivenUp.contains(index) {
        refuse(output.integral, "it needs more than \(Self.mostPanels) panels")
      } else {
        sums[output.integral] = sums[output.integral].map { $0 + panels.sums[index] }
        steps[output.integral, default: [:]][place, default: Steps()].panels = panels.panels[index]
      }
    }
  }

  /// What was enclosed with fewer bits stays enclosed, unless that says next to nothing.
  private mutating func refuse(_ integral: Integral, _ reason: String) {
    var isUseful = false
    if case .enclosed(let sum) = results[integral] {
      let width = (sum.upperEnd - sum.lowerEnd).log2
      isUseful = width < .infinity && width <= max(sum.log2 - 20, -60)
    }
    if !isUseful { results[integral] = .refused(reason: reason) }
    open.remove(integral)
  }

  /// The bounds of what is beyond some input on the way to an open end, the same for all. What is infinite there is settled, and
  /// what cannot be bounded is refused.
  private mutating func tails(of place: Int, isUpper: Bool) -> [Integral: Steps.Tail] {
    let part = parts[place]
    let sign: Double = isUpper ? 1 : -1
    var step = 0.25
    var input = part.begin(landmarks, isUpper: isUpper)
    var reached: [Integral: Double] = [:]
    var reasons: [Integral: String] = [:]
    for index in 0..<70 {
      input += sign * step
      step *= 1.25
      let pending = open.filter { reached[$0] == nil }
      if pending.isEmpty { break }
      let isProbe = index % 6 == 3
      let sizes = part.sizes(at: input)
      let likely = pending.filter { integral in
        isProbe && integral.canDiverge || integral.size(sizes, input: input) <= (tolerances[integral] ?? 0) + 3
      }
      guard !likely.isEmpty, let bound = part.tail(from: input, isTail: isUpper) else { continue }
      for integral in likely {
        switch bound.bound(integral) {
        case .infinite(let reason):
          let anchor = Float(part.anchor.approximate)
          let approach = isUpper ? "as w = |x − \(anchor)| → ∞" : "as x → \(anchor), with w = 1/|x − \(anchor)|"
          results[integral] = .infinite(reason: "\(reason), \(approach)")
          let tail = Steps.Tail(isUpper: isUpper, input: input, bound: bound)
          steps[integral] = [place: Steps(tails: [tail])]
          open.remove(integral)
        case .enclosed(let ball): if ball.log2 <= tolerances[integral] ?? 0 { reached[integral] = input }
        case .unknown(let reason): reasons[integral] = reason
        }
      }
    }
    for integral in open where reached[integral] == nil {
      refuse(integral, reasons[integral] ?? "a tail was not bounded")
    }
    guard let last = isUpper ? reached.values.max() : reached.values.min(), let bound = part.tail(from: last, isTail: isUpper) else {
      return [:]
    }
    var tails: [Integral: Steps.Tail] = [:]
    for integral in open {
      if case .enclosed(let ball) = bound.bound(integral) {
        let wider = ball.widened(by: ball.magnitude * Ball(0x1p-20))
        tails[integral] = Steps.Tail(isUpper: isUpper, input: last, bound: bound, enclosure: wider)
      } else {
        refuse(integral, "a tail was not bounded")
      }
    }
    return tails
  }
}

extension Part {
  /// Where the tails begin to be looked at on the way to an open end.
  fileprivate func begin(_ landmarks: [Landmark], isUpper: Bool) -> Double { (isUpper ? from : to)?.approximate ?? marks(landmarks).middle }

  /// Inputs farther and farther out.
  fileprivate func farMarks(_ landmarks: [Landmark]) -> [Double] {
    openEnds.flatMap { isUpper in
      (1...30).map { begin(landmarks, isUpper: isUpper) + (isUpper ? 0.25 : -0.25) * (Double.pow(1.25, Double($0)) - 1) / 0.25 }
    }
  }

  /// Whether an input is inside the range.
  fileprivate func contains(_ input: Double) -> Bool { (from.map { $0.upper < input } ?? true) && (to.map { input < $0.lower } ?? true) }
}

extension [Double] {
  /// The one in the middle, 0 if there is none.
  fileprivate var middle: Double { isEmpty ? 0 : self[count / 2] }
}

extension Integral {
  /// Whether it can be infinite although both densities are positive on the same set.
  fileprivate var canDiverge: Bool { [.kl, .reverseKL, .chi2, .reverseChi2, .crossEntropy, .wasserstein].contains(self) }

  /// Whether its integrand may be large where neither density is.
  fileprivate var canPeakFarOut: Bool { self == .chi2 || self == .reverseChi2 }

  /// About log₂ of the integrand at an input of a logarithmic part.
  fileprivate func size(_ sizes: (p: Double?, q: Double?), input: Double) -> Double {
    let (p, q) = (sizes.p ?? -.infinity, sizes.q ?? -.infinity)
    switch self {
    case .kl, .entropyP, .crossEntropy, .massP: return p
    case .reverseKL, .entropyQ, .massQ: return q
    case .chi2: return max(2 * p - (sizes.q ?? p), q)
    case .reverseChi2: return max(2 * q - (sizes.p ?? q), p)
    case .affinity: return 0.5 * (p + q)
    case .wasserstein: return max(p, q) + input * 1.442695
    default: return max(p, q)
    }
  }
}
