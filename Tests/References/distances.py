"""Reference values of Fisher informations and of distances between distribution functions, in ball arithmetic.

    python3 distances.py             writes distances.csv from the pairs in distances.txt; rows that it has already are kept
    python3 distances.py --only WORD ...     the same, with those new rows alone that have all of the words
    python3 distances.py P Q         prints the values of one pair

`fisher_p`, `fisher_q`, `relative_fisher_pq`, `w1` and `energy` are those of random_pairs.py, whose mesh reaches into a tail until nothing counts that is
2^-90 of the whole; `w2` is an integral over the quantiles, found by Newton's method in the logarithm of the distance from an end. Each value is computed
twice, with other digits and nodes, and written only if the two agree to 17 digits. Parameters are the doubles nearest to the text. Needs python-flint.

A formula stands for the member of a family that it is written as, and points for the mixture of triangles with a peak at each of them. Of discrete laws,
and of one beside a uniform, the distances are sums of fractions.
"""
import bisect
import csv
import math
import os
import re
import sys
from fractions import Fraction

from flint import acb, arb, ctx

import random_pairs
from random_pairs import INF, Pair, Panel, Point, quick_integral, real

HERE = os.path.dirname(os.path.abspath(__file__))
MEASURES = ["fisher_p", "fisher_q", "relative_fisher_pq", "w1", "energy", "w2"]


def near(x):
    """A double that is on the same side of every end and kink as x, also where x is beyond the doubles."""
    value = float(x.mid())
    return math.copysign(min(max(abs(value), 1e-300), 1e300), value) if value == 0 or math.isinf(value) or abs(value) < 1e-300 else value


