public import Calculus
import Densities

// The same measures of two samples. Each sample stands for its kernel density estimate, so a value describes the two
// estimates; its error bound is that of the quadrature, not that of the sampling, which `SamplePair` estimates.

/// KL between the kernel density estimates of two samples (Gaussian kernel, Silverman's bandwidth), in nats.
///
/// ```swift
/// print(try js([0.1, -0.4, 1.3, 0.7], [1.2, 0.9, 2.3, 1.8]).value)
/// ```
/// Throws one sentence where a sample has fewer than two distinct numbers, or one that is not finite. A kernel estimate
/// is smoother and wider than the density that the sample was drawn from.
public func kl(_ xs: [Double], _ ys: [Double]) throws -> Estimate { try ofEstimates(xs, ys, kl) }

/// JS between the kernel density estimates of two samples, in nats; see `kl(_:_:)` of two samples.
public func js(_ xs: [Double], _ ys: [Double]) throws -> Estimate { try ofEstimates(xs, ys, js) }

/// Total variation between the kernel density estimates of two samples; see `kl(_:_:)` of two samples.
public func tv(_ xs: [Double], _ ys: [Double]) throws -> Estimate { try ofEstimates(xs, ys, tv) }

/// The squared Hellinger distance between the kernel density estimates of two samples; see `kl(_:_:)` of two samples.
public func hellinger2(_ xs: [Double], _ ys: [Double]) throws -> Estimate { try ofEstimates(xs, ys, hellinger2) }

/// χ²(P‖Q) between the kernel density estimates of two samples; see `kl(_:_:)` of two samples.
public func chi2(_ xs: [Double], _ ys: [Double]) throws -> Estimate { try ofEstimates(xs, ys, chi2) }

/// The Rényi divergence between the kernel density estimates of two samples; see `kl(_:_:)` of two samples.
public func renyi(_ xs: [Double], _ ys: [Double], order: Double) throws -> Estimate {
  try ofEstimates(xs, ys) { renyi($0, $1, order: order) }
}

/// W1 between the kernel density estimates of two samples, in the units of x; see `kl(_:_:)` of two samples.
public func w1(_ xs: [Double], _ ys: [Double]) throws -> Estimate { try ofEstimates(xs, ys, w1) }

private func ofEstimates(
  _ xs: [Double], _ ys: [Double], _ measure: (any Density, any Density) -> Estimate
) throws(DensityError) -> Estimate {
  measure(try KernelDensity(xs, source: "the first sample"), try KernelDensity(ys, source: "the second sample"))
}
