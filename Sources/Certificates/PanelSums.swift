import RealModule

/// Sums of several integrands over panels of one part: each panel by the smallest rule whose proved error is small enough, and
/// halved where none is. A magnitude is integrated where its sign is known; elsewhere the panel is cut around the zeros until
/// what is left is too small to matter.
struct PanelSums {
  private(set) var sums: [Ball]
  /// The panels that each sum is made of.
  private(set) var panels: [[Steps.Panel]]
  /// The integrands for which there were too many panels.
  private(set) var hasGivenUp: Set<Int> = []
  private let registers: Registers
  private let outputs: [Part.Output]
  private let tests: [SignTest?]
  private let densities: [Int32]
  private let scratch = RealVector(count: 1)
  private let tolerances: [Double]
  /// What each panel is widened by, so that its enclosure can be proved again with a little less accuracy.
  private let margins: [Ball]
  private let bits: Int
  /// How many panels each has been tried on.
  private var counts: [Int]

  /// Integrands with what finds the signs of those that are magnitudes, and log₂ of what a panel may add to each one's width.
  init(
    _ registers: Registers, _ outputs: [Part.Output], _ tests: [SignTest?], densities: [Int32], tolerances: [Double], bits: Int
  ) {
    (self.registers, self.outputs, self.tests, self.densities) = (registers, outputs, tests, densities)
    (self.tolerances, self.bits) = (tolerances, bits)
    margins = tolerances.map { .pow(Ball(2), $0 - 16) }
    sums = outputs.map { _ in Ball(0) }
    panels = outputs.map { _ in [] }
    counts = outputs.map { _ in 0 }
  }

  private struct Panel {
    let from: Ball
    let to: Ball
    let open: [Int]
  }

  /// The ellipses that are tried, with the largest rule that is taken on each before a panel is halved.
  private static let trials: [(rho: Double, most: Int)] = [(4, 28), (2, 48)]

  /// Adds the integrals of some of the integrands over a panel.
  mutating func add(from: Ball, to: Ball, of indices: [Int], mostPanels: Int) {
    var stack = [Panel(from: from, to: to, open: indices.filter { !hasGivenUp.contains($0) })]
    while let panel = stack.popLast() {
      for index in panel.open {
        counts[index] += 1
        if counts[index] > mostPanels { hasGivenUp.insert(index) }
      }
      let open = panel.open.filter { !hasGivenUp.contains($0) }
      if open.isEmpty { continue }
      let half = (panel.to - panel.from) / Ball(2)
      // Halves of halves of the integrands that are left; each magnitude is cut around its zeros.
      for index in open where outputs[index].kind != .smooth {
        cutAroundZeros(Panel(from: panel.from, to: panel.to, open: [index]), &stack)
      }
      let smooth = open.filter { outputs[$0].kind == .smooth }
      let middle = (panel.from + panel.to) / Ball(2)
      let found = smooth.isEmpty ? [:] : settle(smooth, middle: middle, half: half)
      for (index, value) in found { take(value, of: index, on: panel, .integral) }
      halve(panel, smooth.filter { found[$0] == nil }, &stack)
    }
  }

  private mutating func take(_ value: Ball, of index: Int, on panel: Panel, _ kind: Steps.Panel.Kind) {
    let value = value.widened(by: margins[index])
    sums[index] = sums[index] + value
    panels[index].append(Steps.Panel(from: panel.from, to: panel.to, kind: kind, enclosure: value))
  }

  private func halve(_ panel: Panel, _ open: [Int], _ stack: inout [Panel]) {
    if open.isEmpty { return }
    let middle = (panel.from + panel.to) / Ball(2)
    let near = Ball(middle.approximate)
    let cut = (near - panel.from).isPositive && (panel.to - near).isPositive ? near : middle
    stack.append(Panel(from: cut, to: panel.to, open: open))
    stack.append(Panel(from: panel.from, to: cut, open: open))
  }

