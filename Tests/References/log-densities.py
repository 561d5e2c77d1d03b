"""Log densities at places near and far, of parameters from ordinary to extreme, by mpmath at 150 digits; writes log-densities.csv beside itself.

A place is an anchor with an offset, or with t for anchor + sign · e^t, where the density is p(x) dx/dt. What the library states as the rounding of its
log density is held to these. Parameters, anchors, offsets and t are doubles, written with all their digits; the seed is fixed.
"""
import csv
import os
import random

from mpmath import mp, mpf, exp, nstr

import exact_densities
from exact_densities import Point, inside, parse

mp.dps = 150


def bounded_exp(x):
    if x > 10**6:
        raise OverflowError
    return exp(x)


# The exponential of an exponential would fill the memory.
exact_densities.exp = bounded_exp
R = random.Random(20)


def size(low, high):
    return float("%.5g" % 10 ** R.uniform(low, high))


def scale():
    return size(-2, 2) if R.random() < 0.6 else size(-12, 12)


def shape():
    return size(-1, 1.5) if R.random() < 0.5 else size(-4, 18)


def location():
    return float("%.6g" % R.uniform(-5, 5)) if R.random() < 0.6 else R.choice([-1, 1]) * size(2, 12)


def ends():
    a = location()
    b = a + scale()
    return (a, b) if a < b else (0.0, 1.0)


def member():
    name = R.choice(["normal", "laplace", "logistic", "cauchy", "studentT", "uniform", "exponential", "gamma", "beta", "logNormal", "weibull",
                     "pareto", "gumbel", "triangular"])
    if name in ("normal", "laplace", "logistic", "cauchy", "gumbel"):
        values = [location(), scale()]
    elif name == "studentT":
        values = [shape(), location(), scale()]
    elif name == "uniform":
        values = ends()
    elif name == "exponential":
        values = [scale()]
    elif name == "beta":
        values = [shape(), shape()]
    elif name == "logNormal":
        values = [R.uniform(-30, 30), size(-7, 1.5)]
    elif name == "triangular":
        a, b = ends()
        values = [a, a + (b - a) * R.random(), b]
    else:
        values = [shape(), scale()]
    return "%s(%s)" % (name, ",".join(repr(v) for v in values))


def density():
    kind = R.random()
    if kind < 0.75:
        return member()
    if kind < 0.85:
        return "0.25*%s+0.75*%s" % (member(), member())
    shift, factor = location(), R.choice([-1, 1]) * scale()
    # Much finer images have ends that are the same double.
    return "affine(%s,%r,%r)" % (member(), shift, factor) if abs(factor) > 1e-6 * abs(shift) else member()


def places(text):
    """Around the landmarks of the density and at its ends, by offsets and by t."""
    exact = parse(text)
    marks = [(float(a), float(s)) for a, s in exact.landmarks if abs(a) < 1e200 and 1e-200 < s < 1e200]
    for _ in range(3):
        anchor, width = R.choice(marks)
        # The library takes a rounded break point of an affine image for the exact one.
        if R.random() < 0.3 or "affine" in text or "gev" in text:
            anchor += width * R.uniform(-3, 3)
        yield anchor, repr(R.choice([-1, 1]) * width * 10 ** R.uniform(-3, 1.3)), None
    ends = [float(b) for b in exact.breaks] if "affine" not in text and "gev" not in text else []
    for anchor in (ends or [a + 0.1 * s for a, s in marks])[:2]:
        t = float(mp.log(R.choice(marks)[1])) + R.uniform(-20, 20) * (1 if R.random() < 0.7 else 20)
        yield anchor, R.choice(["1", "-1"]), repr(t)


def later_member():
    """Of the families that came later, so that the rows of the others stay."""
    name = R.choice(["skewNormal", "gev", "inverseGaussian"])
    if name == "skewNormal":
        values = [location(), scale(), R.choice([-1, 1]) * size(-1, 1.5)]
    elif name == "gev":
        values = [location(), scale(), R.choice([-1, 1]) * (size(-1, 0.3) if R.random() < 0.7 else size(-10, -2))]
    else:
        mean = scale()
        values = [mean, mean * size(-3, 6)]
    return "%s(%s)" % (name, ",".join(repr(v) for v in values))


def collect(count, draw):
    rows = []
    while len(rows) < count:
        text = draw()
        exact = parse(text)
        for anchor, offset, t in places(text):
            x = Point(mpf(anchor), mpf(float(offset)) * (exp(mpf(float(t))) if t else 1))
            if not inside(exact, x):
                continue
            try:
                value = exact.logpdf(x) + (mpf(float(t)) if t else 0)
            except OverflowError:
                continue
            if abs(value) < 1e5:
                rows.append([text, repr(anchor), offset, t or "", nstr(value, 25)])
    return rows[:count]


rows = collect(1200, density)
R = random.Random(21)
rows += collect(300, later_member)

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "log-densities.csv"), "w") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["density", "anchor", "offset", "t", "log_density"])
    writer.writerows(rows)
