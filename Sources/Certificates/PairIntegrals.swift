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

  private let parts: [Part]
  private let landmarks: [Landmark]
  private let integrals: [Integral]
  private(set) var results: [Integral: Result] = [:]
  /// What is left to be found.
  private var open: Set<Integral>
  /// log₂ of what each panel may add to an integral's width.
  private var tolerances: [Integral: Double] = [:]

  /// The relative width that is aimed at, and the most panels of a part.
  private static let (goal, mostPanels, mostCuts) = (1e-11, 4000, 400)

  /// All of these integrals, or the reason why nothing can be enclosed.
  init(_ p: any Enclosable, _ q: any Enclosable, _ integrals: [Integral]) {
    self.integrals = integrals
    open = Set(integrals)
    landmarks = Array(Set(p.landmarks + q.landmarks))
    var cuts: [Ball] = []
    for cut in (p.cuts + q.cuts).sorted(by: { $0.isBelow($1) }) where cuts.last.map({ $0.isBelow(cut) }) ?? true { cuts.append(cut) }
    guard cuts.count <= Self.mostCuts else {
      parts = []
      for integral in integrals { results[integral] = .refused(reason: "there are more than \(Self.mostCuts) break points") }
      return
    }
    let ends: [Ball?] = [nil] + cuts + [nil]
    parts = zip(ends, ends.dropFirst()).flatMap { Self.parts(from: $0, to: $1, p, q, integrals, Array(Set(p.landmarks + q.landmarks))) }
    for part in parts {
      for (integral, reason) in part.infinities { results[integral] = .infinite(reason: reason) }
    }
    open.subtract(results.keys)
    enclose()
  }

  private static func parts(
    from lower: Ball?, to upper: Ball?, _ p: any Enclosable, _ q: any Enclosable, _ integrals: [Integral], _ landmarks: [Landmark]
  ) -> [Part] {
    let program = Program()
    let x = Position(program: program, anchor: lower ?? upper ?? Ball(0), offset: program.input, lower: lower, upper: upper)
    let positive = [p, q].filter { $0.logDensity(at: x) != nil }
    if positive.isEmpty && !integrals.contains(.wasserstein) { return [] }
    func isSingular(_ cut: Ball?) -> Bool { cut.map { cut in positive.contains { $0.singularities.contains { $0.equals(cut) } } } ?? false }
    return Shape.shapes(from: lower, to: upper, singular: (isSingular(lower), isSingular(upper)), landmarks)
      .compactMap { Part($0, p, q, integrals) }
  }

  /// Encloses what is open, more finely until the widths are small.
  private mutating func enclose() {
    guessTolerances()
    for bits in [64, 128, 256] {
      if open.isEmpty { return }
      var sums = open.reduce(into: [Integral: Ball]()) { $0[$1] = Ball(0) }
      for part in parts { add(part, bits: bits, to: &sums) }
      for integral in integrals where open.contains(integral) {
        let sum = sums[integral] ?? Ball(0)
        let width = (sum.upperEnd - sum.lowerEnd).log2
        results[integral] = .enclosed(sum)
        if !sum.isFinite { results[integral] = .refused(reason: "an integrand was not bounded") }
        if sum.isZero || width <= sum.log2 + Double.log2(Self.goal) {
          open.remove(integral)
        } else {
          tolerances[integral] = min(sum.log2, tolerances[integral] ?? 0) - (bits == 64 ? 46 : 50)
        }
      }
    }
  }

  /// The size of each integral, from the landmarks: what no proof rests on.
  private mutating func guessTolerances() {
    for integral in integrals { tolerances[integral] = -1000 }
    for part in parts {
      let registers = part.registers(bits: 64)
      let marks = (part.marks(landmarks) + (part.outputs.contains { $0.integral.canPeakFarOut } ? part.farMarks(landmarks) : []))
        .filter { part.contains($0) }.sorted()
      for (a, b) in zip(marks, marks.dropFirst()) {
        registers.run(at: Ball(0.5 * a + 0.5 * b))
        for output in part.outputs {
          let size = registers.log2(Int(output.register)) + Double.log2(b - a)
          if size.isFinite { tolerances[output.integral] = max(tolerances[output.integral] ?? -1000, size) }
        }
      }
    }
    // What no landmark sees is small beside 1, or is found to be when it has been enclosed.
    for integral in integrals { tolerances[integral] = (tolerances[integral].map { $0 <= -1000 ? -20 : $0 } ?? 0) - 46 }
  }

  /// Adds what a part contributes to each open integral.
  private mutating func add(_ part: Part, bits: Int, to sums: inout [Integral: Ball]) {
    var (from, to) = (part.from, part.to)
    for isUpper in part.openEnds {
      let (input, bounds) = tail(of: part, isUpper: isUpper)
      if isUpper { to = input.map { Ball($0) } } else { from = input.map { Ball($0) } }
      for (integral, bound) in bounds { sums[integral] = sums[integral].map { $0 + bound } }
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
      part.registers(bits: bits), outputs, tests, tolerances: outputs.map { tolerances[$0.integral] ?? 0 }, bits: bits)
    for (a, b) in zip(ends, ends.dropFirst()) { panels.add(from: a, to: b, mostPanels: Self.mostPanels) }
    for (index, output) in outputs.enumerated() {
      if panels.hasGivenUp.contains(index) {
        refuse(output.integral, "it needs more than \(Self.mostPanels) panels")
      } else {
        sums[output.integral] = sums[output.integral].map { $0 + panels.sums[index] }
      }
    }
  }

  private mutating func refuse(_ integral: Integral, _ reason: String) {
    results[integral] = .refused(reason: reason)
    open.remove(integral)
  }

  /// The input from which on an open end is bounded, with the bounds. What is infinite there is settled, and what cannot be
  /// bounded is refused.
  private mutating func tail(of part: Part, isUpper: Bool) -> (input: Double?, bounds: [Integral: Ball]) {
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
          let place = isUpper ? "as w = |x − \(anchor)| → ∞" : "as x → \(anchor), with w = 1/|x − \(anchor)|"
          results[integral] = .infinite(reason: "\(reason), \(place)")
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
      return (nil, [:])
    }
    var bounds: [Integral: Ball] = [:]
    for integral in open {
      if case .enclosed(let ball) = bound.bound(integral) { bounds[integral] = ball } else { refuse(integral, "a tail was not bounded") }
    }
    return (last, bounds)
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
