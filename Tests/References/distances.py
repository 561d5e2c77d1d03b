"""Reference values of Fisher informations and of distances between distribution functions, in ball arithmetic.

    python3 distances.py             writes distances.csv from the pairs in distances.txt; rows that it has already are kept
    python3 distances.py P Q         prints the values of one pair

`fisher_p`, `fisher_q`, `relative_fisher_pq`, `w1` and `energy` are those of random_pairs.py, whose mesh reaches into a tail until nothing counts that is
2^-90 of the whole; `w2` is an integral over the quantiles, found by Newton's method in the logarithm of the distance from an end. Each value is computed
twice, with other digits and nodes, and written only if the two agree to 17 digits. Parameters are the doubles nearest to the text. Needs python-flint.
"""
import bisect
import csv
import math
import os
import sys

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


def values(p, q, names):
    pair = Pair(p, q)
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


def table():
    with open(os.path.join(HERE, "distances.txt")) as file:
        pairs = [line.split() for line in file if line.strip() and not line.startswith("#")]
    path = os.path.join(HERE, "distances.csv")
    with open(path, newline="") as file:
        known = {tuple(row[:3]): row for row in csv.reader(file)}
    for p, q, *names in pairs:
        for name in names:
            if (p, q, name) in known:
                continue
            try:
                known[p, q, name] = [p, q, name, certified(p, q, [name])[name]]
            except Exception as error:
                print(p, q, name, "FAILED", repr(error), flush=True)
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["p", "q", "measure", "value"])
            writer.writerows(known[p, q, name] for p, q, *names in pairs for name in names if (p, q, name) in known)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        for name, text in certified(sys.argv[1], sys.argv[2], sys.argv[3:] or MEASURES).items():
            print(name, text)
    else:
        table()
