"""Random pairs of densities held against ball arithmetic: no value may differ from the truth by more than its own error bound.

    python3 random_pairs.py TOOL --pairs 2000 --seed 1          every measure of `TOOL compare P Q` for 2000 pairs
    python3 random_pairs.py TOOL --p "normal(0,1)" --q ...      one pair, with every truth printed

TOOL is the built command. A pair has one to three components on each side, from all families, truncated or moved, with
parameters of four digits; one pair in four is extreme: far from 0, nearly equal, very narrow or very wide. Whether an
integral converges is decided first, by convergence.py, from the families' asymptotes. The truth of one that does is had
in ball arithmetic of 128 bits, between break points at the ends of the supports, the kinks and the landmarks of all
components, in the logarithm of the distance towards ends and into tails: first by Gauss's rule on stretches that are
halved, and where a row does not agree with that, by Arb's rigorous integration (Johansson 2018, "Numerical integration
in arbitrary-precision ball arithmetic"), which decides. Into a tail both are cut where the integrand is below 2^-90 of
its largest value, which is not proved to bound the rest. A row whose integral does not come to an end is counted under
"no truth". A row that is wrong is printed; the exit status is 1 if there is one. Needs python-flint.
"""
import argparse
import csv
import io
import math
import random
import re
import subprocess
import sys
import time
from fractions import Fraction

from flint import acb, arb, ctx

import convergence

INF = math.inf


def precision(bits, nodes, tolerance):
    """Sets the bits of all balls, the nodes of Gauss's rule on a stretch, and what a half may change, relative to the integral."""
    global PI, HALF, RULE, TOLERANCE
    ctx.prec = bits
    PI, HALF, TOLERANCE = arb.pi(), arb(1) / 2, arb(tolerance)
    RULE = [arb.legendre_p_root(nodes, k, weight=True) for k in range(nodes)]


precision(128, 20, 2.0 ** -54)


class Point:
    """anchor + offset, which keeps the digits of the distance to the anchor; `known` may hold what has been computed there."""

    def __init__(self, anchor, offset, known=None):
        self.anchor, self.offset, self.known = anchor, offset, known

    def minus(self, c):
        return self.offset + (arb(self.anchor) - arb(c))


class Density:
    """log p, its slope and the tails at a Point, on an open support; `marks` are (location, scale), `kinks` where log p is not analytic.

    The ends of the support are doubles; `exact` has those that rounding has moved. `growth` has the terms of log p at each
    end, see convergence.py.
    """

    def __init__(self, support, marks, kinks, log, slope, tails, growth, exact=None):
        self.support, self.marks, self.kinks, self.log, self.slope, self.tails = support, marks, kinks, log, slope, tails
        self.growth, self.exact = growth, exact or {}

    def end(self, x):
        return self.exact.get(x, arb(x))

    def holds(self, x):
        return self.support[0] < x < self.support[1]


def square(z):
    return z * z


def ln(z, analytic):
    """log z of a real or a complex ball."""
    return z.log(analytic=analytic) if isinstance(z, acb) else z.log()


def log1p(z, analytic):
    return ln(1 + z, analytic)


def line(location, scale, log, slope, tails, growth, kinks=()):
    """A location-scale family on the line, from its functions of z = (x − location)/scale and its terms at −∞ and +∞."""
    s = arb(scale)
    growth = {end: convergence.moved(terms, False, math.copysign(1, end) * location, scale) for end, terms in zip((-INF, INF), growth)}

    def z(x):
        return x.minus(location) / s
    return Density((-INF, INF), [(location, scale)], [location] if kinks else [],
                   lambda x, side, an: log(z(x), side, an) - s.log(), lambda x, side: slope(z(x), side) / s, lambda x, side: tails(z(x), side), growth)


def power(k, coefficient):
    """coefficient |x|^k in log p."""
    return {(2, Fraction(k)): arb(coefficient)}


def logarithm(coefficient):
    """coefficient u in log p."""
    return {(1, 1): arb(coefficient)}


def smaller(isBelow, lower, upper):
    """Both tails from the one that is not near 1."""
    if isBelow:
        tail = lower()
        return tail, 1 - tail
    tail = upper()
    return 1 - tail, tail


# `side` is the sign of x − kink on the panel, which makes the two halves of a kinked density analytic each.
def normal(mean, sd):
    c = (2 * PI).log() / 2
    r2 = arb(2).sqrt()
    return line(mean, sd, lambda z, s, an: -z * z / 2 - c, lambda z, s: -z, lambda z, s: ((-z / r2).erfc() / 2, (z / r2).erfc() / 2),
                [power(2, -0.5)] * 2)


def laplace(location, scale):
    c = arb(2).log()

    def tails(z, s):
        small = (-z * s).exp() / 2
        return (1 - small, small) if s > 0 else (small, 1 - small)
    return line(location, scale, lambda z, s, an: -z * s - c, lambda z, s: arb(-s), tails, [power(1, -1)] * 2, kinks=True)


def logistic(location, scale):
    # Split at the centre so that e^−|z| stays small.
    def tails(z, s):
        small = 1 / (1 + (z * s).exp()) if real(z * s).mid() < 50 else (-z * s).exp() / (1 + (-z * s).exp())
        return (1 - small, small) if s > 0 else (small, 1 - small)
    return line(location, scale, lambda z, s, an: -z * s - 2 * log1p((-z * s).exp(), an), lambda z, s: -(z / 2).tanh(),
                tails, [power(1, -1)] * 2, kinks=True)


def atan_tail(z):
    return (1 / z).atan() / PI


def cauchy(location, scale):
    def tails(z, s):
        small = atan_tail(z * s)
        return (1 - small, small) if s > 0 else (small, 1 - small)
    return line(location, scale, lambda z, s, an: -log1p(z * z, an) - PI.log(), lambda z, s: -2 * z / (1 + z * z), tails,
                [logarithm(-2)] * 2, kinks=True)


def studentT(dof, location, scale):
    n = arb(dof)
    c = ((n + 1) / 2).lgamma() - (n / 2).lgamma() - (PI * n).log() / 2

    def tails(z, s):
        w = n / (n + z * z)
        small = w.beta_lower(n / 2, HALF, regularized=True) / 2
        return (1 - small, small) if s > 0 else (small, 1 - small)
    return line(location, scale, lambda z, s, an: c - (n + 1) / 2 * log1p(z * z / n, an), lambda z, s: -(n + 1) * z / (n + z * z), tails,
                [logarithm(-n - 1)] * 2, kinks=True)


def gumbel(location, scale):
    def inside(z):
        """No farther out than e^−e^150, which is 0 beside all else, so that no number is beyond all range."""
        return z if real(z).mid() > -150 else arb(-150)

    def tails(z, s):
        e = (-inside(z)).exp()
        return (-e).exp(), -((-e).expm1())
    nothing = -arb(150).exp().mid()
    return line(location, scale, lambda z, s, an: -z - (-z).exp() if real(z).mid() > -150 else nothing, lambda z, s: (-inside(z)).exp() - 1, tails,
                [{(3, Fraction(1)): arb(-1), (2, Fraction(1)): arb(1)}, power(1, -1)])


