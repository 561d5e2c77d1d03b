import Scalars

extension KernelDensity {
  /// The estimate between one or two boundaries, at which the kernels are reflected: that of the data and of their mirror
  /// images, between the boundaries (Silverman 1986, section 2.10).
  ///
  /// The bandwidth is that of the data. With two boundaries the images of images are left out, and the mass is made 1.
  static func reflected(
    _ data: [Double], bandwidth rule: Bandwidth, weights: [Double]?, lower: Double?, upper: Double?, source: String
  ) throws(DensityError) -> Truncated {
    let own = try KernelDensity(data, bandwidth: rule, weights: weights, source: source)
    for end in [lower, upper].compactMap(\.self) where !(abs(end) <= 1e300) {
      throw DensityError("kde: a boundary must be a finite number, not \(end)")
    }
    let hull = Interval(own.points[0], own.points[own.points.count - 1])
    guard lower ?? hull.lower <= hull.lower, upper ?? hull.upper >= hull.upper else {
      throw DensityError("kde: the data must lie inside the boundary, and go from \(hull.lower) to \(hull.upper)")
    }
    let images = [lower, upper].compactMap(\.self).map { end in own.points.map { 2 * end - $0 } }
    let all = try KernelDensity(
      own.points + images.joined(), bandwidth: .fixed(own.bandwidth),
      weights: [[Double]](repeating: own.weights, count: 1 + images.count)
        .flatMap(\.self), source: source)
    return try Truncated(all, lower: lower ?? -.infinity, upper: upper ?? .infinity, name: own.text)
  }
}
