"""Densities at the precision of mpmath: log density and distribution functions at points given by an anchor and an offset from it.

They are written from the definitions, apart from the library's own formulas, and read by `divergences.py`.
"""
import re

from mpmath import mp, mpf, log, log1p, exp, expm1, sqrt, pi, loggamma, erfc, atan2, betainc, gammainc, inf, quad


class Point:
    """anchor + offset, which keeps the digits of the distance to the anchor."""

    def __init__(self, anchor, offset):
        self.anchor, self.offset = anchor, offset

    def minus(self, c):
        return (self.anchor - c) + self.offset


# A density: log density and distribution functions at a Point, support intervals, points where it is not smooth, and
# landmarks (location, scale).
class Density:
    def __init__(self, logpdf, tails, support, breaks, landmarks):
        self.logpdf, self.tails, self.support, self.breaks, self.landmarks = logpdf, tails, support, breaks, landmarks


def on_line(logpdf, upper, location, scale, kinks=()):
    """A location-scale family on the line from log p and the upper tail at z; the lower tail is `upper` of the mirror image."""
    def tails(x):
        z = x.minus(location) / scale
        return upper(-z, -1), upper(z, 1)
    return Density(lambda x: logpdf(x.minus(location) / scale) - log(scale), tails, [(-inf, inf)], list(kinks), [(location, scale)])


def normal(mean, sd):
    return on_line(lambda z: -z * z / 2 - log(2 * pi) / 2, lambda z, _: erfc(z / sqrt(2)) / 2, mean, sd)


def laplace(location, scale):
    return on_line(lambda z: -abs(z) - log(2), lambda z, _: exp(-z) / 2 if z > 0 else 1 - exp(z) / 2, location, scale, [location])


def logistic(location, scale):
    return on_line(lambda z: -abs(z) - 2 * log1p(exp(-abs(z))), lambda z, _: 1 / (1 + exp(z)), location, scale)


def cauchy(location, scale):
    return on_line(lambda z: -log1p(z * z) - log(pi), lambda z, _: atan2(1, z) / pi, location, scale)


def studentT(dof, location, scale):
    constant = loggamma((dof + 1) / 2) - loggamma(dof / 2) - log(pi * dof) / 2

    def upper(z, _):
        half = betainc(dof / 2, mpf(1) / 2, 0, dof / (dof + z * z), regularized=True) / 2
        return half if z > 0 else 1 - half
    return on_line(lambda z: constant - (dof + 1) / 2 * log1p(z * z / dof), upper, location, scale)


def gumbel(location, scale):
    def upper(z, sense):
        return -expm1(-exp(-z)) if sense > 0 else exp(-exp(z))
    return on_line(lambda z: -z - exp(-z), upper, location, scale)


def uniform(lower, upper):
    def tails(x):
        f = min(max(x.minus(lower) / (upper - lower), mpf(0)), mpf(1))
        return f, 1 - f
    return Density(lambda x: -log(upper - lower), tails, [(lower, upper)], [lower, upper], [((lower + upper) / 2, (upper - lower) / 2)])


def from_zero(logpdf, tails, landmarks):
    return Density(lambda x: logpdf(x.minus(0)), lambda x: tails(x.minus(0)) if x.minus(0) > 0 else (mpf(0), mpf(1)),
                   [(mpf(0), inf)], [mpf(0)], landmarks)


def exponential(rate):
    return from_zero(lambda x: log(rate) - rate * x, lambda x: (-expm1(-rate * x), exp(-rate * x)), [(1 / rate, 1 / rate)])


def gamma(shape, rate):
    constant = shape * log(rate) - loggamma(shape)

    def tails(x):
        y = rate * x
        # The series for the lower tail cancels nothing, mpmath's upper tail is exact where it is small.
        if y > shape + 30:
            u = gammainc(shape, y, regularized=True)
            return 1 - u, u
        term = total = mpf(1)
        n = 0
        while abs(term) > mpf(10) ** (-mp.dps) * total:
            n += 1
            term *= y / (shape + n)
            total += term
        f = exp(shape * log(y) - y - loggamma(shape + 1)) * total
        return f, 1 - f
    centre = (1 / rate, 1 / rate) if shape < 1 else (shape / rate, sqrt(shape) / rate)
    return from_zero(lambda x: constant + (shape - 1) * log(x) - rate * x, tails, [centre])


def logNormal(mu, sigma):
    def tails(x):
        z = (log(x) - mu) / sigma
        return erfc(-z / sqrt(2)) / 2, erfc(z / sqrt(2)) / 2
    marks = [(exp(mu + k * sigma), exp(mu + k * sigma) * min(sigma, 1)) for k in range(-8, 9, 2)]
    return from_zero(lambda x: -((log(x) - mu) / sigma) ** 2 / 2 - log(2 * pi) / 2 - log(sigma) - log(x), tails, marks)


