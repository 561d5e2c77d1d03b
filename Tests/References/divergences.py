"""Reference values of the divergences between densities, by mpmath at 50 and 65 digits.

    python3 divergences.py            checks divergences.csv: every value is computed again and compared
    python3 divergences.py --extra    writes divergences-extra.csv from the pairs in divergences-extra.txt
    python3 divergences.py P Q        prints the values of one pair

Adaptive Gauss-Legendre panels between break points made from the landmarks of both densities, in the logarithm of the distance
towards every end of a support and into every tail; cut where the integrand has a kink. Each value is computed twice, with other
digits, nodes and break points, and written only if the two agree to 20 digits. Whether an integral diverges is read off the slope of
its logarithm far out, at distances of up to e^50000. Parameters are the doubles nearest to the text, which is what a program reads.
"""
import csv
import functools
import os
import sys

from mpmath import mp, mpf, log, exp, sqrt, pi, inf, nstr

from exact_densities import Point, inside, log_density, parse

HERE = os.path.dirname(os.path.abspath(__file__))


# Measures of the pair from log p and log q at a node; each integrand is in its non-negative form, whose integral is the same.
def pair_values(a, b):
    p, q = exp(a), exp(b)
    m = (p + q) / 2

    def kl(x, logx, y, logy):
        return y if x == 0 else x * (logx - logy) - x + y

    def chi2(x, logx, y, logy):
        return y if x == 0 else inf if logy == -inf else exp(2 * logx - logy) - 2 * x + y
    logm = log(m) if m else -inf
    third = (3 * p + q) / 4
    difference = a - b if p and q else mpf(0)
    near = p and q and abs(difference) < 1e-3
    square = (p - q) ** 2
    pm, qm = kl(p, a, m, logm), kl(q, b, m, logm)
    pq, qp = kl(p, a, q, b) if q or not p else inf, kl(q, b, p, a) if p or not q else inf
    return [
        pq, qp, pm, qm, (pm + qm) / 2, abs(p - q) / 2, (sqrt(p) - sqrt(q)) ** 2 / 2,
        square / q if near else chi2(p, a, q, b), square / p if near else chi2(q, b, p, a),
        pq + qp, square / (p + q) if m else mpf(0), kl(p, a, third, log(third) if third else -inf), p, q,
    ]


MEASURES = ["kl_pq", "kl_qp", "kl_pm", "kl_qm", "js", "tv", "hellinger2", "chi2_pq", "chi2_qp", "jeffreys", "triangular", "skew_kl_0.25"]
ORDER = ["kl_pq", "kl_qp", "kl_pm", "kl_qm", "js", "tv", "hellinger2", "chi2_pq", "chi2_qp", "w1"]
EXTRA = ORDER + ["jeffreys", "triangular", "skew_kl_0.25"]


@functools.lru_cache(None)
def gauss_legendre(n, dps):
    nodes = []
    with mp.workdps(dps + 15):
        for i in range(n):
            x = mp.cos(pi * (i + mpf(3) / 4) / (n + mpf(1) / 2))
            for _ in range(100):
                p0, p1 = mpf(1), x
                for k in range(2, n + 1):
                    p0, p1 = p1, ((2 * k - 1) * x * p1 - (k - 1) * p0) / k
                slope = n * (x * p1 - p0) / (x * x - 1)
                step = p1 / slope
                x -= step
                if abs(step) < mpf(10) ** -(dps + 10):
                    break
            nodes.append((x, 2 / ((1 - x * x) * slope ** 2)))
    return nodes


class Chart:
    """x = anchor + t, or x = anchor + direction·e^t."""

    def __init__(self, anchor, direction=0):
        self.anchor, self.direction = anchor, direction

    def point(self, t):
        return Point(self.anchor, self.direction * exp(t) if self.direction else t)


