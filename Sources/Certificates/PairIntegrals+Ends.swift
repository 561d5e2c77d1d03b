import RealModule

/// Where integrals over ways to open ends begin to be bounded, and what they do without before.
extension PairIntegrals {
  /// How long a way must be, in the logarithm of the distance, for summands to be left out on it.
  private static let leastReduced = 2.0

  /// What integrals do without on long ways to the beginnings of their tails, with the ranges in which they do.
  func reductions(of place: Int, _ ranges: [Integral: Range]) -> [(integral: Integral, reduction: Reduction, range: Range)] {
    let part = parts[place]
    var found: [(integral: Integral, reduction: Reduction, range: Range)] = []
    for isUpper in part.openEnds {
      let sign: Double = isUpper ? 1 : -1
      var (input, step) = (part.begin(landmarks, isUpper: isUpper), 0.25)
      var pending = part.outputs.map(\.integral).filter { open.contains($0) && ranges[$0]?.from != nil && ranges[$0]?.to != nil }
      // Where a tail begins before this there is little to be gained.
      func isLong(_ integral: Integral) -> Bool {
        guard let range = ranges[integral], let a = range.from, let b = range.to else { return false }
        return (isUpper ? b.lower - input : input - a.upper) > Self.leastReduced
      }
      pending.removeAll { !isLong($0) }
      if pending.isEmpty { continue }
      let sizes = (p: part.sizes(of: summands.p), q: part.sizes(of: summands.q))
      while !pending.isEmpty {
        input += sign * step
        step *= 1.25
        pending.removeAll { !isLong($0) }
        let (p, q) = (sizes.p(input), sizes.q(input))
        pending.removeAll { integral in
          let limit = largestTail ?? tolerances[integral] ?? 0
          guard let kept = integral.kept(p, q, input: input, limit: limit),
            let loss = part.loss(of: integral, from: input, isTail: isUpper, keeping: kept, of: summands), loss.log2 <= limit
          else { return false }
          let range = ranges[integral]
          let wider = (loss + loss * Ball(0x1p-2)).upperEnd
          found.append(
            (
              integral, Reduction(isUpper: isUpper, input: input, kept: kept, loss: wider),
              isUpper ? Range(from: Ball(input), to: range?.to) : Range(from: range?.from, to: Ball(input))
            ))
          return true
        }
      }
    }
    return found
  }

  /// The bounds of what is beyond an input on the way to an open end, for each integral the first that is small enough. What is
  /// infinite there is settled, and what cannot be bounded is refused.
  mutating func tails(of place: Int, isUpper: Bool) -> [Integral: Steps.Tail] {
    let part = parts[place]
    let sign: Double = isUpper ? 1 : -1
    func limit(_ integral: Integral) -> Double { largestTail ?? tolerances[integral] ?? 0 }
    var step = 0.25
    var input = part.begin(landmarks, isUpper: isUpper)
    var reached: [Integral: Steps.Tail] = [:]
    var reasons: [Integral: String] = [:]
    for index in 0..<70 {
      input += sign * step
      step *= 1.25
      let pending = open.filter { reached[$0] == nil }
      if pending.isEmpty { break }
      let isProbe = index % 6 == 3
      let sizes = part.sizes(at: input)
      let likely = pending.filter { integral in
        isProbe && integral.canDiverge || integral.size(sizes, input: input) <= limit(integral) + 3
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
        case .enclosed(let ball):
          if ball.log2 <= limit(integral) {
            let wider = ball.widened(by: ball.magnitude * Ball(0x1p-2))
            reached[integral] = Steps.Tail(isUpper: isUpper, input: input, bound: bound, enclosure: wider)
          }
        case .unknown(let reason): reasons[integral] = reason
        }
      }
    }
    for integral in open where reached[integral] == nil {
      refuse(integral, reasons[integral] ?? "a tail was not bounded")
    }
    return reached
  }
}

extension Integral {
  /// Whether it can be infinite although both densities are positive on the same set.
  fileprivate var canDiverge: Bool { [.kl, .reverseKL, .chi2, .reverseChi2, .crossEntropy, .wasserstein].contains(self) }

  /// Whether its integrand may be large where neither density is.
  var canPeakFarOut: Bool { self == .chi2 || self == .reverseChi2 }

  /// About log₂ of the integrand at an input of a logarithmic part.
  fileprivate func size(_ sizes: (p: Double?, q: Double?), input: Double) -> Double {
    let (p, q) = (sizes.p ?? -.infinity, sizes.q ?? -.infinity)
    switch self {
    case .kl, .entropyP, .crossEntropy, .massP, .skewP, .skewQuarter: return p
    case .reverseKL, .entropyQ, .massQ, .skewQ: return q
    case .chi2: return max(2 * p - (sizes.q ?? p), q)
    case .reverseChi2: return max(2 * q - (sizes.p ?? q), p)
    case .affinity: return 0.5 * (p + q)
    case .wasserstein: return max(p, q) + input * 1.442695
    default: return max(p, q)
    }
  }
}
