import Densities
import Foundation
import Scalars

/// What the laws are run on: every family's own specimens, and combinators of them, as texts of the grammar.
enum Specimens {
  static let families: [String] = Catalogue.families.flatMap { family in family.specimens.map { family.init($0).description } }

  static let combinators: [String] = [
    "0.3*normal(-2,0.5)+0.7*normal(2,1)",
    "0.5*normal(0,1)+0.5*normal(100,0.01)",
    "0.2*uniform(0,1)+0.3*uniform(3,4)+0.5*exponential(1)",
    "0.5*gamma(0.1,1)+0.5*beta(0.5,0.5)",
    "0.48*beta(0.41,0.37)+0.52*studentT(3.3,-1.048,0.845)",
    "0.25*cauchy(0,1)+0.75*(0.5*normal(0,1)+0.5*laplace(1,0.1))",
    "truncated(normal(0,1),-1,2)",
    "truncated(normal(0,1),5,inf)",
    "truncated(normal(0,1),30,31)",
    "truncated(normal(0,1),0.3,0.3000001)",
    "truncated(cauchy(0,1),-inf,100)",
    "truncated(gamma(0.1,1),0,1)",
    "truncated(beta(0.5,0.5),0.5,1)",
    "truncated(0.5*normal(-3,0.1)+0.5*normal(3,0.1),-4,3)",
    "affine(gamma(0.1,1),3,-2)",
    "affine(beta(0.5,0.3),0.3,0.7)",
    "affine(studentT(2.1,0,1),1e6,0.001)",
    "affine(0.3*normal(-2,0.5)+0.7*laplace(2,1),1,-3)",
    "0.5*truncated(normal(0,1),-inf,0)+0.5*affine(exponential(1),1,2)",
    "truncated(affine(truncated(normal(0,1),-2,2),1,2),0,4)",
    "kde(sample.csv:x)",
    "kde(sample.csv:x,bandwidth=0.01)",
    "histogram(sample.csv:x)",
    "histogram(sample.csv:x,bins=40)",
  ]

  static let all = families + combinators

  /// A specimen by its text; the data densities see a fixed sample of 200 numbers from two clusters, with ties.
  static func density(_ text: String) throws -> any AnalyticDensity { try parseDensity(text, columns: column) }

  static let column: ColumnReader = { (file, columns) throws(DensityError) in
    guard columns == ["x"] else { return try DensityParser.readColumns(file, columns) }
    var generator = CounterRandom(seed: 7)
    return [
      (0..<200).map { index in
        let value = (index.isMultiple(of: 3) ? -2 : 1.5) + 0.6 * (generator.openUniform() + generator.openUniform() - 1)
        return (value * 50).rounded() / 50
      }
    ]
  }

  /// Points of the density from far tail to far tail, those where it is finite and positive.
  static func points(_ density: any AnalyticDensity) -> [Double] {
    let levels = [1e-12, 1e-5, 0.01, 0.1, 0.25, 0.4]
    let points = levels.map { density.quantile($0) } + [density.quantile(0.5)] + levels.reversed().map { density.upperQuantile($0) }
    return points.filter { $0.isFinite && density.logDensity(at: $0).isFinite }
  }
}