def uniform(a, b):
    w = arb(b) - arb(a)
    return Density((a, b), [((a + b) / 2, (b - a) / 2)], [], lambda x, s, an: -w.log(), lambda x, s: arb(0),
                   lambda x, s: (x.minus(a) / w, -x.minus(b) / w), {a: {}, b: {}})


def positive(marks, log, slope, tails, atZero, atInfinity):
    return Density((0.0, INF), marks, [], lambda x, s, an: log(x.minus(0), an), lambda x, s: slope(x.minus(0)), lambda x, s: tails(x.minus(0)),
                   {0.0: atZero, INF: atInfinity})


def exponential(rate):
    r = arb(rate)
    return positive([(1 / rate, 1 / rate)], lambda y, an: r.log() - r * y, lambda y: -r, lambda y: (-((-r * y).expm1()), (-r * y).exp()),
                    {}, power(1, -r))


def gamma(shape, rate):
    k, r = arb(shape), arb(rate)
    c = k * r.log() - k.lgamma()
    mark = (1 / rate, 1 / rate) if shape < 1 else (shape / rate, math.sqrt(shape) / rate)
    return positive([mark], lambda y, an: c + (k - 1) * ln(y, an) - r * y, lambda y: (k - 1) / y - r,
                    lambda y: smaller(real(r * y) < k, lambda: (r * y).gamma_lower(k, regularized=1), lambda: (r * y).gamma_upper(k, regularized=1)),
                    logarithm(1 - k), {**power(1, -r), **logarithm(k - 1)})


def logNormal(mu, sigma):
    m, s = arb(mu), arb(sigma)
    c = (2 * PI).log() / 2 + s.log()
    r2 = arb(2).sqrt()

    def tails(y):
        z = (y.log() - m) / s / r2
        return (-z).erfc() / 2, z.erfc() / 2
    marks = [(math.exp(mu + k * sigma), math.exp(mu + k * sigma) * min(sigma, 1)) for k in range(-6, 7, 2) if abs(mu + k * sigma) < 600]

    def log(y, an):
        l = ln(y, an)
        return -square((l - m) / s) / 2 - c - l
    return positive(marks, log, lambda y: -(1 + (y.log() - m) / (s * s)) / y, tails,
                    {(1, 2): -1 / (2 * s * s), (1, 1): 1 - m / (s * s)}, {(1, 2): -1 / (2 * s * s), (1, 1): m / (s * s) - 1})


def weibull(shape, scale):
    k, s = arb(shape), arb(scale)

    def log(y, an):
        l = ln(y, an) - s.log()
        return k.log() - s.log() + (k - 1) * l - (k * l).exp()

    def tails(y):
        e = (k * (y.log() - s.log())).exp()
        return -((-e).expm1()), (-e).exp()
    return positive([(scale, scale / max(shape, 1))], log, lambda y: ((k - 1) - k * (k * (y.log() - s.log())).exp()) / y, tails,
                    logarithm(1 - k), {**power(shape, -(s ** -k)), **logarithm(k - 1)})


def pareto(shape, scale):
    k, s = arb(shape), arb(scale)

    def tails(x, side):
        e = -k * (1 + x.minus(scale) / s).log()
        return -(e.expm1()), e.exp()
    return Density((scale, INF), [(scale, scale / max(shape, 1))], [],
                   lambda x, side, an: k.log() - s.log() - (k + 1) * log1p(x.minus(scale) / s, an), lambda x, side: -(k + 1) / x.minus(0), tails,
                   {scale: {}, INF: logarithm(-k - 1)})


def beta(alpha, b):
    a, b_ = arb(alpha), arb(b)
    c = (a + b_).lgamma() - a.lgamma() - b_.lgamma()
    mean = alpha / (alpha + b)

    def tails(x, s):
        u, v = x.minus(0), -x.minus(1)
        return smaller(real(u) < mean, lambda: u.beta_lower(a, b_, regularized=True), lambda: v.beta_lower(b_, a, regularized=True))
    return Density((0.0, 1.0), [(mean, math.sqrt(mean * (1 - mean) / (alpha + b + 1)))], [],
                   lambda x, s, an: c + (a - 1) * ln(x.minus(0), an) + (b_ - 1) * ln(-x.minus(1), an),
                   lambda x, s: (a - 1) / x.minus(0) + (b_ - 1) / x.minus(1), tails, {0.0: logarithm(1 - a), 1.0: logarithm(1 - b_)})


def triangular(lower, mode, upper):
    w, left, right = arb(upper) - arb(lower), arb(mode) - arb(lower), arb(upper) - arb(mode)

    def rises(s):
        return s < 0 or mode == upper

    def log(x, s, an):
        part = x.minus(lower) / left if rises(s) else -x.minus(upper) / right
        return (2 / w).log() + ln(part, an)

    def tails(x, s):
        if rises(s):
            small = square(x.minus(lower)) / (w * left)
            return small, 1 - small
        small = square(x.minus(upper)) / (w * right)
        return 1 - small, small
    return Density((lower, upper), [((lower + upper) / 2, (upper - lower) / 2)], [mode] if lower < mode < upper else [],
                   log, lambda x, s: 1 / x.minus(lower) if rises(s) else 1 / x.minus(upper), tails,
                   {lower: logarithm(-1) if lower < mode else {}, upper: logarithm(-1) if mode < upper else {}})


def skewNormal(location, scale, shape):
    a, r2 = arb(abs(shape)), arb(2).sqrt()
    sign = -1 if shape < 0 else 1
    c = PI.log() / 2 + HALF * arb(2).log()

    def log_normal(w, an):
        """log 2 Phi(w), by erfc itself or without its exponential decay."""
        u = -w / r2
        if real(u).mid() < 1:
            return ln(u.erfc(), an)
        return -u * u + ln(scaled(u), an)

    def scaled(u):
        """exp(u^2) erfc(u); far out by Tricomi's function, where erfc would lose its digits."""
        if real(u).mid() < 20:
            return (u * u).exp() * u.erfc()
        z = u if isinstance(u, acb) else acb(u)
        value = (z * z).hypgeom_u(acb(HALF), acb(HALF)) / PI.sqrt()
        return value if isinstance(u, acb) else value.real

    def hazard(w):
        """phi(w)/Phi(w)."""
        u = -w / r2
        if real(u).mid() < 1:
            return (-w * w / 2).exp() * r2 / PI.sqrt() / u.erfc()
        return r2 / PI.sqrt() / scaled(u)

    def corner(y):
        """The mass below -y for a shape above 0, for y at or above 0, by the part of Owen's integral beyond the shape."""
        middle = abs(float(real(y).mid()))
        total, start = arb(0), arb(0)
        while True:
            x = float((a + start).mid())
            width = arb(min(math.hypot(1, x), 4 / max(middle * middle * x, middle, 1e-200)))
            part = arb(0)
            for node, weight in RULE:
                s = start + width * (node + 1) / 2
                part += weight * (-y * y * s * (a + s / 2)).exp() / (1 + square(a + s))
            part *= width / 2
            total += part
            start += width
            if abs(part) < abs(total) * arb(2) ** (8 - ctx.prec):
                return total * (-(1 + a * a) * y * y / 2).exp() / PI

    def tails(z, s):
        y = z * sign
        if real(y).mid() < 0:
            low, high = corner(-y), None
            high = 1 - low
        else:
            small = corner(y)
            low, high = (y / r2).erf() + small, (y / r2).erfc() - small
        return (low, high) if sign > 0 else (high, low)
    heavy, light = power(2, -0.5), {**power(2, -(1 + a * a) / 2), **logarithm(-1)}
    ends = [power(2, -0.5)] * 2 if shape == 0 else [light, heavy] if shape > 0 else [heavy, light]
    density = line(location, scale, lambda z, s, an: -z * z / 2 - c + log_normal(arb(shape) * z, an),
                   lambda z, s: -z + arb(shape) * hazard(arb(shape) * z), tails, ends)
    density.marks += [(location, scale / abs(shape))] if abs(shape) > 1 else []
    return density