  /// Adds the integral of a magnitude where its sign is known, and cuts the panel elsewhere.
  private mutating func cutAroundZeros(_ panel: Panel, _ stack: inout [Panel]) {
    guard let index = panel.open.first, let test = tests[index] else { return }
    let outcome = test.outcome(from: panel.from, to: panel.to)
    let width = (panel.to - panel.from).upperEnd
    let (middle, half) = ((panel.from + panel.to) / Ball(2), (panel.to - panel.from) / Ball(2))
    if outcome.sign != 0 {
      guard let value = settle([index], middle: middle, half: half)[index] else { return halve(panel, [index], &stack) }
      let signed = outcome.moment.map { $0.difference - value } ?? value
      take(outcome.sign > 0 ? signed : -signed, of: index, on: panel, outcome.sign > 0 ? .positive : .negative)
      return
    }
    if let most = bound(of: index, on: panel, outcome, width: width), most.log2 <= tolerances[index] {
      take(.hull(Ball(0), most), of: index, on: panel, .zeros)
    } else if let zeros = outcome.zeros, (zeros.from - panel.from).isPositive, (panel.to - zeros.to).isPositive {
      stack.append(Panel(from: zeros.to, to: panel.to, open: [index]))
      stack.append(Panel(from: zeros.from, to: zeros.to, open: [index]))
      stack.append(Panel(from: panel.from, to: zeros.from, open: [index]))
    } else {
      halve(panel, [index], &stack)
    }
  }

  /// The most that a magnitude can add on a panel: ½|p − q| is also at most ½(p + q)|log p/q|, tiny where they are equal.
  private func bound(of index: Int, on panel: Panel, _ outcome: SignTest.Outcome, width: Ball) -> Ball? {
    if let moment = outcome.moment { return outcome.most.map { $0 * moment.width } }
    registers.run(at: .hull(panel.from, panel.to))
    let plain = registers.value(Int(outputs[index].register)).magnitude
    guard let most = outcome.most else { return plain * width }
    let sum = densities.reduce(Ball(0)) { $0 + registers.value(Int($1)).magnitude }
    let byRatio = Ball(0.5) * sum * most
    return (byRatio.isFinite && (plain - byRatio).isPositive ? byRatio : plain) * width
  }

  /// The integrals of those integrands for which a rule is accurate enough.
  private func settle(_ indices: [Int], middle: Ball, half: Ball) -> [Int: Ball] {
    var (open, found) = (indices, [Int: Ball]())
    let logHalf = half.log2
    for (rho, most) in Self.trials {
      if open.isEmpty { break }
      registers.runOnEllipse(middle: middle, half: half, rho: rho)
      var (taken, largest) = ([Int](), 0)
      for index in open {
        let size = registers.ellipseLog2(Int(outputs[index].register), scratch) + logHalf + 2.6
        let wanted = (size - tolerances[index]) / (2 * Double.log2(rho))
        if !(wanted <= Double(most)) { continue }
        taken.append(index)
        largest = max(largest, Int(max(wanted, 2).rounded(.up)))
      }
      guard !taken.isEmpty, let count = GaussLegendre.counts.first(where: { $0 >= largest }) else { continue }
      let vector = RealVector(count: taken.count)
      registers.add(.rule(count, bits: bits), middle: middle, half: half, rho: rho, outputs: taken.map { outputs[$0].register }, to: vector)
      for (position, index) in taken.enumerated() {
        found[index] = vector[position]
      }
      open.removeAll { taken.contains($0) }
    }
    if open.isEmpty { return found }
    return found.merging(settleSmall(open, on: .hull(middle - half, middle + half), width: (half + half).upperEnd)) { $1 }
  }

  /// What is too small on a panel to matter, by its bound on the real line. A function that is not holomorphic nearby, as where
  /// p + q vanishes, may be tiny there.
  private func settleSmall(_ open: [Int], on range: Ball, width: Ball) -> [Int: Ball] {
    registers.run(at: range)
    return open.reduce(into: [:]) { found, index in
      let most = registers.value(Int(outputs[index].register)).magnitude * width
      if most.isFinite, most.log2 <= tolerances[index] { found[index] = .hull(-most, most) }
    }
  }
}
