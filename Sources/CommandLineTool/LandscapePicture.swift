import Divergences
import Plotting
import Scalars
import Tabulation

extension Divergences.Landscape {
  /// The means of minima, each named by its objective and with its deviation beside it.
  func picture(of minima: [LandscapeMinimum]) -> Picture {
    var table = Table(columns: ["name", "mean", "note"])
    for objective in objectives {
      let own = minima.filter { $0.objective == objective.name }
      if own.isEmpty { table.append([.text(objective.name + ": none"), "", ""]) }
      for (index, minimum) in own.enumerated() {
        let place = minimum.isGlobal || own.count == 1 ? "" : "; local"
        let mode = "\(significant(100 * minimum.modeShare, digits: 3)) % on mode \(minimum.mode)"
        table.append([
          .text(own.count > 1 ? "\(objective.name) \(index + 1)" : objective.name), .number(minimum.mean),
          .text("sd \(significant(minimum.deviation, digits: 3)); \(mode)\(place)"),
        ])
      }
    }
    // Room to the right of the points for the notes, which gnuplot would cut at a comma.
    let axis = Axis(
      "mean of the locally closest normal (unit of x)",
      range: box.means.lower...(box.means.upper + (box.means.upper - box.means.lower)))
    return Picture("P = \(p)", of: table, .rows(named: "name", axis, [Series("mean", "mean", .q, .points)], notes: "note"))
  }

  /// A map of each objective over the plane, with its minima as dots.
  func maps(_ minima: [LandscapeMinimum]) -> Picture {
    var table = Table(
      columns: ["mean_lower", "mean_upper", "sd_lower", "sd_upper"] + objectives.map(\.name) + ["mean"] + objectives.map { $0.name + "_sd" }
    )
    let (nothing, edges) = ([Cell](repeating: "", count: objectives.count), edges)
    for i in means.indices {
      for j in deviations.indices {
        let cell = [edges.means[i], edges.means[i + 1], edges.deviations[j], edges.deviations[j + 1]] + values.map { $0[i][j] }
        table.append(cell.map(Cell.number) + [""] + nothing)
      }
    }
    for minimum in minima {
      let deviations = objectives.map { $0.name == minimum.objective ? Cell.number(minimum.deviation) : "" }
      table.append(["", "", "", ""] + nothing + [.number(minimum.mean)] + deviations)
    }
    let shadings = zip(objectives, values).compactMap { objective, values -> Shading? in
      let finite = values.joined().filter(\.isFinite).sorted()
      guard let lowest = finite.first, case let highest = finite[3 * finite.count / 10], lowest < highest else { return nil }
      return Shading(
        objective.name, objective.formula + (objective.unit.map { " (\($0))" } ?? ""), range: lowest...highest,
        marks: Series(objective.name + "_sd", "minimum", .q, .points, against: "mean"))
    }
    let x = Axis("mean (unit of x)", range: box.means.lower...box.means.upper)
    let y = Axis("standard deviation (unit of x)", isLogarithmic: true, range: box.deviations.lower...box.deviations.upper)
    return Picture(
      "P = \(p)", of: table, .maps(Cells(x: .init("mean_lower", "mean_upper"), y: .init("sd_lower", "sd_upper")), x, y, shadings))
  }
}