def gev(location, scale, shape):
    if shape == 0:
        return gumbel(location, scale)
    xi, s = arb(shape), arb(scale)
    # Exact from here on, so that the distance from it is.
    end = (arb(location) - s / xi).mid()
    rounded = float(end.mid())
    power_ = 1 / abs(xi)
    exponent = 1 / Fraction(abs(shape))
    rate = (abs(xi) / s).log()

    def log_w(x, an):
        """log of 1 + xi z, from the distance to the end."""
        d = x.minus(end)
        return ln(d if shape > 0 else -d, an) + rate

    def log(x, side, an):
        l = log_w(x, an)
        y = l / xi
        return -l - y - (-y).exp() - s.log() if real(y).mid() > -150 else -arb(150).exp().mid()

    def slope(x, side):
        d = x.minus(end)
        y = (log_w(x, False) / xi) if real(log_w(x, False) / xi).mid() > -150 else arb(-150)
        return -((1 + xi) - (-y).exp()) / (xi * d)

    def tails(x, side):
        y = log_w(x, False) / xi
        e = (-y).exp() if real(y).mid() > -150 else arb(150).exp()
        return (-e).exp(), -((-e).expm1())
    low, high = (rounded, INF) if shape > 0 else (-INF, rounded)
    if shape > 0:
        growth = {rounded: {(2, exponent): -(-power_ * rate).exp(), (1, 1): 1 + power_}, INF: logarithm(-1 - power_)}
    else:
        growth = {rounded: logarithm(1 - power_), -INF: convergence.moved(
            {(2, exponent): -arb(1), **logarithm(power_ - 1)}, False, -end, s / abs(xi))}
    marks = [(location, scale)]
    if shape >= 0.5:
        w = (1 + shape) ** -shape
        marks.append((location + scale * (w - 1) / shape, scale * w / shape))
    return Density((low, high), marks, [], log, slope, tails, growth, {rounded: end})


def inverseGaussian(mean, shape):
    m, k = arb(mean), arb(shape)
    c = (k / (2 * PI)).log() / 2
    r2 = arb(2).sqrt()

    def log(y, an):
        return c - 3 * ln(y, an) / 2 - k * square(y - m) / (2 * m * m * y)

    def tails(y):
        root = (k / y).sqrt()
        a, b = root * (y / m - 1), root * (y / m + 1)
        second = (2 * k / m).exp() * (b / r2).erfc() / 2
        return (-a / r2).erfc() / 2 + second, (a / r2).erfc() / 2 - second
    half = 1.5 * mean / shape
    mode = mean / (math.sqrt(1 + half * half) + half)
    width = mode * min(1, math.sqrt(mean / shape))
    marks = [(mode, width)] + ([(mean, min(mean, math.sqrt(mean / shape) * mean))] if shape < 10 * mean else [])
    marks += [(mean + 2 * mean * mean / shape,) * 2] if shape < mean / 2 else []
    return positive(marks, log, lambda y: -3 / (2 * y) - k * (y * y - m * m) / (2 * m * m * y * y), tails,
                    {**power(1, -k / 2), **logarithm(3 * HALF)}, {**power(1, -k / (2 * m * m)), **logarithm(-3 * HALF)})


FAMILIES = {f.__name__: f for f in (normal, laplace, logistic, cauchy, studentT, uniform, exponential, gamma, beta, logNormal, weibull, pareto, gumbel,
                                    triangular, skewNormal, gev, inverseGaussian)}


class Moved:
    """The point (x − shift)/scale of the preimage; exact differences to the images of its landmarks."""

    def __init__(self, x, shift, scale):
        self.x, self.shift, self.scale = x, shift, scale

    def minus(self, c):
        # c is a point of the preimage: x − (shift + scale c).
        image = arb(self.shift) + arb(self.scale) * arb(c)
        return (self.x.offset + (arb(self.x.anchor) - image)) / arb(self.scale)


def affine(base, shift, scale):
    """The image of a base density under x ↦ shift + scale x; its kinks are rounded to doubles for the partition alone."""
    s = arb(scale)
    exact = {shift + scale * e: arb(shift) + s * base.end(e) for e in base.support if math.isfinite(e)}
    ends = sorted(shift + scale * e for e in base.support)
    sign = 1 if scale > 0 else -1

    def tails(x, side):
        lower, upper = base.tails(Moved(x, shift, scale), side * sign)
        return (lower, upper) if scale > 0 else (upper, lower)
    return Density(tuple(ends), [(shift + scale * m, abs(scale) * w) for m, w in base.marks], [shift + scale * k for k in base.kinks],
                   lambda x, side, an: base.log(Moved(x, shift, scale), side * sign, an) - abs(s).log(),
                   lambda x, side: base.slope(Moved(x, shift, scale), side * sign) / s, tails,
                   {shift + scale * e: convergence.moved(terms, math.isfinite(e), sign * math.copysign(1, e) * shift, abs(scale))
                    for e, terms in base.growth.items()}, exact)


def cut(base, lower, upper):
    """The base density truncated to an interval of doubles."""
    def side(x):
        return -1 if base.kinks and x < base.kinks[0] else 1
    a = base.tails(Point(lower, arb(0)), side(lower)) if lower > base.support[0] else (arb(0), arb(1))
    b = base.tails(Point(upper, arb(0)), side(upper)) if upper < base.support[1] else (arb(1), arb(0))
    # The mass from the smaller of the tails.
    fa, fb, sa, sb = (real(t) for t in (a[0], b[0], a[1], b[1]))
    mass = fb - fa if fb < 0.5 else sa - sb
    below, above = fa, sb
    support = (max(lower, base.support[0]), min(upper, base.support[1]))
    marks = [m for m in base.marks if support[0] <= m[0] <= support[1]]
    if all(map(math.isfinite, support)):
        marks.append(((support[0] + support[1]) / 2, (support[1] - support[0]) / 2))

    def tails(x, s):
        low, high = base.tails(x, s)
        return (low - below) / mass, (high - above) / mass
    return Density(support, marks, base.kinks, lambda x, s, an: base.log(x, s, an) - mass.log(), base.slope, tails,
                   {e: base.growth.get(e, {}) for e in support}, base.exact)