class Integral:
    """Integrals of several functions of x over the line; `f(x, log dx/dt)` gives the values and the sign whose changes are kinks."""

    def __init__(self, f, densities, nodes, step, covers_gaps=False):
        self.f, self.rule = f, gauss_legendre(nodes, mp.dps)
        self.cutoff = mpf(10) ** -24
        spans, rays = partition(densities, step, covers_gaps)
        self.done, self.open = None, []
        for span in spans:
            self.add(*span)
        for chart, start, sense in rays:
            self.walk(chart, start, sense)
        self.settle()

    def sample(self, chart, a, b):
        half, middle = (b - a) / 2, (a + b) / 2
        total, signs = None, []
        for x, w in self.rule:
            t = middle + half * x
            values, sign = self.f(chart.point(t), t if chart.direction else mpf(0))
            total = [w * v for v in values] if total is None else [s + w * v for s, v in zip(total, values)]
            signs.append((t, sign))
        # A kink between an end and the first node would stay unseen.
        signs += [(t, self.f(chart.point(t), t if chart.direction else mpf(0))[1]) for t in (a, b)]
        signs.sort()
        return [half * s for s in total], signs

    def add(self, chart, a, b, depth=0):
        value, signs = self.sample(chart, a, b)
        for (t0, s0), (t1, s1) in zip(signs, signs[1:]):
            if s0 * s1 < 0:
                t = self.crossing(chart, t0, t1, s0)
                # Not again at a kink that is already an end.
                if a < t < b and min(t - a, b - t) > mpf(10) ** -30 * (b - a):
                    self.add(chart, a, t, depth)
                    self.add(chart, t, b, depth)
                    return
        self.open.append((chart, a, b, value, depth))

    def crossing(self, chart, a, b, sign):
        for _ in range(120):
            t = (a + b) / 2
            s = self.f(chart.point(t), t if chart.direction else mpf(0))[1]
            if s == 0:
                return t
            a, b = (t, b) if s * sign > 0 else (a, t)
        return (a + b) / 2

    def totals(self):
        columns = zip(*([self.done] if self.done else []), *(panel[3] for panel in self.open))
        return [sum(column) for column in columns]

    def walk(self, chart, start, sense):
        """Outwards in ever longer steps until no integrand has anything left beyond."""
        front, stride, quiet = start, mpf(1), 0
        while quiet < 2:
            following = front + sense * stride
            before = len(self.open)
            self.add(chart, min(front, following), max(front, following))
            front, stride = following, 2 * stride
            inner, outer = (self.f(chart.point(t), t)[0] for t in (front - sense * stride / 8, front))
            totals = self.totals()
            quiet += 1
            for u, v, total in zip(inner, outer, totals):
                # What an exponential through the last two values leaves.
                if v != 0 and total != 0 and not (abs(v) < abs(u) and abs(v) * stride / 8 / log(abs(u / v)) < mpf(10) ** -34 * abs(total)):
                    quiet = 0
            if abs(front) > 10 ** 9:
                raise ArithmeticError("an integral does not end")

    def settle(self):
        while self.open:
            totals = self.totals()
            panels, self.open = self.open, []
            for chart, a, b, value, depth in panels:
                middle = (a + b) / 2
                first = len(self.open)
                self.add(chart, a, middle, depth + 1)
                self.add(chart, middle, b, depth + 1)
                parts = [sum(column) for column in zip(*(panel[3] for panel in self.open[first:]))]
                if all(abs(x - y) <= self.cutoff * abs(total) for x, y, total in zip(parts, value, totals)):
                    self.done = parts if self.done is None else [x + y for x, y in zip(self.done, parts)]
                    del self.open[first:]
                elif depth > 60:
                    raise ArithmeticError("a panel does not converge")


