"""Maximum-likelihood fits at 50 digits by mpmath; writes fits.csv beside itself.

The samples are made again by FitReferenceTests: SplitMix64 and arithmetic that IEEE 754 rounds in one way only (+, -, *, / and square roots), so that both have the same doubles.
The truth is the zero of the score equations by Newton's method with derivatives of the log density by mpmath's own differentiation, from a start that scipy or a closed form gives; where a family has a closed form, that is used
in 50 digits. For triangular every datum is tried as the mode. For studentT, whose likelihood is unbounded, it is the highest local maximum that Newton's method reaches from a grid of starts.
Each row: family, seed, log-likelihood, parameters.
"""
import csv
import math
import os
import sys
import numpy as np
from mpmath import mp, mpf, log, exp, loggamma, digamma, psi, sqrt, pi, tanh, erfc, nstr, matrix, lu_solve
from scipy.optimize import minimize
from scipy.special import gammaln, log_ndtr

mp.dps = 50
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 200
MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def unit(self):
        return ((self.next() >> 12) + 0.5) * 2.0 ** -52


def sample(family, seed):
    """From 2 to 41 data of one of four shapes; every fourth sample is rounded to a grid, so that there are ties, and some lie far from 0."""
    r = SplitMix64(seed * 1000003 + sum(family.encode()))
    n = 2 + int(r.unit() * 40)
    shape, ties, far = int(r.unit() * 4), r.unit() < 0.25, r.unit()
    data = []
    for _ in range(n):
        u, v, w = r.unit(), r.unit(), r.unit()
        if shape == 0:
            x = u
        elif shape == 1:
            x = (u + v + w) / 3
        elif shape == 2:
            x = u * v * w
        else:
            x = u / (u + v * v * 3)
        if ties:
            # A grid of 16ths.
            x = (math.floor(x * 16) + 0.5) / 16
        data.append(x)
    if family == "beta":
        return data
    if family in ("gamma", "weibull", "logNormal", "pareto", "exponential", "inverseGaussian"):
        scale = 1.0 if far < 0.5 else 1e-5 if far < 0.7 else 1e9
        offset = 0.0 if far < 0.8 else 100.0
        return [scale * (x / (1.0625 - x) + offset) for x in data]
    heavy = shape >= 2
    data = [(2 * x - 1) / math.sqrt(1.0625 - (2 * x - 1) * (2 * x - 1)) if heavy else 2 * x - 1 for x in data]
    scale, offset = (1.0, 0.0) if far < 0.5 else (1e-3, 5.0) if far < 0.7 else (1.0, 1e6) if far < 0.85 else (1e7, -3e7)
    return [scale * x + offset for x in data]