def parse(text):
    """The weights and densities of a text of the tool's grammar."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text + "+"):
        depth += (c == "(") - (c == ")")
        if depth == 0 and c == "+" and not (i and text[i - 1] in "eE"):
            parts.append(text[start:i])
            start = i + 1
    if len(parts) == 1:
        return [(arb(1), single(parts[0]))]
    weights = [float(p.split("*", 1)[0]) for p in parts]
    total = sum(map(arb, weights), arb(0))
    return [(arb(w) / total, single(p.split("*", 1)[1])) for w, p in zip(weights, parts)]


def single(text):
    name, inside = re.fullmatch(r"(\w+)\((.*)\)", text).groups()
    if name in FAMILIES:
        return FAMILIES[name](*map(float, inside.split(",")))
    base, a, b = inside.rsplit(",", 2)
    return (affine if name == "affine" else cut)(single(base), float(a), float(b))


# Where −log p is more, the radii of balls no longer tell components apart, and p is 0 beside all else.
NEGLIGIBLE = 1e30


class Side:
    """One of the two densities of a pair."""

    def __init__(self, text):
        self.parts = parse(text)

    def at(self, middle):
        """The functions of this density on the panel that holds a point: log p, its slope, and its tails."""
        active = [(w, d, -1 if d.kinks and middle < d.kinks[0] else 1) for w, d in self.parts if d.holds(middle)]

        def log(x, an):
            if len(active) == 1:
                w, d, s = active[0]
                return d.log(x, s, an) + w.log()
            terms = [d.log(x, s, an) + w.log() for w, d, s in active]
            # The largest is taken out, by its midpoint, so that nothing is lost to range.
            top = max(terms, key=lambda t: real(t).mid())
            if real(top).mid() < -NEGLIGIBLE:
                return real(top).mid()
            total = sum(((t - top).exp() for t in terms), arb(0))
            return top + ln(total, an)

        def slope(x):
            if len(active) == 1:
                return active[0][1].slope(x, active[0][2])
            terms = [(w.log() + d.log(x, s, False), d.slope(x, s)) for w, d, s in active]
            top, largest = max(terms, key=lambda pair: real(pair[0]).mid())
            if real(top).mid() < -NEGLIGIBLE:
                return largest
            weights = [((t - top).exp(), v) for t, v in terms]
            return sum((w * v for w, v in weights), arb(0)) / sum((w for w, _ in weights), arb(0))

        def tails(x):
            low, high = arb(0), arb(0)
            for w, d in self.parts:
                if d.holds(middle):
                    l, h = d.tails(x, -1 if d.kinks and middle < d.kinks[0] else 1)
                else:
                    l, h = (0, 1) if middle < d.support[1] else (1, 0)
                low, high = low + w * l, high + w * h
            return low, high

        def once(function, name):
            def found(x, *an):
                if x.known is None:
                    return function(x, *an)
                if (self, name) not in x.known:
                    x.known[self, name] = function(x, *an)
                return x.known[self, name]
            return found
        return once(log, "log") if active else None, once(slope, "slope"), once(tails, "tails")


def partition(sides):
    points = set()
    densities = [d for s in sides for _, d in s.parts]
    ends = {e for d in densities for e in d.support if math.isfinite(e)}
    for d in densities:
        points.update(d.kinks)
        for m, w in d.marks:
            points.update(m + k * w for k in (-40, -12, -5, -2, -0.7, 0, 0.7, 2, 5, 12, 40) if math.isfinite(m + k * w))
    low, high = min(d.support[0] for d in densities), max(d.support[1] for d in densities)
    inner = sorted(p for p in points | ends if low <= p <= high)
    fixed = ends | {k for d in densities for k in d.kinks}
    merged = []
    for p in inner:
        # Points some ulps apart add nothing, unless they are ends or kinks.
        isNear = merged and p - merged[-1] <= 32 * math.ulp(p)
        if isNear and p not in fixed:
            continue
        if isNear and merged[-1] not in fixed:
            merged.pop()
        merged.append(p)
    merged = graded(merged, ends)
    exact = {e: d.end(e) for d in densities for e in d.support if math.isfinite(e)}
    return merged, low, high, ends, lambda x: exact.get(x, arb(x))


def graded(points, ends):
    """The points and more between them, so that widths beside each other differ by a factor of 4 at most; an end has a chart."""
    result = []
    for i, (a, b) in enumerate(zip(points, points[1:])):
        result.append(a)
        left = points[i - 1] if i > 0 and a not in ends else -INF
        right = points[i + 2] if i + 2 < len(points) and b not in ends else INF
        near, far = [a], [b]
        low, high = 4 * (a - left), 4 * (right - b)
        while min(low, high) < (far[-1] - near[-1]) / 2:
            if low <= high:
                near.append(near[-1] + low)
                low *= 4
            else:
                far.append(far[-1] - high)
                high *= 4
        result += near[1:] + far[:0:-1]
    return result + points[-1:]


class Panel:
    """x = anchor + t on [a, b], or x = anchor ± e^t on [a, b]; `middle` is a double inside."""

    def __init__(self, anchor, sign, a, b, middle):
        self.anchor, self.sign, self.a, self.b, self.middle = anchor, sign, a, b, middle
        self.rows = {}

    def point(self, t):
        return Point(self.anchor, t if self.sign == 0 else self.sign * t.exp())

    def weight(self, t):
        return 1 if self.sign == 0 else t.exp()

    def row(self, low, high):
        """The nodes of Gauss's rule on a stretch, as points that keep what is computed there, with their weights."""
        key = low.mid(), high.mid()
        if key not in self.rows:
            middle, half = (low + high) / 2, (high - low) / 2
            self.rows[key] = []
            for node, weight in RULE:
                t = middle + half * node
                x = t.exp() if self.sign else None
                self.rows[key].append((Point(self.anchor, self.sign * x if self.sign else t, {}), half * weight * (x if self.sign else 1)))
        return self.rows[key]

    def piece(self, low, high):
        """A part of the panel, which shares its nodes."""
        part = Panel(self.anchor, self.sign, low, high, self.middle)
        part.rows = self.rows
        return part

    def changes(self, d, low, high):
        """Where d changes its sign on a stretch, as far as its values at 40 nodes and at both ends show it."""
        middle = ((low + high) / 2).mid()
        at = []
        for a, b in ((low, middle), (middle, high)):
            points = [(a + b) / 2 + (b - a) / 2 * node for node, _ in RULE]
            at += sorted(((t.mid(), real(d(x)).mid()) for t, (x, _) in zip(points, self.row(a, b))), key=lambda pair: float(pair[0]))

        def value(t):
            if Deadline.passed():
                raise Undecided("time")
            return real(d(self.point(t))).mid()
        at = [(t, g) for t, g in [(low.mid(), value(low))] + at + [(high.mid(), value(high))] if g.is_finite()]
        # A minimum of |d| may hide two changes between nodes.
        for (r, f), (s, g), (t, h) in list(zip(at, at[1:], at[2:])):
            for _ in range(4):
                if not (f * g > 0 and g * h > 0 and abs(g) <= abs(f) and abs(g) <= abs(h)):
                    break
                slope, bend = (g - f) / (s - r), ((h - g) / (t - s) - (g - f) / (s - r)) / (t - r)
                if not bend * g > 0:
                    break
                vertex = ((r + s) / 2 - slope / (2 * bend)).mid()
                if not r < vertex < t or vertex == s:
                    break
                at.append((vertex, value(vertex)))
                (r, f), (s, g), (t, h) = (r, f), at[-1], (t, h)
        at = sorted((pair for pair in at if pair[1] != 0), key=lambda pair: pair[0])
        result = []
        for (a, f), (b, g) in zip(at, at[1:]):
            if f * g > 0:
                continue
            width, side = (b - a) * arb(2) ** -50, 0
            # The rule of Illinois, and halves where it is slow.
            for step in range(200):
                if b - a <= width:
                    break
                c = ((a * g - b * f) / (g - f)).mid() if step % 4 else ((a + b) / 2).mid()
                if not a < c < b:
                    break
                h = value(c)
                if h == 0:
                    a = b = c
                elif h * f > 0:
                    a, f, g = c, h, g / 2 if side < 0 else g
                    side = -1
                else:
                    b, g, f = c, h, f / 2 if side > 0 else f
                    side = 1
            result.append(((a + b) / 2).mid())
        return result

    def gauss(self, function, low, high):
        if Deadline.passed():
            raise Undecided("time")
        return sum((real(function(x, False) * weight) for x, weight in self.row(low, high)), arb(0))


