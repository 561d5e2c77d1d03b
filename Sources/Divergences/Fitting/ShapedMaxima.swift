import Calculus
import Densities
import RealModule
import Scalars

/// The derivatives of g(z, s) = log p + log scale, z = (x − location)/scale, of a family with a location, a scale and a
/// shape s: a datum's part in the likelihood equations. They are not numbers outside the support.
struct ShapedSlopes {
  let byZ, byZZ, byZShape: Double
  let byShape, byShapeShape: Double
  /// The size of the terms that `byShape` is a sum of.
  let shapeSize: Double

  /// What is outside the support.
  static let none = ShapedSlopes(byZ: .nan, byZZ: .nan, byZShape: .nan, byShape: .nan, byShapeShape: .nan, shapeSize: .nan)
}

/// Local maxima of a likelihood in a location, a scale and a shape of either sign.
///
/// They are sought along the shape, at each of which location and scale are the maximum from the one before, and then
/// sharpened by Newton's method in all three.
struct ShapedMaxima {
  let values: [Double]
  /// g(z, s), and the size of the terms that it is a sum of.
  let term: (_ z: Double, _ shape: Double) -> (value: Double, size: Double)
  let slopes: (_ z: Double, _ shape: Double) -> ShapedSlopes

  /// A location, a scale and a shape.
  struct Member {
    var location, scale, shape: Double
  }

  /// A local maximum with bounds on the errors of the location and the scale, in units of the scale, and of the shape.
  struct Solution {
    let member: Member
    let errors: [Double]
    let information: SymmetricMatrix
    /// The unit of the shape in the information.
    let shapeUnit: Double
    let value, valueError: Double
  }

  /// The highest local maximum that is found along branches of shapes, or near other members.
  ///
  /// - Parameters:
  ///   - branches: shapes in their order outwards.
  ///   - guess: about the location and the scale that are best for a shape.
  func highest(_ branches: [[Double]], near others: [Member] = [], guess: (Double) -> Member) -> Solution? {
    // Of very many data on a part, with its ends.
    let stride = max(1, values.count / 2000)
    let part = stride == 1 ? [] : Swift.stride(from: stride / 2, to: values.count, by: stride).map { values[$0] }
    let few = stride == 1 ? self : ShapedMaxima(values: [values[0]] + part + [values[values.count - 1]], term: term, slopes: slopes)
    return (branches.flatMap { few.tops(along: $0, guess) } + others).compactMap(solve).max { $0.value < $1.value }
  }

  /// Where the slope in the shape changes its sign at a maximum along a branch.
  private func tops(along shapes: [Double], _ guess: (Double) -> Member) -> [Member] {
    var (found, last) = ([Member](), nil as (member: Member, slope: Double)?)
    for shape in shapes {
      var starts = [guess(shape)]
      if let last { starts.insert(last.member, at: 0) }
      // What is best for another shape may leave data outside the support, or too close to its end.
      let widths = [1, 1.05, 1.2, 1.5, 2, 3, 5]
      let wider = starts.lazy.flatMap { start in
        widths.lazy.map { Member(location: start.location, scale: $0 * start.scale, shape: shape) }
      }
      guard let here = wider.compactMap(settled).first else {
        last = nil
        continue
      }
      let slope = equations(here, here.scale, 1).scores[2]
      if let last, (shape - last.member.shape) * last.slope > 0, (shape - last.member.shape) * slope <= 0 {
        var (low, high) = (last.member, here)
        for _ in 0..<8 {
          var middle = high
          middle.shape = 0.5 * (low.shape + high.shape)
          guard let half = settled(middle) else { break }
          let isBefore = (shape - last.member.shape) * equations(half, half.scale, 1).scores[2] > 0
          if isBefore { low = half } else { high = half }
        }
        found.append(high)
      }
      last = (here, slope)
    }
    return found
  }

  /// The location and scale that are best for a shape, near those given.
  private func settled(_ start: Member) -> Member? {
    var member = start
    for _ in 0..<4 {
      let base = member
      let next = LikelihoodEquations.solve(from: [0, 0]) { point in
        let all = equations(base.moved(point + [0], 1), base.scale, 1)
        return LikelihoodEquations(
          scores: Array(all.scores.prefix(2)), errors: Array(all.errors.prefix(2)), information: Array(all.information.prefix(2)))
      }
      guard let next, next.point.allSatisfy({ abs($0) < 30 }) else { return nil }
      member = base.moved(next.point + [0], 1)
      if next.point.allSatisfy({ abs($0) < 0.1 }) { return member }
    }
    return nil
  }

