import Calculus
import Densities
import Divergences
import Tabulation

/// Scene 9: two densities that are pulled apart, by Wasserstein and by Jensen–Shannon.
extension Route {
  static let wasserstein = Route(
    "wasserstein",
    CommandForm(command: ["wasserstein"], densities: ["p", "q"], options: ["points", "from", "to"], limits: ["points": 2000]),
    isRead: false, isDrawn: true)

  static let distances = Route("distances", CommandForm(command: ["wasserstein", "--summary"], densities: ["p", "q"]))

  /// Divergences and mean sizes of the generator's gradients while Q moves away.
  static let separation = Route("separation", ["p", "q", "from", "to", "points"]) { question in
    try question.withData {
      let parameters = question.parameters
      let (p, q) = (try parameters.density("p"), try parameters.density("q"))
      let lower = try parameters.number("from", default: 0, -1e100...1e100)
      let upper = try parameters.number("to", default: 10, -1e100...1e100)
      try Refusal.unless(lower < upper, "from must be less than to (got \(lower) and \(upper))", "from")
      let shifts = grid(from: lower, to: upper, count: try parameters.whole("points", default: 41, 2...101))
      let points = concurrentMap(shifts) { shift in
        (try? Affine(q, shift: shift, scale: 1)).map { SeparationRow(p, $0, shift: shift) }
      }
      let moved = "affine(\(q.description),\(upper),1)"
      return Answer(
        command: commandLine(["wasserstein", p.description, moved, "--summary"]),
        curves: [("separation", Table(of: points.compactMap(\.self)))])
    }
  }
}

/// What there is between P and Q at one shift.
private struct SeparationRow: TableRow, Sendable {
  let shift: Double
  let w1: Estimate
  let divergences: [Estimate]
  let gradients: [Estimate]

  init(_ p: any AnalyticDensity, _ q: any AnalyticDensity, shift: Double) {
    self.shift = shift
    w1 = Divergences.w1(p, q)
    divergences = DensityPair(p, q).measure([JensenShannon(), KullbackLeibler(), TotalVariation()])
    let gradient = SampleGradient(p, q)
    gradients = SampleGradient.Loss.allCases.map { gradient.meanSize(of: $0) }
  }

  static var columns: [Column<Self>] {
    let names = SampleGradient.Loss.allCases.map { "gradient_" + $0.rawValue }
    return [
      Column("shift", \.shift), Column("w1", \.w1.value), Column("js", \.divergences[0].value), Column("kl_pq", \.divergences[1].value),
      Column("tv", \.divergences[2].value),
    ] + names.indices.map { index in Column(names[index], \.gradients[index].value) }
  }
}