def partition(densities, step, covers_gaps):
    """Spans in linear charts, and rays into singular points and tails; between parts of the supports only if gaps are covered."""
    breaks = sorted({b for d in densities for b in d.breaks})
    cuts = set(breaks)
    marks = {m for d in densities for m in d.landmarks}
    reach = max([abs(c - e) + 12 * s for c, s in marks for e, _ in marks])
    for centre, scale in marks:
        cuts.add(centre)
        r = step * scale
        while r < 2 * reach:
            cuts |= {centre - r, centre + r}
            r *= 2 if r < 20 * scale else 4
    low, high = min(d.support[0][0] for d in densities), max(d.support[-1][1] for d in densities)
    cuts = sorted(c for c in cuts if low <= c <= high)
    # Cuts much closer than the steps around them are of no use.
    thin = []
    for c in cuts:
        near = min((max(s, abs(c - e)) for e, s in marks), default=mpf(1)) / 8
        if c in breaks:
            while thin and thin[-1] not in breaks and c - thin[-1] < near:
                thin.pop()
            thin.append(c)
        elif not thin or c - thin[-1] > near:
            thin.append(c)
    spans, rays = [], []
    for a, b in zip(thin, thin[1:]):
        if not covers_gaps and not any(inside(d, Point(a, (b - a) / 2)) for d in densities):
            continue
        if a in breaks and b in breaks:
            rays += [(Chart(a, 1), log((b - a) / 2), -1), (Chart(b, -1), log((b - a) / 2), -1)]
        elif a in breaks:
            rays.append((Chart(a, 1), log(b - a), -1))
        elif b in breaks:
            rays.append((Chart(b, -1), log(b - a), -1))
        else:
            spans.append((Chart(a), mpf(0), b - a))
    widest = max(marks, key=lambda m: m[1])[0]
    if low == -inf:
        anchor = widest if widest > thin[0] else thin[0] + max(1, abs(thin[0]))
        rays.append((Chart(anchor, -1), log(anchor - thin[0]), 1))
    if high == inf:
        anchor = widest if widest < thin[-1] else thin[-1] - max(1, abs(thin[-1]))
        rays.append((Chart(anchor, 1), log(thin[-1] - anchor), 1))
    return spans, rays


def ends(p, q):
    """Charts towards every end, with the sense of t and the scale to start from."""
    scale = max(s for d in (p, q) for _, s in d.landmarks)
    centre = p.landmarks[0][0]
    charts = [(Chart(centre, side), 1, scale) for side in (-1, 1)]
    smallest = min(s for d in (p, q) for _, s in d.landmarks)
    return charts + [(Chart(b, side), -1, smallest / 10 ** 6) for b in {*p.breaks, *q.breaks} for side in (-1, 1)]


def diverging(p, q):
    """The names of the measures that are infinite."""
    names = set()

    def outside(a, b):
        edges = sorted({e for d in (a, b) for i in d.support for e in i})
        middles = [Point((s + t) / 2 if abs(s) != inf and abs(t) != inf else t - 1 if abs(t) != inf else s + 1 if abs(s) != inf else mpf(0), mpf(0))
                   for s, t in zip(edges, edges[1:])]
        return any(inside(a, x) and not inside(b, x) for x in middles)
    if outside(p, q):
        names |= {"kl_pq", "chi2_pq"}
    if outside(q, p):
        names |= {"kl_qp", "chi2_qp"}

    def has_slope(f, chart, sense, scale):
        """Whether f = log |integrand| + log dx/dt does not fall towards the end."""
        slope = None
        for t in (50, 500, 5000, 50000):
            # A power far out, and a little farther.
            t0 = log(scale) + sense * mpf(t)
            low, high = f(chart.point(t0), t0), f(chart.point(t0 + sense), t0 + sense)
            if low == -inf or high == -inf:
                return False
            slope = high - low
            if abs(slope) > 10 ** 6:
                break
        return slope > -mpf(10) ** -9
    for chart, sense, scale in ends(p, q):
        probe = chart.point(log(scale) + sense * 50)
        if not (inside(p, probe) and inside(q, probe)):
            continue
        for name, a, b in (("pq", p, q), ("qp", q, p)):
            def kl(x, t):
                u, v = a.logpdf(x), b.logpdf(x)
                return -inf if u == v else u + log(abs(u - v)) + t
            if has_slope(kl, chart, sense, scale):
                names.add("kl_" + name)
            if has_slope(lambda x, t: 2 * a.logpdf(x) - b.logpdf(x) + t, chart, sense, scale):
                names.add("chi2_" + name)
    if names & {"kl_pq", "kl_qp"}:
        names.add("jeffreys")
    for side in (-1, 1):
        scale = max(s for d in (p, q) for _, s in d.landmarks)

        def gap(t):
            x = Point(p.landmarks[0][0], side * exp(t))
            i = 0 if side < 0 else 1
            difference = abs(p.tails(x)[i] - q.tails(x)[i])
            return t + log(difference) if difference else -inf
        t = log(scale) + 30
        if gap(t) > -mpf(10) ** 20 and gap(t + 1) - gap(t) > -mpf(10) ** -9:
            names.add("w1")
    return names


