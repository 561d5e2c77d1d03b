import Divergences
import Plotting
import Tabulation
import Training

/// The pictures of a run: its history with some frames, and all frames one after the other.
struct RunPictures {
  private let title: String
  private let history: Table
  private let steps: Int
  private let frames: [Frame]
  private let view: DensityView
  /// Up to where densities are shown: q may be higher than p.
  private let top: Double?

  /// A dozen of these are kept: the densities and discriminators after a number of steps.
  private struct Frame {
    let step: Int
    let rows: [[Cell]]
  }

  /// The pictures of a run whose training has ended.
  init(_ run: Run) {
    title = "P = \(run.settings.p)" + (run.settings.q.map { ", Q = " + $0 } ?? "")
    (history, steps) = (run.history, run.settings.training.steps)
    var frames: [Frame] = []
    for row in 0..<run.frames.rowCount {
      let cells = Array(run.frames[row: row])
      guard case .integer(let step) = cells[0] else { continue }
      let rows = (frames.last?.step == step ? frames.popLast()?.rows ?? [] : []) + [Array(cells.dropFirst())]
      frames.append(Frame(step: step, rows: rows))
    }
    self.frames = frames
    let points = Set(frames.flatMap(\.rows).compactMap { Double($0[0].text) }).sorted()
    view = DensityView(of: [run.target.density], named: ["P"], at: points, isBounded: true)
    top = view.y.map { 1.6 * $0.upperBound }
  }

  /// From where to where the frames go along x.
  private var range: ClosedRange<Double>? {
    let ends = frames.flatMap(\.rows).compactMap { Double($0[0].text) }
    return ends.min().flatMap { low in ends.max().flatMap { low < $0 ? low...$0 : nil } }
  }

  private var densities: Axis { Axis("density (1 / unit of x)", range: top.map { 0...$0 }) }
  private let probability = Axis("probability of real", range: 0...1, mark: 0.5)

  /// JS and the gap against the step, and below them four frames.
  var overview: Picture {
    let chosen = frames.isEmpty ? [] : Set((0..<4).map { $0 * (frames.count - 1) / 3 }).sorted().map { frames[$0] }
    let past = ["step", "js", "js_current", "gap", "gap_current"]
    let present = chosen.indices.flatMap { k in ["x", "p", "q", "d_learned", "d_star"].map { "\($0)_\(k + 1)" } }
    var table = Table(columns: past + present)
    let columns = past.map { history.cells(inColumn: $0) }
    for row in 0..<max(history.rowCount, chosen.map(\.rows.count).max() ?? 0) {
      table.append(
        columns.map { row < $0.count ? $0[row] : "" }
          + chosen.flatMap { frame in row < frame.rows.count ? frame.rows[row] : [Cell](repeating: "", count: 5) })
    }
    func record(_ name: String, _ column: String, _ ink: Ink) -> [Facet] {
      let series = [
        Series(column, "of averaged weights", ink, .markedLine), Series(column + "_current", "as they are", .other(0), .markedLine),
      ]
      return [Facet("", against: "step", Axis("step"), Panel(Axis(name, isLogarithmic: true), series))]
    }
    func row(_ axis: Axis, _ series: (Int) -> [Series]) -> [Facet] {
      chosen.enumerated().map { k, frame in
        Facet("step \(frame.step)", against: "x_\(k + 1)", Axis("x", range: range), Panel(axis, series(k + 1)))
      }
    }
    return Picture(
      title, of: table,
      .facets([
        record("JS(P,Q) (nats)", "js", .q), record("V(D*) − V(D) (nats)", "gap", .learned),
        row(densities) { [Series("p_\($0)", "p", .p), Series("q_\($0)", "q", .q)] },
        row(probability) { [Series("d_star_\($0)", "D*", .optimal), Series("d_learned_\($0)", "D", .learned)] },
      ]), caption: caption(of: chosen))
  }

  /// All frames, one after the other.
  var animation: Animation {
    let pictures = frames.map { frame -> Picture in
      var table = Table(columns: ["x", "p", "q", "d_learned", "d_star"])
      for row in frame.rows { table.append(row) }
      let panels = [
        Panel(densities, [Series("p", "p", .p), Series("q", "q", .q)]),
        Panel(probability, [Series("d_star", "D* = p/(p+q)", .optimal), Series("d_learned", "D, learned", .learned)]),
      ]
      return Picture(
        "Step \(frame.step) of \(steps): \(title)", of: table, .curves(against: "x", Axis("x", range: range), panels),
        caption: caption(of: frames))
    }
    return Animation(title, pictures)
  }

  /// What is cut off.
  private func caption(of frames: [Frame]) -> String {
    guard let top else { return "" }
    let isCut = frames.flatMap(\.rows).contains { row in max(Double(row[1].text) ?? 0, Double(row[2].text) ?? 0) > top }
    return isCut ? "densities are cut at \(significant(top, digits: 3))" : ""
  }
}