def weibull(shape, scale):
    def power(x):
        return exp(shape * log(x / scale))
    return from_zero(lambda x: log(shape / scale) + (shape - 1) * log(x / scale) - power(x),
                     lambda x: (-expm1(-power(x)), exp(-power(x))), [(scale, scale / max(shape, 1))])


def pareto(shape, scale):
    def tails(x):
        y = x.minus(scale) / scale
        if y <= 0:
            return mpf(0), mpf(1)
        return -expm1(-shape * log1p(y)), exp(-shape * log1p(y))
    return Density(lambda x: log(shape / scale) - (shape + 1) * log1p(x.minus(scale) / scale), tails,
                   [(scale, inf)], [scale], [(scale, scale / max(shape, 1))])


def beta(a, b):
    constant = loggamma(a + b) - loggamma(a) - loggamma(b)

    def logpdf(x):
        return constant + (a - 1) * log(x.minus(0)) + (b - 1) * log(-x.minus(1))

    def tails(x):
        u, v = x.minus(0), -x.minus(1)
        if u <= 0 or v <= 0:
            return (mpf(0), mpf(1)) if u <= 0 else (mpf(1), mpf(0))
        # From the nearer end, where the series is fast.
        part = betainc(a, b, 0, u, regularized=True) if u < v else betainc(b, a, 0, v, regularized=True)
        return (part, 1 - part) if u < v else (1 - part, part)
    mean = a / (a + b)
    return Density(logpdf, tails, [(mpf(0), mpf(1))], [mpf(0), mpf(1)], [(mean, sqrt(mean * (1 - mean) / (a + b + 1)))])


def triangular(lower, mode, upper):
    width = upper - lower

    def logpdf(x):
        d = x.minus(mode)
        if d == 0:
            return log(2 / width)
        return log(2 / width) + (log(x.minus(lower) / (mode - lower)) if d < 0 else log(-x.minus(upper) / (upper - mode)))

    def tails(x):
        a, b = x.minus(lower), -x.minus(upper)
        if a <= 0 or b <= 0:
            return (mpf(0), mpf(1)) if a <= 0 else (mpf(1), mpf(0))
        if x.minus(mode) < 0:
            f = a * a / width / (mode - lower)
            return f, 1 - f
        s = b * b / width / (upper - mode)
        return 1 - s, s
    return Density(logpdf, tails, [(lower, upper)], sorted({lower, mode, upper}), [(mode, width / 2)])


def skewNormal(location, scale, shape):
    def upper(z, sense):
        a = sense * shape
        if a < 0:
            return 1 - upper(-z, -sense)
        width = 1 / (abs(z) + a * (a * abs(z) + 1) + 1)
        corner = quad(lambda t: exp(-t * t / 2) * sqrt(2 / pi) * erfc(a * t / sqrt(2)) / 2, [abs(z) + width * k for k in (0, 1, 3, 7, 15, 31, 63, 127)])
        return 1 - corner if z <= 0 else erfc(z / sqrt(2)) - corner
    width = scale / max(abs(shape), 1)
    density = on_line(lambda z: -z * z / 2 - log(2 * pi) / 2 + log(erfc(-shape * z / sqrt(2))), upper, location, scale)
    density.landmarks += [(location, width)] if abs(shape) > 1 else []
    return density


def gev(location, scale, shape):
    def standard(x):
        # From the end, if the point is measured from there.
        return log(x.minus(location - scale / shape) * shape / scale) / shape if shape else x.minus(location) / scale

    def logpdf(x):
        y = standard(x)
        return -(1 + shape) * y - exp(-y) - log(scale)

    def tails(x):
        if shape and x.minus(location - scale / shape) * shape <= 0:
            return (mpf(0), mpf(1)) if shape > 0 else (mpf(1), mpf(0))
        y = standard(x)
        return exp(-exp(-y)), -expm1(-exp(-y))
    end = location - scale / shape if shape else inf
    support = (end, inf) if shape > 0 else (-inf, end)
    return Density(logpdf, tails, [support], [end] if shape else [], [(location, scale)])


def inverseGaussian(mean, shape):
    def tails(x):
        a, b = sqrt(shape / x) * (x / mean - 1), sqrt(shape / x) * (x / mean + 1)
        second = exp(2 * shape / mean) * erfc(b / sqrt(2)) / 2
        return erfc(-a / sqrt(2)) / 2 + second, erfc(a / sqrt(2)) / 2 - second
    mode = mean * (sqrt(1 + (3 * mean / (2 * shape)) ** 2) - 3 * mean / (2 * shape))
    return from_zero(lambda x: (log(shape) - log(2 * pi) - 3 * log(x)) / 2 - shape * (x - mean) ** 2 / (2 * mean ** 2 * x), tails,
                     [(mode, mode * min(1, sqrt(mean / shape))), (mean, mean * min(1, sqrt(mean / shape)))])