def compute(p_text, q_text, names, dps, nodes, step):
    mp.dps = dps
    if p_text == q_text:
        return {name: mpf(0) for name in names}
    p, q = parse(p_text), parse(q_text)
    infinite = diverging(p, q)
    finite = [i for i, m in enumerate(MEASURES) if m not in infinite]

    def f(x, jacobian):
        a, b = log_density(p, x), log_density(q, x)
        difference = 0 if a == b else a - b if -inf < a < inf and -inf < b < inf else 1 if a > b else -1
        sign = 0 if abs(difference) < mpf(10) ** (10 - dps) * (1 + abs(a)) else 1 if difference > 0 else -1
        values = pair_values(a + jacobian, b + jacobian)
        return [values[i] for i in finite] + values[-2:], sign
    totals = Integral(f, [p, q], nodes, step).done
    for mass in totals[-2:]:
        if abs(mass - 1) > mpf(10) ** -22:
            raise ArithmeticError(f"a mass is {nstr(mass, 30)}")
    result = {m: inf for m in infinite}
    result.update({MEASURES[i]: v for i, v in zip(finite, totals)})
    if "w1" in names and "w1" not in infinite:
        def gap(x, jacobian):
            (f, s), (g, u) = p.tails(x), q.tails(x)
            difference = f - g if f < 0.5 else u - s
            sign = 0 if abs(difference) < mpf(10) ** (5 - dps) * min(f, s) else 1 if difference > 0 else -1
            return [abs(difference) * exp(jacobian)], sign
        result["w1"] = Integral(gap, [p, q], nodes, step, covers_gaps=True).done[0]
    return result


def agreed(p, q, names):
    """Values that two computations agree on."""
    first, second = compute(p, q, names, 50, 40, mpf(1)), compute(p, q, names, 65, 33, mpf("0.73"))
    mp.dps = 50
    for name in names:
        a, b = first[name], second[name]
        if a != b and not abs(a - b) <= mpf(10) ** -20 * abs(b):
            raise ArithmeticError(f"{p} {q} {name}: {nstr(a, 30)} and {nstr(b, 30)}")
    return {name: first[name] for name in names}


def written(value):
    return "inf" if value == inf else "0" if value == 0 else nstr(value, 20)


def rows_of(path):
    with open(os.path.join(HERE, path), newline="") as file:
        return list(csv.reader(file))[1:]


def check():
    pairs = {}
    for p, q, name, value in rows_of("divergences.csv"):
        pairs.setdefault((p, q), {})[name] = value
    worst = 0
    for (p, q), values in pairs.items():
        print(p, q, flush=True)
        for name, value in agreed(p, q, list(values)).items():
            there = mpf(values[name])
            gap = 0 if there == value else abs(there - value) / (abs(value) if value else 1)
            worst = max(worst, gap)
            if gap > 1e-14:
                print("  differs:", name, values[name], "here", written(value), flush=True)
    print(f"{len(pairs)} pairs, the largest relative difference is {nstr(worst, 3)}")


def extra():
    with open(os.path.join(HERE, "divergences-extra.txt")) as file:
        pairs = [line.split() for line in file if line.strip() and not line.startswith("#")]
    path = os.path.join(HERE, "divergences-extra.csv")
    known = {(row[0], row[1]): [] for row in rows_of(path)} if os.path.exists(path) else {}
    for row in rows_of(path) if known else []:
        known[row[0], row[1]].append(row)
    for pair in pairs:
        p, q, *without = pair
        if (p, q) in known:
            continue
        print(p, q, flush=True)
        names = [m for m in EXTRA if m not in without]
        try:
            known[p, q] = [[p, q, name, written(value)] for name, value in agreed(p, q, names).items()]
        except Exception as error:
            print("  FAILED", repr(error), flush=True)
            continue
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["p", "q", "measure", "value"])
            for p, q, *_ in pairs:
                writer.writerows(known.get((p, q), []))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        for name, value in agreed(sys.argv[1], sys.argv[2], EXTRA).items():
            print(name, written(value))
    elif sys.argv[1:] == ["--extra"]:
        extra()
    else:
        check()
