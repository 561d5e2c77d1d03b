import Calculus
import Scalars

/// The zeros of a function that its values at points bracket, and pairs of zeros between two points, by increasing t.
///
/// - Parameter known: values of the function, by increasing t.
func signChanges(among known: [(t: Double, value: Double)], of f: (Double) -> Double) -> [Double] {
  let points = (known + dips(known, of: f)).sorted { $0.t < $1.t }
  return zip(points, points.dropFirst()).compactMap { previous, next in
    // On a span a few ulps wide the outermost nodes round to its ends, or past them.
    guard (previous.value < 0) != (next.value < 0), previous.t < next.t else { return nil }
    return root(in: Interval(previous.t, next.t), of: f)
  }
}

/// Points at which a function has the other sign than at three neighbours around: it touches zero and comes back.
///
/// A parabola through the neighbours says where to look. Where it comes near zero the lowest point is searched for by
/// golden section until the sign is the other one; a dip that thirty steps do not find is narrower than 10⁻⁶ of the
/// distance of the neighbours. One that the parabola does not show is missed.
///
/// - Parameter points: values of the function, by increasing t.
func dips(_ points: [(t: Double, value: Double)], of f: (Double) -> Double) -> [(t: Double, value: Double)] {
  points.indices.dropFirst().dropLast().compactMap { index in
    let (a, b, c) = (points[index - 1], points[index], points[index + 1])
    let sign: Double = b.value < 0 ? -1 : 1
    let lowest = min(sign * a.value, sign * b.value, sign * c.value)
    guard lowest >= 0, let vertex = vertex(a, b, c, sign), vertex.value < 0.75 * lowest || lowest == 0 else { return nil }
    return search(from: a.t, to: c.t, startingAt: vertex.t) { sign * f($0) }.map { ($0.t, sign * $0.value) }
  }
}

/// The lowest point of the parabola through three points, if it has one between them.
private func vertex(
  _ a: (t: Double, value: Double), _ b: (t: Double, value: Double), _ c: (t: Double, value: Double), _ sign: Double
) -> (t: Double, value: Double)? {
  let (left, right) = (b.t - a.t, c.t - b.t)
  guard left > 0, right > 0 else { return nil }
  let (before, after) = (sign * (b.value - a.value) / left, sign * (c.value - b.value) / right)
  let curvature = (after - before) / (left + right)
  let slope = (before * right + after * left) / (left + right)
  let t = b.t - slope / (2 * curvature)
  guard curvature > 0, curvature.isFinite, a.t < t, t < c.t else { return nil }
  return (t, sign * b.value - slope * slope / (4 * curvature))
}

/// A point between two at which f is negative, found on the way to its minimum.
private func search(
  from lower: Double, to upper: Double, startingAt start: Double, _ f: (Double) -> Double
) -> (t: Double, value: Double)? {
  let golden = 0.6180339887498949
  var (a, b) = (lower, upper)
  var best = (t: start, value: f(start))
  for _ in 0..<30 where best.value >= 0 {
    // The next point is in the longer of the two parts beside the best one.
    let isLeft = best.t - a > b - best.t
    let t = isLeft ? best.t - (1 - golden) * (best.t - a) : best.t + (1 - golden) * (b - best.t)
    guard a < t, t < b, t != best.t else { break }
    let value = f(t)
    if value < best.value {
      if isLeft { b = best.t } else { a = best.t }
      best = (t, value)
    } else if isLeft {
      a = t
    } else {
      b = t
    }
  }
  return best.value < 0 ? best : nil
}
