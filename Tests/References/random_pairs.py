"""Random pairs of densities held against ball arithmetic: no value may differ from the truth by more than its own error bound.

    python3 random_pairs.py TOOL --pairs 2000 --seed 1          every measure of `TOOL compare P Q` for 2000 pairs
    python3 random_pairs.py TOOL --p "normal(0,1)" --q ...      one pair, with every truth printed

TOOL is the built command. A pair has one to three components on each side, from all families, truncated or moved, with parameters of four digits;
one pair in four is extreme: far from 0, nearly equal, very narrow or very wide. The truth is had in ball arithmetic of 128 bits, between break points
at the ends of the supports, the kinks and the landmarks of all components, in the logarithm of the distance towards ends and into tails: first by Gauss's
rule on stretches that are halved, and where a row does not agree with that, by Arb's rigorous integration (Johansson 2018, "Numerical integration in
arbitrary-precision ball arithmetic"), which decides. Into a tail both are cut where the integrand is below 2^-90 of its largest value, which is not proved
to bound the rest. A row that is wrong is printed; the exit status is 1 if there is one. Needs python-flint.
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

from flint import acb, arb, ctx

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

    The ends of the support are doubles; `exact` has those that rounding has moved.
    """

    def __init__(self, support, marks, kinks, log, slope, tails, exact=None):
        self.support, self.marks, self.kinks, self.log, self.slope, self.tails = support, marks, kinks, log, slope, tails
        self.exact = exact or {}

    def end(self, x):
        return self.exact.get(x, arb(x))

    def holds(self, x):
        return self.support[0] < x < self.support[1]


def log1p(z, analytic):
    return (1 + z).log(analytic=analytic)


def line(location, scale, log, slope, tails, kinks=()):
    """A location-scale family on the line, from its functions of z = (x − location)/scale and of the sign of z."""
    s = arb(scale)

    def z(x):
        return x.minus(location) / s
    return Density((-INF, INF), [(location, scale)], [location] if kinks else [],
                   lambda x, side, an: log(z(x), side, an) - s.log(), lambda x, side: slope(z(x), side) / s, lambda x, side: tails(z(x), side))


# `side` is the sign of x − kink on the panel, which makes the two halves of a kinked density analytic each.
def normal(mean, sd):
    c = (2 * PI).log() / 2
    r2 = arb(2).sqrt()
    return line(mean, sd, lambda z, s, an: -z * z / 2 - c, lambda z, s: -z, lambda z, s: ((-z / r2).erfc() / 2, (z / r2).erfc() / 2))


def laplace(location, scale):
    c = arb(2).log()

    def tails(z, s):
        small = (-z * s).exp() / 2
        return (1 - small, small) if s > 0 else (small, 1 - small)
    return line(location, scale, lambda z, s, an: -z * s - c, lambda z, s: acb(-s), tails, kinks=True)


def logistic(location, scale):
    # Split at the centre so that e^−|z| stays small.
    return line(location, scale, lambda z, s, an: -z * s - 2 * log1p((-z * s).exp(), an), lambda z, s: -(z / 2).tanh(),
                lambda z, s: (1 / (1 + (-z).exp()), 1 / (1 + z.exp())), kinks=True)


def atan_tail(z):
    return (1 / z).atan() / PI


def cauchy(location, scale):
    def tails(z, s):
        small = atan_tail(z * s)
        return (1 - small, small) if s > 0 else (small, 1 - small)
    return line(location, scale, lambda z, s, an: -log1p(z * z, an) - PI.log(), lambda z, s: -2 * z / (1 + z * z), tails, kinks=True)


def studentT(dof, location, scale):
    n = arb(dof)
    c = ((n + 1) / 2).lgamma() - (n / 2).lgamma() - (PI * n).log() / 2

    def tails(z, s):
        w = n / (n + z * z)
        small = acb(w).beta_lower(n / 2, HALF, regularized=True) / 2
        return (1 - small, small) if s > 0 else (small, 1 - small)
    return line(location, scale, lambda z, s, an: c - (n + 1) / 2 * log1p(z * z / n, an), lambda z, s: -(n + 1) * z / (n + z * z), tails, kinks=True)