class Quantiles:
    """The quantiles of one side of a pair at the levels e^t from below, or from above."""

    def __init__(self, side, isUpper):
        self.side, self.index, self.known = side, 1 if isUpper else 0, []
        densities = [d for _, d in side.parts]
        ends = [d.support[self.index] for d in densities]
        end = max(ends) if isUpper else min(ends)
        self.sign = -1 if isUpper else 1
        if math.isfinite(end):
            self.anchor, self.isEnd = next(d.end(end) for d, e in zip(densities, ends) if e == end), True
        else:
            # A point that every level up to a half is beyond.
            centres = [m for d in densities for m, _ in d.marks]
            scale = max(w for d in densities for _, w in d.marks)
            self.anchor, self.isEnd = arb(min(centres) if isUpper else max(centres)), False
            while real(self.tails(self.anchor)[self.index]) < 0.6:
                self.anchor += self.sign * scale
                scale *= 2

    def tails(self, x):
        return self.side.at(near(x))[2](Point(x, acb(0)))

    def place(self, s):
        return self.anchor + (self.sign if self.isEnd else -self.sign) * s.exp()

    def excess(self, s, t):
        """log of the tail less t at a distance e^s from the anchor, and its derivative."""
        x = self.place(s)
        log, _, tails = self.side.at(near(x))
        tail = real(tails(Point(x, acb(0)))[self.index]).mid()
        if not tail > 0:
            return -arb(INF), arb(0)
        slope = (acb(log(Point(x, acb(0)), False)).real + s).exp() / tail if log else arb(0)
        return (tail.log() - t).mid(), (slope if self.isEnd else -slope).mid()

    def __call__(self, t):
        t = real(t).mid()
        index = bisect.bisect(self.known, (t,))
        s = min((k for k in self.known[max(0, index - 1):index + 1]), key=lambda k: abs(k[0] - t), default=(None, arb(0)))[1]
        rising = 1 if self.isEnd else -1
        low, high, stride = None, None, arb(1)
        for _ in range(2000):
            value, slope = self.excess(s, t)
            if value * rising > 0:
                high = s
            else:
                low = s
            step = -value / slope if slope != 0 and value.is_finite() else arb(INF)
            following = (s + step).mid() if step.is_finite() else None
            if following is None or low is not None and following <= low or high is not None and following >= high or abs(following - s) > 50:
                if low is None or high is None:
                    following = (s + (stride if high is None else -stride)).mid()
                    stride *= 2
                else:
                    following = ((low + high) / 2).mid()
            done = abs(following - s) <= arb(2) ** (8 - ctx.prec) * (1 + abs(s))
            converges = step.is_finite() and abs(step) < arb(2) ** (-ctx.prec // 2)
            s = following
            if done or converges:
                break
        else:
            raise ArithmeticError("a quantile does not converge")
        bisect.insort(self.known, (t, s))
        return self.place(s)


class Levels(Panel):
    """Levels e^t of probability, t on [a, b]."""

    def __init__(self, a, b):
        super().__init__(None, 1, a, b, None)

    def point(self, t):
        return t

    def weight(self, t):
        return t.exp()

    def row(self, low, high):
        middle, half = (low + high) / 2, (high - low) / 2
        key = low.mid(), high.mid()
        if key not in self.rows:
            nodes = [(acb(middle + half * node), weight) for node, weight in random_pairs.RULE]
            self.rows[key] = [(t, half * weight * t.exp()) for t, weight in nodes]
        return self.rows[key]


def wasserstein2(pair):
    """(∫ (F⁻¹ − G⁻¹)² du)^½, cut at the levels of both densities' ends, kinks and centres."""
    total, floor = arb(0), arb(0)
    for isUpper in (False, True):
        quantiles = [Quantiles(side, isUpper) for side in (pair.p, pair.q)]
        densities = [d for side in (pair.p, pair.q) for _, d in side.parts]
        points = {x for d in densities for x in d.kinks + [e for e in d.support if math.isfinite(e)]}
        points |= {m + k * w for d in densities for m, w in d.marks for k in (-2, 0, 2)}
        levels = [real(q.tails(arb(x))[q.index]).mid() for x in points for q in quantiles]
        cuts = sorted((u.log().mid() for u in levels if arb(10) ** -150 < u < 0.5), reverse=True)
        panels, last = [], arb(0.5).log()
        for cut in cuts:
            if last - cut > 1e-25:
                panels.append(Levels(cut, last))
                last = cut
        panels.append(Levels(None, last))
        found = {}

        def square(t, analytic=False):
            key = real(t).mid()
            if key not in found:
                found[key] = (quantiles[0](t) - quantiles[1](t)) ** 2
            return acb(found[key])
        for panel in panels:
            value = quick_integral(square, panel, floor)
            total += value
            floor = max(floor, abs(value.mid()))
    return total.sqrt()


# What formulas are the densities of.
FORMULAS = {
    "formula(x*(1-x),0,1)": "beta(2,2)",
    "formula(exp(-x^2/2),-1,2)": "truncated(normal(0,1),-1,2)",
    "formula(1-abs(x-2)/2,0,4)": "triangular(0,2,4)",
    "formula(1/(1+(x-1)^2),-3,8)": "truncated(cauchy(1,1),-3,8)",
    "formula(x^2*exp(-x),0,700)": "truncated(gamma(3,1),0,700)",
    "formula(1/sqrt(x),0,1)": "beta(0.5,1)",
}


def known(text):
    """The text of the same density by families alone."""
    match = re.fullmatch(r"points\((.*):(\w+),(\w+)\)", text)
    if not match:
        return FORMULAS.get(text, text)
    with open(os.path.join(HERE, "..", "..", match[1]), newline="") as file:
        nodes = [(float(row[match[2]]), float(row[match[3]])) for row in csv.DictReader(file)]
    last = len(nodes) - 1
    parts = []
    for i, (x, y) in enumerate(nodes):
        lower, upper = nodes[max(i - 1, 0)][0], nodes[min(i + 1, last)][0]
        if y > 0:
            parts.append(f"{y * (upper - lower)!r}*triangular({lower!r},{x!r},{upper!r})")
    return "+".join(parts)


def quantile_pieces(text):
    """The pieces of the quantile function of a discrete law or a uniform: the level that each begins at, the value there, and its rise to the next."""
    name, inside = re.fullmatch(r"(\w+)\((.*)\)", text).groups()
    if name == "uniform":
        lower, upper = map(Fraction, inside.split(","))
        return [(Fraction(0), lower, upper - lower)]
    atoms = sorted(tuple(map(Fraction, item.split(":"))) for item in inside.split(","))
    pieces, level = [], Fraction(0)
    for x, probability in atoms:
        pieces.append((level, x, Fraction(0)))
        level += probability
    assert level == 1
    return pieces


def discrete(p, q, name):
    """A distance of discrete laws or uniforms: w1 and w2 by the quantiles, which are linear in pieces, energy by the distribution functions."""
    sides = [quantile_pieces(p), quantile_pieces(q)]
    if name == "energy":
        def cumulative(side, x):
            if side[0][2]:
                return min(max((x - side[0][1]) / side[0][2], Fraction(0)), Fraction(1))
            levels = [level for level, _, _ in side[1:]] + [Fraction(1)]
            return max((up for up, (_, value, _) in zip(levels, side) if value <= x), default=Fraction(0))
        cuts = sorted({v for side in sides for _, x, rise in side for v in (x, x + rise)})
        total = Fraction(0)
        for a, b in zip(cuts, cuts[1:]):
            # Linear between two cuts, from which two inner values tell the line.
            u, v = (cumulative(sides[0], a + (b - a) * k / 3) - cumulative(sides[1], a + (b - a) * k / 3) for k in (1, 2))
            left, right = 2 * u - v, 2 * v - u
            total += (b - a) * (left * left + left * right + right * right) / 3
        return arb(2) * arb(total.numerator) / total.denominator

    def value(side, level):
        start, x, rise = next(piece for piece in reversed(side) if piece[0] <= level)
        return x + rise * (level - start)
    cuts = sorted({level for side in sides for level, _, _ in side} | {Fraction(1)})
    total = Fraction(0)
    for a, b in zip(cuts, cuts[1:]):
        u, v = (value(sides[0], a + (b - a) * k / 3) - value(sides[1], a + (b - a) * k / 3) for k in (1, 2))
        left, right = 2 * u - v, 2 * v - u
        if name == "w2":
            total += (b - a) * (left * left + left * right + right * right) / 3
        elif left * right < 0:
            total += (b - a) * (left * left + right * right) / (2 * (abs(left) + abs(right)))
        else:
            total += (b - a) * abs(left + right) / 2
    result = arb(total.numerator) / total.denominator
    return result.sqrt() if name == "w2" else result


def values(p, q, names):
    if "discrete" in p + q:
        return {name: discrete(p, q, name) for name in names}
    pair = Pair(known(p), known(q))
    return {name: wasserstein2(pair) if name == "w2" else pair.truth(name, seconds=600) for name in names}


def certified(p, q, names):
    """The values to 20 digits, by two computations that agree."""
    results = []
    for bits, nodes in ((192, 20), (256, 27)):
        random_pairs.precision(bits, nodes, 2.0 ** -70)
        results.append(values(p, q, names))
    texts = {}
    for name in names:
        a, b = results[0][name].mid(), results[1][name]
        if not abs(a - b) <= abs(b) * arb(10) ** -17:
            raise ArithmeticError(f"{name}: {a.str(25)} and {b.str(25)}")
        texts[name] = b.mid().str(20, radius=False)
    return texts


def table(words=()):
    with open(os.path.join(HERE, "distances.txt")) as file:
        pairs = [line.split() for line in file if line.strip() and not line.startswith("#")]
    path = os.path.join(HERE, "distances.csv")
    with open(path, newline="") as file:
        found = {tuple(row[:3]): row for row in csv.reader(file)}
    for p, q, *names in pairs:
        for name in names:
            if (p, q, name) in found or not all(word in f"{p} {q} {name}" for word in words):
                continue
            try:
                found[p, q, name] = [p, q, name, certified(p, q, [name])[name]]
            except Exception as error:
                print(p, q, name, "FAILED", repr(error), flush=True)
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["p", "q", "measure", "value"])
            writer.writerows(found[p, q, name] for p, q, *names in pairs for name in names if (p, q, name) in found)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--only"]:
        table(sys.argv[2:])
    elif len(sys.argv) > 2:
        for name, text in certified(sys.argv[1], sys.argv[2], sys.argv[3:] or MEASURES).items():
            print(name, text)
    else:
        table()