def newton(gradient, start, steps=60):
    """A zero of the gradient by Newton's method with numerical derivatives of it, at 50 digits."""
    x = [mpf(s) for s in start]
    h = mpf(10) ** (-mp.dps // 2)
    for _ in range(steps):
        g = gradient(x)
        J = matrix(len(x))
        for j in range(len(x)):
            moved = list(x)
            moved[j] += h
            g2 = gradient(moved)
            for i in range(len(x)):
                J[i, j] = (g2[i] - g[i]) / h
        try:
            step = lu_solve(J, matrix(g))
        except (TypeError, ZeroDivisionError):
            return None, None
        # Far away the steps are cut.
        size = max(abs(s) for s in step)
        factor = min(mpf(1), mpf(1) / size) if size > 1 else mpf(1)
        x = [a - factor * s for a, s in zip(x, step)]
        if size < mpf(10) ** (-mp.dps + 12):
            return x, J
    return None, None


def is_maximum(J):
    """Whether the derivative of the gradient is negative definite."""
    A = -J
    n = A.rows
    for k in range(1, n + 1):
        if mp.det(A[:k, :k]) <= 0:
            return False
    return True


def mean(values):
    return sum(values) / len(values)


def location_scale(data, slope, shape, start_scale):
    """slope(z) = -d log f/dz; returns location, scale, log-likelihood; data centred."""
    center = mpf(sorted(data)[len(data) // 2])
    x = [mpf(d) - center for d in data]
    unit = max(mean([abs(a) for a in x]), mpf(10) ** -300)
    u = [a / unit for a in x]

    def gradient(point):
        m, s = point[0], exp(point[1])
        z = [(a - m) / s for a in u]
        return [mean([slope(b) for b in z]), mean([b * slope(b) for b in z]) - 1]
    def value(m, s):
        return sum(shape((a - m) / s) for a in u) - len(u) * (log(s) + log(unit))
    starts = [(a, t) for a in (0, float(mean(u))) for t in start_scale]
    best = None
    for a, t in starts:
        f = lambda p: -float(sum(shape((b - p[0]) / exp(p[1])) for b in u) - len(u) * p[1])
        low = minimize(f, [a, t], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9, "maxiter": 400}).x
        point, J = newton(gradient, low)
        if point is None:
            continue
        v = value(point[0], exp(point[1]))
        if best is None or v > best[0]:
            best = (v, center + unit * point[0], unit * exp(point[1]))
        break
    return best


def fit(family, data):
    n = len(data)
    x = [mpf(d) for d in data]
    if min(data) == max(data):
        return None
    if family == "normal":
        m = mean(x)
        s = sqrt(mean([(a - m) ** 2 for a in x]))
        return -n * (log(s) + log(2 * pi) / 2 + mpf(1) / 2), [m, s]
    if family == "logNormal":
        y = [log(a) for a in x]
        m = mean(y)
        s = sqrt(mean([(a - m) ** 2 for a in y]))
        return -n * (log(s) + log(2 * pi) / 2 + mpf(1) / 2) - sum(y), [m, s]
    if family == "laplace":
        y = sorted(x)
        m = (y[(n - 1) // 2] + y[n // 2]) / 2
        b = mean([abs(a - m) for a in y])
        return -n * (log(2 * b) + 1), [m, b]
    if family == "uniform":
        return -n * log(max(x) - min(x)), [min(x), max(x)]
    if family == "exponential":
        return -n * (log(mean(x)) + 1), [1 / mean(x)]
    if family == "pareto":
        low = min(x)
        shape = 1 / mean([log(a / low) for a in x])
        return n * log(shape) - n * log(low) - (shape + 1) * sum(log(a / low) for a in x), [shape, low]
    if family == "inverseGaussian":
        m = mean(x)
        q = mean([1 / a for a in x]) - 1 / m
        if q < mpf(10) ** -40 / m:
            return None
        return n * (-log(q) - log(2 * pi) - 1) / 2 - mpf(3) / 2 * sum(log(a) for a in x), [m, 1 / q]
    if family == "gamma":
        gap = log(mean(x)) - mean([log(a) for a in x])
        k, _ = newton(lambda p: [p[0] - digamma(exp(p[0])) - gap], [float(log((3 - gap + sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)))])
        k = exp(k[0])
        rate = k / mean(x)
        return n * (k * log(rate) - loggamma(k)) + (k - 1) * sum(log(a) for a in x) - rate * sum(x), [k, rate]
    if family in ("weibull", "gumbel"):
        # The Gumbel variable is -log of the Weibull one.
        if family == "weibull":
            center = log(mpf(sorted(data)[n // 2]))
            t = [log(a) - center for a in x]
        else:
            center = mpf(sorted(data)[n // 2])
            t = [center - a for a in x]
        top = max(t)
        def equation(p):
            k = exp(p[0])
            w = [exp(k * (a - top)) for a in t]
            return [k * (sum(a * b for a, b in zip(w, t)) / sum(w) - mean(t)) - 1]
        sd = sqrt(mean([(a - mean(t)) ** 2 for a in t]))
        k, _ = newton(equation, [log(mpf("1.28") / sd)])
        k = exp(k[0])
        place = log(mean([exp(k * (a - top)) for a in t])) / k + top
        value = n * (log(k) - 1) + sum(k * (a - place) for a in t)
        if family == "weibull":
            return value - sum(log(a) for a in x), [k, exp(center + place)]
        return value, [center - place, 1 / k]
    if family == "logistic":
        best = location_scale(data, lambda z: tanh(z / 2), lambda z: -abs(z) - 2 * log(1 + exp(-abs(z))), (-0.5,))
        return best and (best[0], [best[1], best[2]])
    if family == "cauchy":
        ties = max(data.count(d) for d in data)
        if 2 * ties >= n:
            return None
        best = location_scale(data, lambda z: 2 * z / (1 + z * z), lambda z: -log(pi) - log(1 + z * z), (-0.5,))
        return best and (best[0], [best[1], best[2]])
    if family == "beta":
        g, h = mean([log(a) for a in x]), mean([log(1 - a) for a in x])
        m = mean(x)
        v = mean([(a - m) ** 2 for a in x])
        total = max(m * (1 - m) / v - 1, mpf("0.1"))
        def gradient(p):
            a, b = exp(p[0]), exp(p[1])
            return [digamma(a) - digamma(a + b) - g, digamma(b) - digamma(a + b) - h]
        start = minimize(lambda p: float(-((math.exp(p[0]) - 1) * float(g) + (math.exp(p[1]) - 1) * float(h) - gammaln(math.exp(p[0])) - gammaln(math.exp(p[1])) + gammaln(math.exp(p[0]) + math.exp(p[1])))),
                         [float(log(m * total)), float(log((1 - m) * total))], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-12}).x
        p, _ = newton(gradient, start)
        a, b = exp(p[0]), exp(p[1])
        return n * (loggamma(a + b) - loggamma(a) - loggamma(b) + (a - 1) * g + (b - 1) * h), [a, b]
    if family == "triangular":
        best = None
        for c in sorted(set(x)):
            below, above = [c - a for a in x if a < c], [a - c for a in x if a > c]
            def lengths(p):
                A = max(below) * (1 + exp(p[0])) if below else mpf(0)
                B = max(above) * (1 + exp(p[-1])) if above else mpf(0)
                return A, B
            def value(p):
                A, B = lengths(p)
                return n * log(mpf(2)) - n * log(A + B) + sum(log(1 - q / A) for q in below) + sum(log(1 - q / B) for q in above)
            def gradient(p):
                A, B = lengths(p)
                g = []
                if below:
                    g.append(-n / (A + B) + sum(q / (A * (A - q)) for q in below))
                if above:
                    g.append(-n / (A + B) + sum(q / (B * (B - q)) for q in above))
                return g
            count = bool(below) + bool(above)
            low = minimize(lambda p: -float(value([mpf(a) for a in p])), [-2.0] * count, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-10}).x
            p, _ = newton(gradient, low)
            v = value(p)
            if best is None or v > best[0]:
                A, B = lengths(p)
                best = (v, [c - A, c, c + B])
        return best
    if family == "studentT":
        # Lighter tails than a normal's seldom have a local maximum, and are left out.
        center = sorted(data)[n // 2]
        y = [mpf(d) - mpf(center) for d in data]
        if mean([(a - mean(y)) ** 4 for a in y]) < 3 * mean([(a - mean(y)) ** 2 for a in y]) ** 2:
            return None
        unit = mean([abs(a) for a in y])
        u = [a / unit for a in y]
        uf = np.array([float(a) for a in u])
        def gradient(p):
            v, m, s = exp(p[0]), p[1], exp(p[2])
            z = [(a - m) / s for a in u]
            c = v / 2 * (psi(0, (v + 1) / 2) - psi(0, v / 2) - 1 / v)
            return [c + mean([-v / 2 * log(1 + b * b / v) + (v + 1) / 2 * b * b / (v + b * b) for b in z]),
                    mean([(v + 1) * b / (v + b * b) for b in z]), mean([(v + 1) * b * b / (v + b * b) for b in z]) - 1]
        def value(p):
            v, m, s = exp(p[0]), p[1], exp(p[2])
            return n * (loggamma((v + 1) / 2) - loggamma(v / 2) - log(v * pi) / 2 - log(s * unit)) - sum((v + 1) / 2 * log(1 + ((a - m) / s) ** 2 / v) for a in u)
        def negative(p):
            v, s = math.exp(min(p[0], 30)), math.exp(p[2])
            z = (uf - p[1]) / s
            return -(n * (gammaln((v + 1) / 2) - gammaln(v / 2) - math.log(v * math.pi) / 2 - p[2]) - np.sum((v + 1) / 2 * np.log1p(z * z / v)))
        found = []
        for d in (0.0, 1.5, 3):
            for m in (0.0, float(np.mean(uf))):
                for s in (-1.5, 0):
                    low = minimize(negative, [d, m, s], method="L-BFGS-B", bounds=[(-2, 15), (-100, 100), (-8, 6)]).x
                    if -1.99 < low[0] < 14.9 and low[2] > -7.9 and not any(np.allclose(low, f, atol=1e-2) for f in found):
                        found.append(low)
        best = None
        for low in sorted(found, key=negative):
            mp.dps = 20
            p, J = newton(gradient, low, 30)
            mp.dps = 50
            if p is None or not is_maximum(J) or abs(p[2]) > 12:
                continue
            p, J = newton(gradient, p)
            best = (value(p), [exp(p[0]), mpf(center) + unit * p[1], unit * exp(p[2])])
            break
        # Beside a light tail the normal may be the limit.
        normal = fit("normal", data)[0]
        return best if best and best[0] > normal else None
    if family in ("gev", "skewNormal"):
        center = mpf(sorted(data)[n // 2])
        unit = mean([abs(a - center) for a in x])
        u = [(a - center) / unit for a in x]
        uf = np.array([float(a) for a in u])
        law = GEV if family == "gev" else SkewNormal
        def gradient(p):
            m, s, k = p[0], exp(p[1]), p[2]
            z = [(a - m) / s for a in u]
            slopes = [law.slopes(b, k) for b in z]
            return [-mean([f for f, _ in slopes]) / s, -1 - mean([b * f for b, (f, _) in zip(z, slopes)]), mean([g for _, g in slopes])]
        def value(p):
            return sum(law.value((a - p[0]) / exp(p[1]), p[2]) for a in u) - n * (p[1] + log(unit))
        def negative(p):
            with np.errstate(all="ignore"):
                value = n * p[1] - np.sum(law.logpdf((uf - p[0]) / math.exp(p[1]), p[2]))
            return value if np.isfinite(value) else 1e10
        found = []
        for k in law.starts:
            for m in (0.0, float(uf.min()), float(uf.max())):
                for s in (-1.0, 0.3):
                    low = np.array([m, s, k])
                    for _ in range(3):
                        low = minimize(negative, low, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-12, "maxiter": 2000, "maxfev": 2000}).x
                    if law.inside(low[2]) and -10 < low[1] < 10 and not any(np.allclose(low, f, atol=1e-2) for f in found):
                        found.append(low)
        for low in sorted(found, key=negative):
            try:
                p, J = newton(gradient, low)
            except (ValueError, TypeError):
                continue
            if p is None or not is_maximum(J) or not law.inside(p[2]):
                continue
            limit = law.limit(u)
            best = value(p)
            if limit is not None and limit - n * log(unit) > best:
                return None
            return best, [center + unit * p[0], unit * exp(p[1]), p[2]]
        return None
    raise ValueError(family)


class GEV:
    """The generalised extreme value density of z and the shape k."""
    starts = (-0.7, -0.2, 0.2, 0.8)

    def inside(k):
        return -0.99 < k < 5

    def y(z, k):
        if 1 + k * z <= 0:
            raise ValueError("outside the support")
        return log(1 + k * z) / k

    def value(z, k):
        y = GEV.y(z, k)
        return -(1 + k) * y - exp(-y)

    def slopes(z, k):
        y, w = GEV.y(z, k), 1 + k * z
        slope = exp(-y) - (1 + k)
        return slope / w, slope * (z / w - y) / k - y

    def logpdf(z, k):
        if not -0.999 < k < 5 or np.any(1 + k * z <= 0):
            return -np.inf
        y = np.log1p(k * z) / k
        return -(1 + k) * y - np.exp(-y)

    def limit(u):
        return None


class SkewNormal:
    """The skew normal density of z and the shape k."""
    starts = (-20, -3, -0.7, 0.7, 3, 20)

    def inside(k):
        return abs(k) < 1e5

    def value(z, k):
        return -z * z / 2 - log(2 * pi) / 2 + log(erfc(-k * z / sqrt(mpf(2))))

    def slopes(z, k):
        w = k * z
        hazard = exp(-w * w / 2) * sqrt(2 / pi) / erfc(-w / sqrt(mpf(2)))
        return k * hazard - z, z * hazard

    def logpdf(z, k):
        return -z * z / 2 - 0.9189385332046727 + log_ndtr(k * z) + 0.6931471805599453

    def limit(u):
        """The half normals that begin at the least value or end at the greatest."""
        return max(len(u) * (log(mpf(2)) - log(2 * pi) / 2 - log(mean([(a - e) ** 2 for a in u])) / 2 - mpf(1) / 2) for e in (min(u), max(u)))


FAMILIES = ["normal", "laplace", "logistic", "cauchy", "studentT", "uniform", "exponential", "gamma", "beta", "logNormal", "weibull", "pareto", "gumbel", "triangular", "inverseGaussian", "skewNormal", "gev"]
only = sys.argv[2:] or FAMILIES
rows = []
for family in only:
    seed = made = 0
    while made < COUNT:
        seed += 1
        result = fit(family, sample(family, seed))
        if result is None:
            continue
        made += 1
        rows.append([family, seed] + [nstr(v, 21, min_fixed=0, max_fixed=0) for v in [result[0]] + result[1]])
    print(family, seed, flush=True)
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fits.csv" if not sys.argv[2:] else "fits-" + "-".join(only) + ".csv")
with open(path, "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["family", "seed", "log_likelihood", "parameter_1", "parameter_2", "parameter_3"])
    writer.writerows(row + [""] * (6 - len(row)) for row in rows)
