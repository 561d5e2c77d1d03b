package import Densities
import RealModule
package import Scalars

/// Draws members of any family of the catalogue, by what its parameters are: a family that is added is drawn without a
/// word here.
package struct FamilyDraw: Sendable {
  /// How one number is drawn.
  package typealias Draw = @Sendable (inout CounterRandom) -> Double

  /// A parameter that can be any real number.
  package var location: Draw
  /// A parameter that stretches x, which the field calls `scale`, `sd` or `rate`.
  package var scale: Draw
  /// Any other positive parameter.
  package var shape: Draw
  /// Parameters that are drawn in a way of their own, such as `studentT.dof`. A name that no family has stops the test.
  package var special: [String: Draw]
  /// The least width of an interval, in units of the distance of its lower end from 0.
  package var leastWidth = 0.0

  /// Draws of every kind of parameter.
  package init(
    location: @escaping Draw, scale: @escaping Draw, shape: @escaping Draw, special: [String: Draw] = [:], leastWidth: Double = 0
  ) {
    (self.location, self.scale, self.shape, self.special, self.leastWidth) = (location, scale, shape, special, leastWidth)
    let known = Set(Catalogue.families.flatMap { family in family.parameters.map { family.name + "." + $0.name } })
    precondition(special.keys.allSatisfy(known.contains), "no family has \(special.keys.filter { !known.contains($0) })")
  }

  /// A member of a family that is drawn from the catalogue.
  package func member(using random: inout CounterRandom) -> any AnalyticDensity {
    member(of: Catalogue.families[Int(random.next() % UInt64(Catalogue.families.count))], using: &random)
  }

  /// A member of a family. Draws that it refuses are repeated.
  package func member(of family: any Family.Type, using random: inout CounterRandom) -> any AnalyticDensity {
    for _ in 0..<1000 {
      if let member = try? family.init(validating: values(of: family, using: &random)) { return member }
    }
    preconditionFailure("none of 1000 draws is a member of \(family.name)")
  }

  private func values(of family: any Family.Type, using random: inout CounterRandom) -> [Double] {
    if family.parameters.contains(where: \.movesSupport), family.parameters.allSatisfy({ $0.domain == .real }) {
      return points(family.parameters.count, using: &random)
    }
    return family.parameters.map { parameter in
      if let draw = special[family.name + "." + parameter.name] { return draw(&random) }
      if parameter.domain == .real { return location(&random) }
      if parameter.domain == .number { return random.uniform(-0.9, 0.9) }
      return ["scale", "sd", "rate"].contains(parameter.name) ? scale(&random) : shape(&random)
    }
  }

  /// The ends of an interval with the points between them, in order.
  private func points(_ count: Int, using random: inout CounterRandom) -> [Double] {
    let lower = location(&random)
    let width = max(scale(&random), leastWidth * abs(lower))
    let inner = (2..<max(count, 2)).map { _ in lower + width * random.openUniform() }.sorted()
    return [lower] + inner + [lower + width]
  }
}

/// Random numbers for parameters.
extension CounterRandom {
  /// Uniform between two ends.
  package mutating func uniform(_ lower: Double, _ upper: Double) -> Double { lower + (upper - lower) * openUniform() }

  /// Uniform in the logarithm.
  package mutating func logUniform(_ lower: Double, _ upper: Double) -> Double {
    Double.exp(uniform(Double.log(lower), Double.log(upper)))
  }
}
