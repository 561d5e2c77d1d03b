import Divergences
import Plotting
import Scalars
import Tabulation

extension Landscape {
  /// The means of minima, each named by its objective and with its deviation beside it.
  func picture(of rows: [MinimumRow]) -> Picture {
    let table = Table(
      of: rows,
      [
        Column("name") { row in
          row.minimum == nil ? row.objective + ": none" : row.count > 1 ? "\(row.objective) \(row.number)" : row.objective
        },
        Column("mean", \.minimum?.mean), Column("lower") { $0.minimum.map { $0.mean - $0.deviation } },
        Column("upper") { $0.minimum.map { $0.mean + $0.deviation } },
        Column("note") { row in
          row.minimum.map { minimum in
            "\(significant(100 * minimum.modeShare, digits: 3)) % on mode \(minimum.mode)"
              + (minimum.isGlobal || row.count == 1 ? "" : "; local")
          }
        },
      ])
    let axis = Axis("mean, with one deviation on both sides, of the locally closest normal (unit of x)")
    return Picture(
      "P = \(p)", of: table,
      .rows(named: "name", axis, [Series("mean", "mean", .q, .intervals(lower: "lower", upper: "upper"))], notes: "note"))
  }

  /// A map of each objective over the plane, with its minima as dots.
  func maps(_ minima: [LandscapeMinimum]) -> Picture {
    let edges = edges
    let cells: [Column<Mark>] = [
      Column("mean_lower") { $0.point.map { edges.means[$0.i] } }, Column("mean_upper") { $0.point.map { edges.means[$0.i + 1] } },
      Column("sd_lower") { $0.point.map { edges.deviations[$0.j] } }, Column("sd_upper") { $0.point.map { edges.deviations[$0.j + 1] } },
    ]
    let shades = zip(objectives, values).map { objective, values in
      Column<Mark>(objective.name) { mark in mark.point.map { values[$0.i][$0.j] } }
    }
    let dots = objectives.map { objective in
      Column<Mark>(objective.name + "_sd") { $0.minimum?.objective == objective.name ? $0.minimum?.deviation : nil }
    }
    let marks = points.map { Mark(point: $0) } + minima.map { Mark(minimum: $0) }
    let table = Table(of: marks, cells + shades + [Column("mean", \.minimum?.mean)] + dots)
    let shadings = zip(objectives, values).compactMap { objective, values -> Shading? in
      let finite = values.joined().filter(\.isFinite).sorted()
      guard let lowest = finite.first, case let highest = finite[3 * finite.count / 10], lowest < highest else { return nil }
      return Shading(
        objective.name, objective.formula + (objective.unit.map { " (\($0))" } ?? ""), range: lowest...highest,
        marks: Series(objective.name + "_sd", "minimum", .q, .points, against: "mean"))
    }
    let x = Axis("mean (unit of x)", range: box.means.lower...box.means.upper)
    let y = Axis("standard deviation (unit of x)", isLogarithmic: true, range: box.deviations.lower...box.deviations.upper)
    let cellEnds = Cells(x: .init("mean_lower", "mean_upper"), y: .init("sd_lower", "sd_upper"))
    let hasInfinite = values.joined().joined().contains { !$0.isFinite }
    return Picture(
      "P = \(p)", of: table, .maps(cellEnds, x, y, shadings),
      caption: "Palest: at or above the top of the scale" + (hasInfinite ? "; grey: not finite" : ""))
  }
}

/// What a row of the maps' table is for: the shades of a cell, or the dot of a minimum.
private struct Mark {
  var point: (i: Int, j: Int)?
  var minimum: LandscapeMinimum?
}
