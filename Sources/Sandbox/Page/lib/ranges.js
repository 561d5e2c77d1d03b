// The ends of vertical axes.

// The upper end of an axis over densities: a pole does not flatten everything else.
function densityTop(curves) {
  const values = curves.flatMap((curve) => curve.filter(Number.isFinite)).sort((a, b) => a - b);
  const [largest, high] = [values[values.length - 1] ?? 1, values[Math.floor(values.length * 0.985)] ?? 1];
  return 1.12 * (largest > 6 * high ? 3 * high : largest) || 1;
}

// The ends of an axis over a curve of either sign, with 0 inside.
function reach(curves, least = 0) {
  const values = curves.flatMap((curve) => curve.filter(Number.isFinite));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const margin = Math.max(least, (high - low) * 0.1) || 1;
  return [low < 0 ? low - margin : 0, high + margin];
}

export { densityTop, reach };
