import Densities
import Divergences
import Tabulation

/// Scene 1: two densities, D*, and every divergence.
extension Route {
  static let compare = Route("compare", CommandForm(command: ["compare"], densities: ["p", "q"], options: ["route"]))

  static let curves = Route(
    "curves",
    CommandForm(command: ["curves"], densities: ["p", "q"], options: ["points", "from", "to"], limits: ["points": 2000]), isRead: false,
    isDrawn: true)

  /// What the page needs to draw handles on a density: the parameters of its parts, and where its mass is.
  static let density = Route("density", ["text"]) { question in
    try question.withData {
      let density = try question.parameters.density("text")
      let rows = parts(of: density).enumerated().flatMap { index, part -> [PartRow] in
        guard let family = part.density as? any Family else { return [] }
        return parameterRows(of: family, component: index + 1, weight: part.weight)
      }
      let quantiles: [(name: String, value: Double)] = [
        ("q001", density.quantile(0.001)), ("q25", density.quantile(0.25)), ("median", density.quantile(0.5)),
        ("q75", density.upperQuantile(0.25)), ("q999", density.upperQuantile(0.001)),
      ]
      let range = Table(of: quantiles, [Column("quantity", \.name), Column("value", \.value)])
      return Answer(
        tables: [("density", Table(of: rows)), ("range", range)],
        more: [("text", .text(density.description)), ("components", .whole(parts(of: density).count))])
    }
  }
}

/// The components of a mixture, or the density itself.
private func parts(of density: any AnalyticDensity) -> [(weight: Double, density: any AnalyticDensity)] {
  guard let mixture = density as? Mixture else { return [(1, density)] }
  return zip(mixture.weights, mixture.components).map { ($0, $1) }
}

/// A parameter of a part of a density.
private struct PartRow: TableRow {
  let component: Int
  let weight: Double
  let family: String
  let parameter: Parameter
  let value: Double

  static var columns: [Column<Self>] {
    [
      Column("component", \.component), Column("weight", \.weight), Column("family", \.family), Column("parameter", \.parameter.name),
      Column("value", \.value), Column("domain") { $0.parameter.domain == .positive ? "positive" : "real" },
    ]
  }
}

private func parameterRows(of family: some Family, component: Int, weight: Double) -> [PartRow] {
  let kind = type(of: family)
  return zip(kind.parameters, family.values).map {
    PartRow(component: component, weight: weight, family: kind.name, parameter: $0, value: $1)
  }
}