REACH = 4e4


def panels(sides):
    merged, low, high, ends, exact = partition(sides)
    result = []
    for a, b in zip(merged, merged[1:]):
        middle = a + (b - a) / 2
        if not a < middle < b:
            raise Undecided("points without a double between them")
        width = exact(b) - exact(a)
        if a in ends or b in ends:
            half = (width / 2).log()
            result.append(Panel(exact(a), 1, None, half, middle) if a in ends else Panel(a, 0, arb(0), width / 2, middle))
            result.append(Panel(exact(b), -1, None, half, middle) if b in ends else Panel(b, 0, -width / 2, arb(0), middle))
        else:
            result.append(Panel(a, 0, arb(0), width, middle))
    scale = max(d.marks[0][1] for s in sides for _, d in s.parts)
    for end, finite, sign in ((merged[0], low, -1), (merged[-1], high, 1)):
        if math.isinf(finite):
            if end in ends:
                result.append(Panel(exact(end), sign, None, arb(scale).log(), end + sign * scale / 2))
            else:
                result.append(Panel(end, 0, arb(min(0, sign * scale)), arb(max(0, sign * scale)), end + sign * scale / 2))
            result.append(Panel(exact(end), sign, arb(scale).log(), None, end + sign * 2 * scale))
    return result


def real(z):
    return z.real if isinstance(z, acb) else z


class Divergent(Exception):
    pass


class Undecided(Exception):
    pass


class Deadline:
    """When an integral is given up: an exception may not leave a function that Arb calls, so the function turns undefined."""
    at, calls, is_over = INF, 0, False

    @classmethod
    def set(cls, seconds):
        cls.at, cls.is_over = time.process_time() + seconds, False

    @classmethod
    def passed(cls):
        # On a busy machine a look at the clock may cost a turn.
        cls.calls += 1
        if cls.calls % 64 == 0:
            cls.is_over = time.process_time() > cls.at
        return cls.is_over


def closed(panel, function, floor):
    """The panel cut where the integrand no longer counts; Undecided where that is too far out."""
    if panel.a is not None and panel.b is not None:
        return panel
    start, step = (panel.b, -1) if panel.a is None else (panel.a, 1)
    length, largest, previous = arb(2), arb(0), None
    while True:
        t = start + step * length
        value = abs(real(function(panel.point(t), False) * panel.weight(t)))
        if not value.is_finite():
            raise Undecided("integrand")
        if length > REACH:
            raise Undecided("tail")
        largest = max(largest, value.upper())
        # Of a value far below all others the ball may be wide: its middle tells whether it falls.
        if previous is not None and value.mid() <= previous and value.upper() * length <= max(largest, floor) * arb(2) ** -90:
            break
        previous, length = value.mid(), length * arb("1.4")
    # A power may fall below what counts before an exponential in the other direction rises.
    far = [abs(real(function(panel.point(t), False) * panel.weight(t))).lower() for t in (start + step * l for l in (60, 80))]
    if not all(value.is_finite() for value in far):
        raise Undecided("integrand")
    if far[1] > far[0] > largest:
        raise Undecided("tail")
    end = t
    return Panel(panel.anchor, panel.sign, *((end, start) if step < 0 else (start, end)), panel.middle)


def stretches(panel, function, floor):
    """The panel in pieces that are the same for all integrands, so that they share nodes, with Gauss's rule on each."""
    inner = closed(panel, function, floor)
    if panel.a is not None and panel.b is not None:
        pieces = [(inner.a, inner.b)]
    else:
        pieces, length = [], arb(2)
        start, end, step = (inner.b, inner.a, -1) if panel.a is None else (inner.a, inner.b, 1)
        last = start
        while abs(last - start) < abs(end - start) * arb("0.999"):
            edge = start + step * length
            pieces.append((last, edge) if step > 0 else (edge, last))
            last, length = edge, length * arb("1.4")
    return [(low, high, panel.gauss(function, low, high)) for low, high in pieces]


def quick_integral(function, panel, floor=arb(0)):
    """The integral over a panel by Gauss's rule on stretches that are halved until a half changes nothing: fast, and not proved."""
    stack = [(*piece, 0) for piece in stretches(panel, function, floor)]
    total = arb(0)
    scale = max([floor] + [abs(value.mid()) for _, _, value, _ in stack])
    while stack:
        low, high, value, depth = stack.pop()
        if depth > 60:
            raise Undecided("integration")
        middle = ((low + high) / 2).mid()
        halves = panel.gauss(function, low, middle), panel.gauss(function, middle, high)
        change = abs(value - halves[0] - halves[1])
        if not change.is_finite():
            raise Undecided("integrand")
        if change < max(scale, abs((halves[0] + halves[1]).mid())) * TOLERANCE or change.upper() == 0:
            total += halves[0] + halves[1] + arb(0, change.upper())
        else:
            stack += [(low, middle, halves[0], depth + 1), (middle, high, halves[1], depth + 1)]
    return total


def proved_integral(function, panel, floor=arb(0), tolerance=-66):
    """The integral over a panel by Arb."""
    panel = closed(panel, function, floor)

    def g(t, analytic):
        if Deadline.passed():
            return acb("nan")
        return acb(function(panel.point(t), analytic) * panel.weight(t))
    result = acb.integral(g, acb(panel.a), acb(panel.b), rel_tol=arb(2) ** tolerance,
                          abs_tol=arb(2) ** tolerance * (floor if floor > 0 else arb(2) ** -60), eval_limit=50_000, depth_limit=500)
    if not real(result).is_finite():
        raise Undecided("integration")
    return real(result)