def gumbel(location, scale):
    def tails(z, s):
        e = (-z).exp()
        return (-e).exp(), -((-e).expm1())
    return line(location, scale, lambda z, s, an: -z - (-z).exp(), lambda z, s: (-z).exp() - 1, tails)


def uniform(a, b):
    w = arb(b) - arb(a)
    return Density((a, b), [((a + b) / 2, (b - a) / 2)], [], lambda x, s, an: acb(-w.log()), lambda x, s: acb(0),
                   lambda x, s: (x.minus(a) / w, -x.minus(b) / w))


def positive(marks, log, slope, tails):
    return Density((0.0, INF), marks, [], lambda x, s, an: log(x.minus(0), an), lambda x, s: slope(x.minus(0)), lambda x, s: tails(x.minus(0)))


def exponential(rate):
    r = arb(rate)
    return positive([(1 / rate, 1 / rate)], lambda y, an: r.log() - r * y, lambda y: acb(-r), lambda y: (-((-r * y).expm1()), (-r * y).exp()))


def gamma(shape, rate):
    k, r = arb(shape), arb(rate)
    c = k * r.log() - k.lgamma()
    mark = (1 / rate, 1 / rate) if shape < 1 else (shape / rate, math.sqrt(shape) / rate)
    return positive([mark], lambda y, an: c + (k - 1) * y.log(analytic=an) - r * y, lambda y: (k - 1) / y - r,
                    lambda y: (acb(r * y).gamma_lower(k, regularized=1), acb(r * y).gamma_upper(k, regularized=1)))


def logNormal(mu, sigma):
    m, s = arb(mu), arb(sigma)
    c = (2 * PI).log() / 2 + s.log()
    r2 = arb(2).sqrt()

    def tails(y):
        z = (y.log() - m) / s / r2
        return (-z).erfc() / 2, z.erfc() / 2
    marks = [(math.exp(mu + k * sigma), math.exp(mu + k * sigma) * min(sigma, 1)) for k in range(-6, 7, 2) if abs(mu + k * sigma) < 600]

    def log(y, an):
        l = y.log(analytic=an)
        return -((l - m) / s) ** 2 / 2 - c - l
    return positive(marks, log, lambda y: -(1 + (y.log() - m) / (s * s)) / y, tails)


def weibull(shape, scale):
    k, s = arb(shape), arb(scale)

    def log(y, an):
        l = y.log(analytic=an) - s.log()
        return k.log() - s.log() + (k - 1) * l - (k * l).exp()

    def tails(y):
        e = (k * (y.log() - s.log())).exp()
        return -((-e).expm1()), (-e).exp()
    return positive([(scale, scale / max(shape, 1))], log, lambda y: ((k - 1) - k * (k * (y.log() - s.log())).exp()) / y, tails)


def pareto(shape, scale):
    k, s = arb(shape), arb(scale)

    def tails(x, side):
        e = -k * (1 + x.minus(scale) / s).log()
        return -(e.expm1()), e.exp()
    return Density((scale, INF), [(scale, scale / max(shape, 1))], [],
                   lambda x, side, an: k.log() - s.log() - (k + 1) * log1p(x.minus(scale) / s, an), lambda x, side: -(k + 1) / x.minus(0), tails)


def beta(alpha, b):
    a, b_ = arb(alpha), arb(b)
    c = (a + b_).lgamma() - a.lgamma() - b_.lgamma()
    mean = alpha / (alpha + b)

    def tails(x, s):
        u, v = acb(x.minus(0)), acb(-x.minus(1))
        return u.beta_lower(a, b_, regularized=True), v.beta_lower(b_, a, regularized=True)
    return Density((0.0, 1.0), [(mean, math.sqrt(mean * (1 - mean) / (alpha + b + 1)))], [],
                   lambda x, s, an: c + (a - 1) * x.minus(0).log(analytic=an) + (b_ - 1) * (-x.minus(1)).log(analytic=an),
                   lambda x, s: (a - 1) / x.minus(0) + (b_ - 1) / x.minus(1), tails)


