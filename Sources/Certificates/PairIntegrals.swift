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
  let landmarks: [Landmark]
  let summands: (p: Summands, q: Summands)
  /// By how much one density is the other moved, where the distance is all that is asked for.
  let translation: Rational?
  private let integrals: [Integral]
  var results: [Integral: Result] = [:]
  /// What the enclosure of each integral is the sum of, by the indices of the parts; of an infinite one where it diverges.
  var steps: [Integral: [Int: Steps]] = [:]
  /// The steps of the enclosures so far: a finer attempt that is given up leaves them as they are.
  private var proofs: [Integral: [Int: Steps]] = [:]
  /// What is left to be found.
  var open: Set<Integral>
  /// log₂ of what a tail may be, where tails are to be seen: then nothing is refined.
  let largestTail: Double?
  /// log₂ of what each panel may add to an integral's width.
  var tolerances: [Integral: Double] = [:]

  /// The relative width that is aimed at, and the most panels of a part.
  private static let (goal, mostPanels, mostCuts) = (1e-11, 4000, 400)

  /// log₂ of widths that say nothing, at which doubles still tell 20 bits apart.
  private static let mostBits = 1e9

  /// All of these integrals, or the reason why nothing can be enclosed.
  init(_ p: any Enclosable, _ q: any Enclosable, _ integrals: [Integral], _ reading: Reading, largestTail: Double? = nil) {
    (self.integrals, self.largestTail) = (integrals, largestTail)
    open = Set(integrals)
    summands = (Summands(of: p, reading), Summands(of: q, reading))
    landmarks = Array(Set(p.landmarks + q.landmarks))
    translation = integrals == [.wasserstein] ? Translation.distance(p, q, reading) : nil
    if let translation {
      parts = []
      results[.wasserstein] = .enclosed(translation.ball)
      return
    }
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
    for bits in largestTail == nil ? [64, 128, 256] : [64] {
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
        proofs[integral] = steps[integral]
        if sum.isZero || width < Self.mostBits && width <= sum.log2 + Double.log2(Self.goal) {
          open.remove(integral)
        } else {
          tolerances[integral] = min(sum.log2, tolerances[integral] ?? 0) - (bits == 64 ? 46 : 50)
        }
      }
    }
    for integral in open where largestTail == nil { refuse(integral, "no narrow enclosure was found") }
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
            // Far out a ball may be all radius.
            if size.isFinite, size < 40 || registers.value(Int(output.register)).isResolved {
              tolerances[output.integral] = max(tolerances[output.integral] ?? -.infinity, size)
            }
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

  /// Adds what a part contributes to each open integral: its tails, and the panels between them.
  private mutating func add(_ place: Int, bits: Int, to sums: inout [Integral: Ball]) {
    let part = parts[place]
    var ranges = open.reduce(into: [Integral: Range]()) { $0[$1] = Range(from: part.from, to: part.to) }
    for isUpper in part.openEnds {
      for (integral, tail) in tails(of: place, isUpper: isUpper) {
        if isUpper { ranges[integral]?.to = Ball(tail.input) } else { ranges[integral]?.from = Ball(tail.input) }
        sums[integral] = tail.enclosure.flatMap { bound in sums[integral].map { $0 + bound } }
        steps[integral, default: [:]][place, default: Steps()].tails.append(tail)
      }
    }
    let reductions = reductions(of: place, ranges)
    for item in reductions {
      let isUpper = item.reduction.isUpper
      if isUpper { ranges[item.integral]?.to = item.range.from } else { ranges[item.integral]?.from = item.range.to }
      sums[item.integral] = sums[item.integral].map { $0 + .hull(-item.reduction.loss, item.reduction.loss) }
      steps[item.integral, default: [:]][place, default: Steps()].reductions.append(item.reduction)
    }
    addPanels(of: part, ranges, place, bits: bits, to: &sums)
    for (kept, items) in Dictionary(grouping: reductions, by: \.reduction.kept) {
      for isUpper in [true, false] {
        let own = items.filter { $0.reduction.isUpper == isUpper && open.contains($0.integral) }
        guard !own.isEmpty, let reduced = part.reduced(to: kept, of: summands, own.map(\.integral)) else { continue }
        addPanels(of: reduced, own.reduce(into: [:]) { $0[$1.integral] = $1.range }, place, bits: bits, to: &sums)
      }
    }
  }

  /// A range of the chart's input.
  struct Range {
    var from: Ball?
    var to: Ball?
  }

  /// Adds panels over the ranges of integrals that have two ends.
  private mutating func addPanels(of part: Part, _ all: [Integral: Range], _ place: Int, bits: Int, to sums: inout [Integral: Ball]) {
    let outputs = part.outputs.filter { open.contains($0.integral) && all[$0.integral]?.from != nil && all[$0.integral]?.to != nil }
    let ranges = outputs.compactMap { output in
      all[output.integral].flatMap { range in range.from.flatMap { a in range.to.map { (a, $0) } } }
    }
    if outputs.isEmpty { return }
    let tests = outputs.map { $0.kind == .smooth ? nil : part.signTest($0.kind, bits: bits) }
    for (output, test) in zip(outputs, tests) where output.kind != .smooth && test == nil {
      refuse(output.integral, "a distribution function has no formula in balls")
      return
    }
    var panels = PanelSums(
      part.registers(bits: bits), outputs, tests, densities: part.densityRegisters,
      tolerances: outputs.map { tolerances[$0.integral] ?? 0 }, bits: bits)
    let cuts = part.cuts(between: ranges, landmarks)
    for (a, b) in zip(cuts, cuts.dropFirst()) {
      // Each in its own range, whose ends are among the cuts.
      let covering = ranges.indices.filter { !(ranges[$0].0 - a).isPositive && !(b - ranges[$0].1).isPositive }
      panels.add(from: a, to: b, of: covering, mostPanels: Self.mostPanels)
    }
    for (index, output) in outputs.enumerated() {
      if panels.hasGivenUp.contains(index) {
        refuse(output.integral, "it needs more than \(Self.mostPanels) panels")
      } else {
        sums[output.integral] = sums[output.integral].map { $0 + panels.sums[index] }
        steps[output.integral, default: [:]][place, default: Steps()].panels += panels.panels[index]
      }
    }
  }

  /// What was enclosed with fewer bits stays enclosed, unless that says next to nothing.
  mutating func refuse(_ integral: Integral, _ reason: String) {
    var isUseful = false
    if case .enclosed(let sum) = results[integral] {
      let width = (sum.upperEnd - sum.lowerEnd).log2
      isUseful = width < Self.mostBits && width <= max(sum.log2 - 20, -60)
    }
    if isUseful {
      steps[integral] = proofs[integral]
    } else {
      results[integral] = .refused(reason: reason)
    }
    open.remove(integral)
  }
}

extension Part {
  /// Where the tails begin to be looked at on the way to an open end.
  func begin(_ landmarks: [Landmark], isUpper: Bool) -> Double { (isUpper ? from : to)?.approximate ?? marks(landmarks).middle }

  /// The ends of the ranges and the landmarks between them, from one end to the other.
  fileprivate func cuts(between ranges: [(Ball, Ball)], _ landmarks: [Landmark]) -> [Ball] {
    var cuts: [Ball] = []
    for end in ranges.flatMap({ [$0.0, $0.1] }).sorted(by: { $0.approximate < $1.approximate })
    where cuts.last.map({ (end - $0).isPositive }) ?? true { cuts.append(end) }
    guard let first = cuts.first, let last = cuts.last else { return [] }
    let marks = marks(landmarks).filter { mark in
      first.upper < mark && mark < last.lower && !cuts.contains { $0.lower <= mark && mark <= $0.upper }
    }
    return (cuts + marks.map { Ball($0) }).sorted { $0.approximate < $1.approximate }
  }

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