def inside(density, x):
    return any(x.minus(a) > 0 and x.minus(b) < 0 for a, b in density.support)


def log_density(density, x):
    return density.logpdf(x) if inside(density, x) else -inf


def mixture(weights, parts):
    # As doubles they may miss 1 by rounding.
    weights = [w / sum(weights) for w in weights]

    def logpdf(x):
        terms = [log(w) + log_density(d, x) for w, d in zip(weights, parts)]
        top = max(terms)
        return top if top == -inf else top + log(sum(exp(t - top) for t in terms))

    def tails(x):
        pairs = [d.tails(x) for d in parts]
        return tuple(sum(w * pair[i] for w, pair in zip(weights, pairs)) for i in (0, 1))
    support = []
    for a, b in sorted(i for d in parts for i in d.support):
        if support and a <= support[-1][1]:
            support[-1] = (support[-1][0], max(b, support[-1][1]))
        else:
            support.append((a, b))
    return Density(logpdf, tails, support, [b for d in parts for b in d.breaks], [m for d in parts for m in d.landmarks])


def truncated(density, lower, upper):
    def tails_at(c, i):
        return density.tails(Point(c, mpf(0)))[i] if abs(c) != inf else mpf(0) if (c < 0) == (i == 0) else mpf(1)
    low, high = tails_at(lower, 0), tails_at(upper, 1)
    # Differences of the smaller tails, with digits to spare.
    mass = tails_at(upper, 0) - low if tails_at(lower, 1) > 0.5 else tails_at(lower, 1) - high

    def tails(x):
        if x.minus(lower) <= 0 or x.minus(upper) >= 0:
            return (mpf(0), mpf(1)) if x.minus(lower) <= 0 else (mpf(1), mpf(0))
        f, s = density.tails(x)
        return (f - low if f < 0.5 else tails_at(lower, 1) - s) / mass, (s - high if s < 0.5 else tails_at(upper, 0) - f) / mass
    support = [(max(a, lower), min(b, upper)) for a, b in density.support if max(a, lower) < min(b, upper)]
    marks = [(c, s) for c, s in density.landmarks if lower < c < upper]
    for end in (lower, upper):
        if abs(end) != inf:
            # The density falls away from the end at the rate of its own slope there.
            side = mpf(1) if end == lower else mpf(-1)
            h = mpf(10) ** -20 * max(abs(end), min(s for _, s in density.landmarks))
            slope = (density.logpdf(Point(end, side * 2 * h)) - density.logpdf(Point(end, side * h))) / h
            marks.append((end, min(1 / abs(slope) if slope else inf, max(s for _, s in density.landmarks))))
    breaks = [b for b in density.breaks if lower < b < upper] + [c for c in (lower, upper) if abs(c) != inf]
    return Density(lambda x: density.logpdf(x) - log(mass), tails, support, breaks, marks)


def affine(density, shift, scale):
    def back(x):
        return Point((x.anchor - shift) / scale, x.offset / scale)

    def forth(interval):
        return tuple(sorted(shift + scale * end for end in interval))
    return Density(lambda x: density.logpdf(back(x)) - log(abs(scale)), lambda x: density.tails(back(x))[::1 if scale > 0 else -1],
                   sorted(forth(i) for i in density.support), [shift + scale * b for b in density.breaks],
                   [(shift + scale * c, abs(scale) * s) for c, s in density.landmarks])


FAMILIES = {f.__name__: f for f in (normal, laplace, logistic, cauchy, studentT, uniform, exponential, gamma, beta, logNormal,
                                    weibull, pareto, gumbel, triangular, skewNormal, gev, inverseGaussian)}


def number(text):
    return mpf(float(text))


def parse(text):
    """The grammar of the command line."""
    parts = split(text, "+")
    if len(parts) > 1 or re.match(r"[\d.e-]+\*", parts[0]):
        weights, densities = zip(*(part.split("*", 1) for part in parts))
        return mixture([number(w) for w in weights], [parse(d) for d in densities])
    name, arguments = text[:text.index("(")], split(text[text.index("(") + 1:-1], ",")
    if name in ("truncated", "affine"):
        return globals()[name](parse(arguments[0]), *map(number, arguments[1:]))
    return FAMILIES[name](*map(number, arguments))


def split(text, separator):
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if c == separator and depth == 0 and text[i - 1] != "e":
            parts.append(text[start:i])
            start = i + 1
    return parts + [text[start:]]