def triangular(lower, mode, upper):
    w, left, right = arb(upper) - arb(lower), arb(mode) - arb(lower), arb(upper) - arb(mode)

    def log(x, s, an):
        part = x.minus(lower) / left if s < 0 else -x.minus(upper) / right
        return (2 / w).log() + part.log(analytic=an)

    def tails(x, s):
        if s < 0:
            small = x.minus(lower) ** 2 / (w * left)
            return small, 1 - small
        small = x.minus(upper) ** 2 / (w * right)
        return 1 - small, small
    return Density((lower, upper), [((lower + upper) / 2, (upper - lower) / 2)], [mode] if lower < mode < upper else [],
                   log, lambda x, s: 1 / x.minus(lower) if s < 0 else 1 / x.minus(upper), tails)


FAMILIES = {f.__name__: f for f in (normal, laplace, logistic, cauchy, studentT, uniform, exponential, gamma, beta, logNormal, weibull, pareto, gumbel,
                                    triangular)}


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
                   lambda x, side: base.slope(Moved(x, shift, scale), side * sign) / s, tails, exact)


def cut(base, lower, upper):
    """The base density truncated to an interval of doubles."""
    def side(x):
        return -1 if base.kinks and x < base.kinks[0] else 1
    a = base.tails(Point(lower, acb(0)), side(lower)) if lower > base.support[0] else (acb(0), acb(1))
    b = base.tails(Point(upper, acb(0)), side(upper)) if upper < base.support[1] else (acb(1), acb(0))
    # The mass from the smaller of the tails.
    fa, fb, sa, sb = (t.real if isinstance(t, acb) else t for t in (a[0], b[0], a[1], b[1]))
    mass = fb - fa if fb < 0.5 else sa - sb
    below, above = fa, sb
    support = (max(lower, base.support[0]), min(upper, base.support[1]))
    marks = [m for m in base.marks if support[0] <= m[0] <= support[1]]
    if all(map(math.isfinite, support)):
        marks.append(((support[0] + support[1]) / 2, (support[1] - support[0]) / 2))

    def tails(x, s):
        low, high = base.tails(x, s)
        return (low - below) / mass, (high - above) / mass
    return Density(support, marks, base.kinks, lambda x, s, an: base.log(x, s, an) - mass.log(), base.slope, tails, base.exact)


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
            top = max(terms, key=lambda t: (t.real if isinstance(t, acb) else t).mid())
            total = sum(((t - top).exp() for t in terms), acb(0))
            return top + total.log(analytic=an)

        def slope(x):
            if len(active) == 1:
                return active[0][1].slope(x, active[0][2])
            terms = [(w.log() + d.log(x, s, False), d.slope(x, s)) for w, d, s in active]
            top = max((t for t, _ in terms), key=lambda t: (t.real if isinstance(t, acb) else t).mid())
            weights = [((t - top).exp(), v) for t, v in terms]
            return sum((w * v for w, v in weights), acb(0)) / sum((w for w, _ in weights), acb(0))

        def tails(x):
            low, high = acb(0), acb(0)
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
    merged = []
    for p in inner:
        # Points an ulp apart add nothing, unless they are ends or kinks.
        if merged and p - merged[-1] <= 1e-9 * max(d.marks[0][1] for d in densities) and p not in ends and merged[-1] in ends:
            continue
        merged.append(p)
    exact = {e: d.end(e) for d in densities for e in d.support if math.isfinite(e)}
    return merged, low, high, ends, lambda x: exact.get(x, arb(x))


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
                t = acb(middle + half * node)
                x = t.exp() if self.sign else None
                self.rows[key].append((Point(self.anchor, self.sign * x if self.sign else t, {}), half * weight * (x if self.sign else 1)))
        return self.rows[key]

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
            middle = a
            continue
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
    at = INF

    @staticmethod
    def passed():
        return time.process_time() > Deadline.at