def f_divergence(name):
    """The non-negative integrand from log p and log q."""
    def kl(p, a, r, c):
        return p * (a - c) - p + r
    if name in ("kl_pq",):
        return lambda a, b, an: kl(a.exp(), a, b.exp(), b)
    if name == "kl_qp":
        return lambda a, b, an: kl(b.exp(), b, a.exp(), a)
    if name in ("kl_pm", "kl_qm", "skew_kl_0.25"):
        def mixed(a, b, an):
            p, q = a.exp(), b.exp()
            w = arb(3) / 4 if name.startswith("skew") else HALF
            # log(m/p) = log(w + (1−w) q/p), written from the ratio.
            def part(x, y, wx):
                r = y - x
                if real(r).mid() > 0:
                    mean = r + ln((1 - wx) + wx * (-r).exp(), an)
                else:
                    mean = ln(wx + (1 - wx) * r.exp(), an)
                return -x.exp() * (mean + (1 - wx)) + (1 - wx) * y.exp()
            if name == "kl_pm" or name.startswith("skew"):
                return part(a, b, w)
            return part(b, a, w)
        return mixed
    if name == "hellinger2":
        return lambda a, b, an: square((a / 2).exp() - (b / 2).exp()) / 2
    if name == "chi2_pq":
        return lambda a, b, an: (2 * a - b).exp() - 2 * a.exp() + b.exp()
    if name == "chi2_qp":
        return lambda a, b, an: (2 * b - a).exp() - 2 * b.exp() + a.exp()
    if name == "triangular":
        def triangular(a, b, an):
            a, b = (a, b) if real(a).mid() > real(b).mid() else (b, a)
            r = (b - a).exp()
            return a.exp() * square(1 - r) / (1 + r)
        return triangular
    return None


# The value where one of the densities is 0: the integrand from the other.
def alone(name, isP):
    half = arb(2).log()
    table = {
        "kl_pq": (None, lambda d: d), "kl_qp": (lambda d: d, None),
        "kl_pm": (lambda d: d * (half - HALF), lambda d: d * HALF), "kl_qm": (lambda d: d * HALF, lambda d: d * (half - HALF)),
        "hellinger2": (lambda d: d / 2,) * 2, "chi2_pq": (None, lambda d: d), "chi2_qp": (lambda d: d, None),
        "triangular": (lambda d: d,) * 2, "tv": (lambda d: d / 2,) * 2,
        "skew_kl_0.25": (lambda d: d * ((arb(4) / 3).log() - arb(1) / 4), lambda d: d / 4),
    }
    return table[name][0 if isP else 1]


F_NAMES = ["kl_pq", "kl_qp", "kl_pm", "kl_qm", "hellinger2", "chi2_pq", "chi2_qp", "triangular", "skew_kl_0.25"]