  /// The zero of all three scores near a start; nil where there is none that is a maximum.
  private func solve(from start: Member) -> Solution? {
    var member = start
    for _ in 0..<6 {
      let (base, shapeUnit) = (member, max(1, abs(member.shape)))
      let next = LikelihoodEquations.solve(from: [0, 0, 0]) { equations(base.moved($0, shapeUnit), base.scale, shapeUnit) }
      guard let next, next.point.allSatisfy({ abs($0) < 30 }) else { return nil }
      member = base.moved(next.point, shapeUnit)
      guard member.scale > 1e-12 else { return nil }
      guard next.point.allSatisfy({ abs($0) < 1e-3 }) else { continue }
      guard next.isSharp else { return nil }
      let rounding = 4 * Double.ulpOfOne
      let errors = [
        next.errors[0] + rounding * abs(member.location) / member.scale, next.errors[1] + rounding,
        shapeUnit * (next.errors[2] + rounding),
      ]
      let value = logLikelihood(member)
      let curvature = zip(next.errors, next.information.diagonal).map { 3 * $0 * $0 * $1 }.reduce(0, +)
      return Solution(
        member: member, errors: errors, information: next.information, shapeUnit: shapeUnit, value: value.value,
        valueError: value.error + curvature)
    }
    return nil
  }

  /// The mean log-likelihood, with a bound on its rounding.
  func logLikelihood(_ member: Member) -> (value: Double, error: Double) {
    var (sum, size) = (CompensatedSum(), 0.0)
    for value in values {
      let z = (value - member.location) / member.scale
      let part = term(z, member.shape)
      sum.add(part.value)
      size += part.size + abs(slopes(z, member.shape).byZ) * (2 * (abs(value) + abs(member.location)) / member.scale + abs(z))
    }
    let (count, logScale) = (Double(values.count), Double.log(member.scale))
    return (sum.value / count - logScale, 8 * .ulpOfOne * (size / count + abs(logScale) + 1))
  }

  /// In the location over a unit, the logarithm of the scale, and the shape over another.
  private func equations(_ member: Member, _ unit: Double, _ shapeUnit: Double) -> LikelihoodEquations {
    var (first, second, third) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    var errors = [0.0, 0, 0]
    var information = [[0.0], [0, 0], [0, 0, 0]]
    for value in values {
      let z = (value - member.location) / member.scale
      let part = slopes(z, member.shape)
      first.add(-part.byZ)
      second.add(-part.byZ * z - 1)
      third.add(part.byShape)
      let rounding = 2 * (abs(value) + abs(member.location)) / member.scale + abs(z)
      errors[0] += abs(part.byZZ) * rounding + 8 * abs(part.byZ)
      errors[1] += abs(part.byZ + z * part.byZZ) * rounding + 8 * abs(z * part.byZ) + 1
      errors[2] += abs(part.byZShape) * rounding + 8 * part.shapeSize
      information[0][0] -= part.byZZ
      information[1][0] -= part.byZ + z * part.byZZ
      information[1][1] -= z * (part.byZ + z * part.byZZ)
      information[2][0] += part.byZShape
      information[2][1] += z * part.byZShape
      information[2][2] -= part.byShapeShape
    }
    let (count, scales) = (Double(values.count), [unit / member.scale, 1, shapeUnit])
    return LikelihoodEquations(
      scores: zip([first.value, second.value, third.value], scales).map { $0 * $1 / count },
      errors: zip(errors, scales).map { .ulpOfOne * $0 * $1 / count },
      information: information.enumerated().map { i, row in row.enumerated().map { j, sum in scales[i] * scales[j] * sum / count } })
  }
}

extension ShapedMaxima.Member {
  /// The member at a point of the coordinates that have this one for their origin.
  fileprivate func moved(_ point: [Double], _ shapeUnit: Double) -> Self {
    Self(location: location + scale * point[0], scale: scale * .exp(point[1]), shape: shape + shapeUnit * point[2])
  }
}

extension ShapedMaxima.Solution {
  /// The maximum for data whose values these were.
  func maximum(_ data: Standardized, note: String = "") -> LikelihoodMaximum {
    let (count, logUnit) = (Double(data.values.count), Double.log(data.unit))
    let standard = information.inverseDiagonal.map { Double.sqrt($0 / count) }
    return LikelihoodMaximum(
      [
        .init(data.place(member.location, error: member.scale * errors[0]), standardError: data.unit * member.scale * standard[0]),
        .init(data.length(member.scale, error: member.scale * errors[1]), standardError: data.unit * member.scale * standard[1]),
        .init((member.shape, errors[2]), standardError: shapeUnit * standard[2]),
      ], logLikelihood: count * (value - logUnit), error: count * (valueError + 2 * .ulpOfOne * abs(logUnit)), note: note)
  }
}