def closed(panel, function, floor):
    """The panel cut where the integrand no longer counts; Divergent where it does not fall."""
    if panel.a is not None and panel.b is not None:
        return panel
    start, step = (panel.b, -1) if panel.a is None else (panel.a, 1)
    length, largest, previous = arb(2), arb(0), None
    while True:
        t = acb(start + step * length)
        value = abs(real(function(panel.point(t), False) * panel.weight(t))).upper()
        if not value.is_finite():
            raise Undecided("integrand")
        if length > REACH or previous is not None and length > 400 and value >= previous and value > floor * arb(2) ** -90 and value > 0:
            raise Divergent()
        largest = max(largest, value)
        # A value far below all others may be a ball whose upper end still rises.
        isFalling = previous is not None and (value <= previous or value < arb(2) ** -100_000)
        if isFalling and value * length <= max(largest, floor) * arb(2) ** -90:
            break
        previous, length = value, length * arb("1.4")
    # A power may fall below what counts before an exponential in the other direction rises.
    far = [abs(real(function(panel.point(t), False) * panel.weight(t))).lower() for t in (acb(start + step * l) for l in (60, 80))]
    if not all(value.is_finite() for value in far):
        raise Undecided("integrand")
    if far[1] > far[0] > largest:
        raise Divergent()
    end = t.real
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
            w = acb(3) / 4 if name.startswith("skew") else acb(1) / 2
            # log(m/p) = log(w + (1−w) q/p), written from the ratio.
            def part(x, y, wx):
                r = y - x
                if real(r).mid() > 0:
                    mean = r + ((1 - wx) + wx * (-r).exp()).log(analytic=an)
                else:
                    mean = (wx + (1 - wx) * r.exp()).log(analytic=an)
                return -x.exp() * (mean + (1 - wx)) + (1 - wx) * y.exp()
            if name == "kl_pm" or name.startswith("skew"):
                return part(a, b, w)
            return part(b, a, w)
        return mixed
    if name == "hellinger2":
        return lambda a, b, an: ((a / 2).exp() - (b / 2).exp()) ** 2 / 2
    if name == "chi2_pq":
        return lambda a, b, an: (a - b / 2).exp() ** 2 - 2 * a.exp() + b.exp()
    if name == "chi2_qp":
        return lambda a, b, an: (b - a / 2).exp() ** 2 - 2 * b.exp() + a.exp()
    if name == "triangular":
        def triangular(a, b, an):
            a, b = (a, b) if real(a).mid() > real(b).mid() else (b, a)
            r = (b - a).exp()
            return a.exp() * (1 - r) ** 2 / (1 + r)
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
        self.panels = panels((self.p, self.q))

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
                if rule is None:
                    raise Divergent()
                log = a or b
                return lambda x, an: rule(acb(log(x, an)).exp())
            return lambda x, an: formula(acb(a(x, an)), acb(b(x, an)), an)
        return self.sum(integrand)

    def signed(self, difference, integrand):
        """Σ |∫ integrand| over stretches on which `difference` of the panel has one sign."""
        total, floor = arb(0), arb(0)
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

    def pieces(self, panel, d):
        """Cuts a panel at the changes of sign of d, found by bisection of balls, each enclosed in a stretch too short to count."""
        stack, sure = [(panel.a, panel.b, 0)], []
        while stack:
            l, r, depth = stack.pop()
            ball = (l + r) / 2
            ball = arb(ball.mid(), ((r - l) / 2).upper())
            value = real(d(panel.point(acb(ball))))
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
                value = real(d(panel.point(acb(((l + r) / 2).mid()))))
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
                return lambda x, an: (acb(a(x, an)).exp() - acb(b(x, an)).exp()) / 2
            log = a or b
            return (lambda x, an: acb(log(x, an)).exp() / 2) if log else None
        return self.signed(difference, integrand)

    def gap(self, panel):
        """F − G of a panel by the tails that are small there."""
        left, right = self.p.at(panel.middle)[2], self.q.at(panel.middle)[2]

        def value(x):
            (f, u), (g, v) = left(x), right(x)
            return f - g if real(f).mid() < 0.5 else v - u
        return value

    def w1(self):
        return self.signed(self.gap, lambda panel: lambda x, an: acb(self.gap(panel)(x)))

    def cramer(self):
        return self.sum(lambda panel: lambda x, an: acb(self.gap(panel)(x)) ** 2)

    def jumps(self, sides, height):
        """Whether a function of log p of each side, None where p = 0, jumps at an end of a support between two positive limits, or from one to 0."""
        for end, exact in {e: d.end(e) for side in sides for _, d in side.parts for e in d.support if math.isfinite(e)}.items():
            heights = []
            for sign in (-1, 1):
                logs = [side.at(math.nextafter(end, sign * INF))[0] for side in sides]
                near, nearer = (height(*(log and acb(log(Point(exact, sign * acb(t).exp()), False)).real for log in logs)) for t in (-250, -300))
                heights.append(nearer if near is None or abs(near - nearer) <= nearer * arb("1e-4") else arb(0))
            if None not in heights and abs(heights[0] - heights[1]) > max(heights) * arb("1e-9"):
                return True
        return False

    def fisher(self, side):
        # A density that jumps at an end of a support has infinite information.
        if self.jumps([side], lambda log: log.exp().mid() if log is not None else arb(0)):
            raise Divergent()

        def integrand(panel):
            log, slope, _ = side.at(panel.middle)
            return (lambda x, an: acb(log(x, an)).exp() * acb(slope(x)) ** 2) if log else None
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
            return lambda x, an: acb(a(x, an)).exp() * (acb(s(x)) - acb(r(x))) ** 2
        return self.sum(integrand)

    def entropy(self, side, other):
        def integrand(panel):
            a, b = side.at(panel.middle)[0], other.at(panel.middle)[0]
            if not a:
                return None
            if not b:
                raise Divergent()
            return lambda x, an: -acb(a(x, an)).exp() * b(x, an)
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

    def truth(self, name, isProved=False, seconds=1):
        """The value, by Arb's own integration where it is to be proved; Undecided where one of the integrals that it is made of takes longer."""
        self.rule = proved_integral if isProved else quick_integral
        seconds *= 10 if isProved else 1

        def get(part):
            return self.integral(part, seconds)
        return COMBINATIONS[name](get) if name in COMBINATIONS else get(name)

    def integral(self, name, seconds):
        """An integral, or why there is none, found once."""
        key = name, self.rule
        if key not in self.known:
            Deadline.at = time.process_time() + seconds
            try:
                self.known[key] = self.value(name)
            except (Divergent, Undecided, RecursionError, ValueError, ZeroDivisionError) as error:
                self.known[key] = error
        if isinstance(self.known[key], Exception):
            raise self.known[key]
        return self.known[key]

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
    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self, value):
        return f"{value:.4g}"

    def log_uniform(self, low, high):
        return math.exp(self.random.uniform(math.log(low), math.log(high)))

    def family(self, location, scale, wide):
        r = self.random
        shape = lambda: self.log_uniform(0.1 if not wide else 0.01, 30 if not wide else 1000)
        name = r.choice(list(FAMILIES))
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
    parser.add_argument("--p")
    parser.add_argument("--q")
    options = parser.parse_args()
    total, slowest = {}, 0.0
    wrong = 0
    began = time.time()
    given = [(options.p, options.q)] if options.p else None
    for index in range(1 if given else options.pairs):
        seed = f"{options.seed}-{index}"
        p, q = given[0] if given else Draw(seed).pair()
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