class Pair:
    def __init__(self, p, q):
        self.p, self.q = Side(p), Side(q)
        self.known = {}
        self.rule = quick_integral
        try:
            self.panels = panels((self.p, self.q))
        except Undecided:
            self.panels = None

    def sum(self, integrand):
        """Σ over panels of ∫ integrand(log p, slope p, tails p, the same of q), a callable made for each panel; None skips one."""
        # Panels in the bulk first, so that those in the tails know what counts.
        panels = sorted(self.panels, key=lambda n: n.a is None or n.b is None)
        parts = [(panel, function) for panel, function in ((panel, integrand(panel)) for panel in panels) if function is not None]
        total, floor = arb(0), arb(0)
        if self.rule is quick_integral:
            for panel, function in parts:
                floor = max([floor] + [abs(value.mid()) for _, _, value in stretches(panel, function, floor)])
        for panel, function in parts:
            value = self.rule(function, panel, floor=floor)
            total += value
            floor = max(floor, abs(value.mid()))
        return total

    def f(self, name):
        formula = f_divergence(name)

        def integrand(panel):
            a, b = self.p.at(panel.middle)[0], self.q.at(panel.middle)[0]
            if a is None and b is None:
                return None
            if a is None or b is None:
                rule = alone(name, b is None)
                log = a or b
                return lambda x, an: rule(log(x, an).exp())

            def value(x, an):
                p, q = a(x, an), b(x, an)
                # Their difference has no digits there, and both are 0 beside all else.
                isNothing = max(real(p).mid(), real(q).mid()) < -NEGLIGIBLE and name not in ("chi2_pq", "chi2_qp")
                return arb(0) if isNothing else formula(p, q, an)
            return value
        return self.sum(integrand)

    def signed(self, difference, integrand):
        """Σ |∫ integrand| over stretches on which `difference` of the panel has one sign."""
        total, floor = arb(0), arb(0)
        if self.rule is quick_integral:
            return self.quickly_signed(difference, integrand)
        for panel in sorted(self.panels, key=lambda n: n.a is None or n.b is None):
            d, function = difference(panel), integrand(panel)
            if function is None:
                continue
            if d is None:
                value = abs(self.rule(function, panel, floor=floor))
                total += value
                floor = max(floor, abs(value.mid()))
                continue
            for piece, isSure in self.pieces(closed(panel, function, floor), d):
                value = self.rule(function, piece, floor=floor)
                total += abs(value) if isSure else arb(0, abs(value).upper()) if isinstance(value, arb) else value
                floor = max(floor, abs(value.mid()))
        return total

    def quickly_signed(self, difference, integrand):
        """The same, with changes of sign sought between the nodes of Gauss's rule and at minima of |difference|: not proved."""
        parts, floor = [], arb(0)
        for panel in sorted(self.panels, key=lambda n: n.a is None or n.b is None):
            d, function = difference(panel), integrand(panel)
            if function is None:
                continue
            rows = stretches(panel, function, floor)
            floor = max([floor] + [abs(value.mid()) for _, _, value in rows])
            parts.append((panel, d, function, rows))
        total = arb(0)
        for panel, d, function, rows in parts:
            for low, high, _ in rows:
                size = panel.gauss(lambda x, an: abs(real(function(x, an))), low, high)
                cuts = [low] + (panel.changes(d, low, high) if d and size.upper() > floor * arb(2) ** -90 else []) + [high]
                for a, b in zip(cuts, cuts[1:]):
                    total += abs(quick_integral(function, panel.piece(a, b), floor))
        return total

    def pieces(self, panel, d):
        """Cuts a panel at the changes of sign of d, found by bisection of balls, each enclosed in a stretch too short to count."""
        stack, sure = [(panel.a, panel.b, 0)], []
        while stack:
            l, r, depth = stack.pop()
            ball = (l + r) / 2
            ball = arb(ball.mid(), ((r - l) / 2).upper())
            value = real(d(panel.point(ball)))
            if value.is_finite() and (value > 0 or value < 0):
                sure.append((l, r, True))
            elif depth > 60:
                sure.append((l, r, False))
            else:
                if len(stack) + len(sure) > 4000 or Deadline.passed():
                    raise Undecided("signs")
                m = ((l + r) / 2).mid()
                stack += [(m, r, depth + 1), (l, m, depth + 1)]
        sure.sort(key=lambda s: float(s[0].mid()))
        merged = []
        for l, r, isSure in sure:
            sign = None
            if isSure:
                value = real(d(panel.point(((l + r) / 2).mid())))
                sign = 1 if value > 0 else -1
            if merged and merged[-1][2] == sign and sign is not None:
                merged[-1] = (merged[-1][0], r, sign)
            else:
                merged.append((l, r, sign))
        out = []
        for index, (l, r, sign) in enumerate(merged):
            l = panel.a if index == 0 else l
            r = panel.b if index == len(merged) - 1 else r
            out.append((Panel(panel.anchor, panel.sign, l, r, panel.middle), sign is not None))
        return out

    def tv(self):
        def difference(panel):
            a, b = self.p.at(panel.middle)[0], self.q.at(panel.middle)[0]
            return (lambda x: a(x, False) - b(x, False)) if a and b else None

        def integrand(panel):
            a, b = self.p.at(panel.middle)[0], self.q.at(panel.middle)[0]
            if a and b:
                return lambda x, an: (a(x, an).exp() - b(x, an).exp()) / 2
            log = a or b
            return (lambda x, an: log(x, an).exp() / 2) if log else None
        return self.signed(difference, integrand)

    def gap(self, panel):
        """F − G of a panel by the tails that are small there."""
        left, right = self.p.at(panel.middle)[2], self.q.at(panel.middle)[2]

        def value(x):
            (f, u), (g, v) = left(x), right(x)
            return f - g if real(f).mid() < 0.5 else v - u
        return value

    def w1(self):
        return self.signed(self.gap, lambda panel: lambda x, an: self.gap(panel)(x))

    def cramer(self):
        return self.sum(lambda panel: lambda x, an: square(self.gap(panel)(x)))

    def jumps(self, sides, height):
        """Whether a function of log p of each side, None where p = 0, jumps at an end of a support between two positive limits, or from one to 0."""
        for end, exact in {e: d.end(e) for side in sides for _, d in side.parts for e in d.support if math.isfinite(e)}.items():
            heights = []
            for sign in (-1, 1):
                logs = [side.at(math.nextafter(end, sign * INF))[0] for side in sides]
                near, nearer = (height(*(log and real(log(Point(exact, sign * arb(t).exp()), False)) for log in logs)) for t in (-250, -300))
                heights.append(nearer if near is None or abs(near - nearer) <= nearer * arb("1e-4") else arb(0))
            if None not in heights and abs(heights[0] - heights[1]) > max(heights) * arb("1e-9"):
                return True
        return False

    def fisher(self, side):
        # A density that jumps at an end of a support has infinite information: some component has a positive limit there.
        if any(d.growth[e] == {} for _, d in side.parts for e in d.support) and self.jumps([side], lambda log: log.exp().mid() if log is not None else arb(0)):
            raise Divergent()

        def integrand(panel):
            log, slope, _ = side.at(panel.middle)
            return (lambda x, an: log(x, an).exp() * square(slope(x))) if log else None
        return self.sum(integrand)

    def relative_fisher(self):
        # Where p vanishes there is no ratio to jump from.
        if self.jumps([self.p, self.q], lambda a, b: (a - b).exp().mid() if a is not None and b is not None else None):
            raise Divergent()

        def integrand(panel):
            (a, s, _), (b, r, _) = self.p.at(panel.middle), self.q.at(panel.middle)
            if not a:
                return None
            if not b:
                raise Divergent()
            return lambda x, an: a(x, an).exp() * square(s(x) - r(x))
        return self.sum(integrand)

    def entropy(self, side, other):
        def integrand(panel):
            a, b = side.at(panel.middle)[0], other.at(panel.middle)[0]
            if not a:
                return None
            if not b:
                raise Divergent()
            return lambda x, an: -a(x, an).exp() * b(x, an)
        return self.sum(integrand)

    def affinity(self, order):
        def integrand(panel):
            a, b = self.p.at(panel.middle)[0], self.q.at(panel.middle)[0]
            if not a:
                return None
            if not b:
                if order > 1:
                    raise Divergent()
                return None
            return lambda x, an: (a(x, an) * order + b(x, an) * (1 - order)).exp()
        return self.sum(integrand)

    def truth(self, name, isProved=False, seconds=3):
        """The value, by Arb's own integration where it is to be proved; Undecided where one of the integrals that it is made of takes longer."""
        if self.panels is None:
            raise Undecided("partition")
        self.rule = proved_integral if isProved else quick_integral
        seconds *= 4 if isProved else 1

        def get(part):
            return self.integral(part, seconds)
        return COMBINATIONS[name](get) if name in COMBINATIONS else get(name)

    def integral(self, name, seconds):
        """An integral, or why there is none, found once."""
        key = name, self.rule
        if key not in self.known:
            Deadline.set(seconds)
            try:
                if convergence.diverges(self, name, self.tails_are_equal):
                    raise Divergent()
                self.known[key] = self.value(name)
            except (Divergent, Undecided, RecursionError, ValueError, ZeroDivisionError) as error:
                self.known[key] = error
        if isinstance(self.known[key], Exception):
            raise self.known[key]
        return self.known[key]

    def tails_are_equal(self, sign):
        """Whether the tails towards ±∞ agree to first order: far out, to more digits than the next orders leave."""
        x, tails = Point(arb(0), sign * arb(2000).exp()), [side.at(sign * 1e308)[2] for side in (self.p, self.q)]
        p, q = (real(tail(x)[1 if sign > 0 else 0]) for tail in tails)
        return abs(p / q - 1) < arb(2) ** -60

    def value(self, name):
        if name in F_NAMES:
            return self.f(name)
        return {
            "tv": self.tv, "w1": self.w1, "cramer": self.cramer, "affinity": lambda: self.affinity(HALF),
            "entropy_p": lambda: self.entropy(self.p, self.p), "entropy_q": lambda: self.entropy(self.q, self.q),
            "cross_entropy_pq": lambda: self.entropy(self.p, self.q), "fisher_p": lambda: self.fisher(self.p),
            "fisher_q": lambda: self.fisher(self.q), "relative_fisher_pq": self.relative_fisher,
        }[name]()


def half_order(get):
    h = get("hellinger2")
    if h < 0.5:
        return -2 * (1 - h).log()
    overlap = get("affinity")
    if overlap == 0:
        raise Divergent()
    return -2 * overlap.log()


# Measures that are made of others' integrals; a sum of non-negative ones diverges where one of them does.
COMBINATIONS = {
    "js": lambda get: (get("kl_pm") + get("kl_qm")) / 2, "js_lecture": lambda get: get("kl_pm") + get("kl_qm"),
    "jeffreys": lambda get: get("kl_pq") + get("kl_qp"), "alpha_0.5": lambda get: 4 * get("hellinger2"), "energy": lambda get: 2 * get("cramer"),
    "renyi_0.5": half_order, "renyi_2": lambda get: (1 + get("chi2_pq")).log(),
}
NAMES = F_NAMES + list(COMBINATIONS) + ["tv", "w1", "cramer", "entropy_p", "entropy_q", "cross_entropy_pq", "fisher_p", "fisher_q",
                   "relative_fisher_pq"]


# Random pairs.
class Draw:
    def __init__(self, seed, families):
        self.random, self.families = random.Random(seed), families

    def number(self, value):
        return f"{value:.4g}"

    def log_uniform(self, low, high):
        return math.exp(self.random.uniform(math.log(low), math.log(high)))

    def family(self, location, scale, wide):
        r = self.random
        shape = lambda: self.log_uniform(0.1 if not wide else 0.01, 30 if not wide else 1000)
        name = r.choice(self.families)
        n = self.number
        if name == "uniform":
            return f"uniform({n(location)},{n(location + scale)})" if float(n(location)) < float(n(location + scale)) else "uniform(0,1)"
        if name == "triangular":
            a, m, b = float(n(location - scale)), float(n(location + scale * r.uniform(-1, 1))), float(n(location + scale))
            return f"triangular({n(a)},{n(m)},{n(b)})" if a <= m <= b and a < b else "triangular(0,0.3,1)"
        if name == "exponential":
            return f"exponential({n(1 / scale)})"
        if name == "gamma":
            return f"gamma({n(shape())},{n(1 / scale)})"
        if name == "beta":
            return f"beta({n(shape())},{n(shape())})"
        if name == "logNormal":
            return f"logNormal({n(r.uniform(-2, 2))},{n(self.log_uniform(0.1, 3))})"
        if name == "weibull":
            return f"weibull({n(self.log_uniform(0.2, 8 if not wide else 60))},{n(scale)})"
        if name == "pareto":
            return f"pareto({n(shape())},{n(scale)})"
        if name == "skewNormal":
            return f"skewNormal({n(location)},{n(scale)},{n(r.choice([-1, 1]) * self.log_uniform(0.01, 30 if not wide else 1e4))})"
        if name == "gev":
            return f"gev({n(location)},{n(scale)},{n(r.uniform(-1.2, 1.2) if not wide else r.uniform(-4, 4))})"
        if name == "inverseGaussian":
            return f"inverseGaussian({n(scale)},{n(scale * self.log_uniform(0.01, 1000))})"
        if name == "studentT":
            return f"studentT({n(self.log_uniform(0.4, 50 if not wide else 1e4))},{n(location)},{n(scale)})"
        return f"{name}({n(location)},{n(scale)})"

    def density(self, location, scale, wide):
        r = self.random
        kind = r.random()
        move = lambda: (location + r.gauss(0, 1) * scale, scale * self.log_uniform(0.3, 3))
        if kind < 0.15:
            w = round(r.uniform(0.05, 0.95), 2)
            return f"{w}*{self.family(*move(), wide)}+{round(1 - w, 2)}*{self.family(*move(), wide)}"
        if kind < 0.22:
            base = self.family(*move(), False)
            d = single(base)
            m, s = d.marks[len(d.marks) // 2]
            a, b = float(self.number(m - s * r.uniform(0.2, 3))), float(self.number(m + s * r.uniform(0.2, 3)))
            a, b = max(a, d.support[0]), min(b, d.support[1])
            if a < b and (math.isfinite(a) and math.isfinite(b)):
                return f"truncated({base},{a!r},{b!r})"
            return base
        if kind < 0.3:
            return f"affine({self.family(0, 1, wide)},{self.number(location)},{self.number(scale * r.choice([1, -1, 0.5]))})"
        return self.family(*move(), wide)

    def pair(self):
        r = self.random
        if r.random() < 0.25:
            kind = r.choice(["far", "narrow", "wide", "near", "ratio"])
            location, scale = {"far": (10 ** r.uniform(2, 8) * r.choice([1, -1]), 10 ** r.uniform(-2, 2)), "narrow": (r.gauss(0, 1), 10 ** r.uniform(-9, -3)),
                               "wide": (0, 10 ** r.uniform(3, 20)), "near": (r.gauss(0, 3), 1), "ratio": (0, 1)}[kind]
            if kind == "near":
                name = r.choice(["normal", "laplace", "logistic", "gumbel", "cauchy"])
                d = 10 ** r.uniform(-9, -1)
                return f"{name}({location:.3g},1)", f"{name}({float(f'{location:.3g}') + d!r},{1 + r.choice([0, d])!r})"
            other = scale * 10 ** r.uniform(-4, 4) if kind == "ratio" else scale
            return self.density(location, scale, True), self.density(location, other, True)
        location, scale = r.uniform(-5, 5), self.log_uniform(0.1, 10)
        return self.density(location, scale, False), self.density(location + r.gauss(0, 1) * scale, scale * self.log_uniform(0.3, 3), False)


def run(tool, p, q):
    start = time.time()
    done = subprocess.run([tool, "compare", p, q, "--format", "csv"], capture_output=True, text=True, timeout=120)
    if done.returncode not in (0, 1):
        return None, f"status {done.returncode}: {done.stderr.strip()[-300:]}", time.time() - start
    return list(csv.DictReader(io.StringIO(done.stdout))), None, time.time() - start


def verdict(row, pair, isProved):
    """The status of a row if it is true, WRONG with the truth if it is not, or why there is no truth to tell."""
    status = row["status"]
    try:
        truth = pair.truth(row["measure"], isProved)
    except Divergent:
        return ("WRONG", "infinite") if status == "finite" else (status, "")
    except (Undecided, RecursionError, ValueError, ZeroDivisionError):
        return "no truth", ""
    if status == "infinite":
        return "WRONG", f"finite: {truth.str(15)}"
    distance, bound = abs(truth - arb(float(row["value"]))), arb(float(row["error"]))
    if distance > bound:
        return "WRONG", f"{truth.str(20)}, off by {float(distance.mid()):.3g}, bound {row['error']}"
    return (status, "") if distance <= bound else ("truth too wide", "")


def check(rows, pair, names, report):
    counts = {}
    for row in rows:
        if row["measure"] not in names:
            continue
        key = row["status"]
        if key in ("finite", "infinite"):
            key, truth = verdict(row, pair, False)
            if key == "WRONG":
                proved, other = verdict(row, pair, True)
                if proved == "no truth":
                    truth += ", not proved"
                else:
                    key, truth = proved, other
            if key == "WRONG":
                report(row, truth)
        counts[key] = counts.get(key, 0) + 1
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--measures", type=int, default=len(NAMES), help="how many of the measures of each pair to check, chosen by its seed")
    parser.add_argument("--families", type=lambda text: text.split(","), default=list(FAMILIES), help="the families that are drawn")
    parser.add_argument("--p")
    parser.add_argument("--q")
    options = parser.parse_args()
    total, slowest = {}, 0.0
    wrong = 0
    began = time.time()
    given = [(options.p, options.q)] if options.p else None
    for index in range(1 if given else options.pairs):
        seed = f"{options.seed}-{index}"
        p, q = given[0] if given else Draw(seed, options.families).pair()
        rows, failure, seconds = run(options.tool, p, q)
        slowest = max(slowest, seconds)
        if failure:
            wrong += 1
            print(f"{seed}: compare \"{p}\" \"{q}\": {failure}", flush=True)
            continue
        if seconds > 3:
            print(f"{seed}: compare \"{p}\" \"{q}\": {seconds:.1f} s", flush=True)

        def report(row, truth):
            nonlocal wrong
            wrong += 1
            print(f"{seed}: compare \"{p}\" \"{q}\": {row['measure']} = {row['value']} ± {row['error']} ({row['method']}), truth {truth}", flush=True)
        pair = Pair(p, q)
        if given:
            for name in NAMES:
                try:
                    print(name, pair.truth(name).str(20))
                except Exception as error:
                    print(name, repr(error))
        names = random.Random(seed).sample(NAMES, options.measures)
        for key, count in check(rows, pair, names, report).items():
            total[key] = total.get(key, 0) + count
        for row in rows:
            if row["status"] == "unresolved":
                print(f"{seed}: unresolved {row['measure']} of \"{p}\" \"{q}\": {row['value']} ± {row['error']}: {row['reason'][:100]}", flush=True)
        if (index + 1) % 20 == 0:
            print(f"{index + 1} of {options.pairs} pairs in {time.time() - began:.0f} s: {total}", file=sys.stderr, flush=True)
    print(f"{total}, slowest compare {slowest:.1f} s")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
