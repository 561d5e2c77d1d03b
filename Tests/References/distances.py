"""Reference values of Fisher informations and of distances between distribution functions, by mpmath at 50 and 60 digits.

    python3 distances.py             writes distances.csv from the pairs in distances.txt; pairs that it has already are kept
    python3 distances.py P Q         prints the values of one pair

`fisher_p`, `fisher_q` and `relative_fisher_pq` from numerical derivatives of the log densities, `w1` and `energy` from the distribution
functions, `w2` from the quantiles, none of which are the library's own formulas. Each value is computed twice, with other digits, nodes
and break points, and written only if the two agree to 16 digits. Parameters are the doubles nearest to the text.
"""
import csv
import os
import sys

import mpmath
import scipy.stats
from flint import arb, ctx
from mpmath import mp, mpf, log, log1p, exp, sqrt, pi, erfinv, tan, inf, nstr

import exact_densities
from divergences import HERE, Integral, gauss_legendre, rows_of, written
from exact_densities import Point, inside, number, parse, split

MEASURES = ["fisher_p", "fisher_q", "relative_fisher_pq", "w1", "energy", "w2"]


def ball(value):
    """The middle of a ball of python-flint, or nothing where it is too wide."""
    if not value.is_finite() or value.rel_accuracy_bits() < 3.33 * mp.dps:
        return None
    return mpf(value.mid().str(mp.dps + 10, radius=False))


def betainc(a, b, low, x, regularized):
    """The incomplete beta function by ball arithmetic, which is far faster than mpmath, or by mpmath where the ball grows too wide."""
    ctx.dps = 2 * mp.dps
    value = ball(arb(x).beta_lower(arb(a), arb(b), 1))
    return mpmath.betainc(a, b, low, x, regularized=regularized) if value is None else value


def gammainc(shape, x, regularized):
    ctx.dps = 2 * mp.dps
    value = ball(arb(x).gamma_upper(arb(shape), 1))
    return mpmath.gammainc(shape, x, regularized=regularized) if value is None else value


exact_densities.betainc, exact_densities.gammainc = betainc, gammainc


def far_flank(z):
    """Whether a Gumbel density is exp(−e²⁰⁰) or less, whose logarithm would grow beyond memory."""
    return z < -200


def gumbel(location, scale):
    density = GUMBEL(location, scale)

    def tails(x):
        return (mpf(0), mpf(1)) if far_flank(x.minus(location) / scale) else density.tails(x)
    return exact_densities.Density(
        lambda x: -inf if far_flank(x.minus(location) / scale) else density.logpdf(x), tails, density.support, density.breaks,
        density.landmarks)


GUMBEL = exact_densities.gumbel
exact_densities.FAMILIES["gumbel"] = gumbel


def score(density, x):
    """The derivative of log p by a central difference of sixth order, far below rounding at these digits."""
    h = min([abs(x.minus(b)) for b in density.breaks] + [s + abs(x.minus(c)) for c, s in density.landmarks]) * mpf(10) ** -8
    at = {k: density.logpdf(Point(x.anchor, x.offset + k * h)) for k in (-3, -2, -1, 1, 2, 3)}
    return (45 * (at[1] - at[-1]) - 9 * (at[2] - at[-2]) + (at[3] - at[-3])) / (60 * h)


def fisher(p, q, names, nodes, step):
    """The informations on one mesh; those that are infinite are not asked for."""
    def f(x, jacobian):
        values = []
        # No mass, no score.
        scores = {d: score(d, x) for d in (p, q) if inside(d, x) and d.logpdf(x) > -10 ** 30}
        for name in names:
            if name == "relative_fisher_pq":
                value = exp(p.logpdf(x) + jacobian) * (scores[p] - scores[q]) ** 2 if p in scores and q in scores else mpf(0)
            else:
                d = p if name == "fisher_p" else q
                value = exp(d.logpdf(x) + jacobian) * scores[d] ** 2 if d in scores else mpf(0)
            values.append(value)
        return values, 0
    return dict(zip(names, Integral(f, [p, q], nodes, step).done))


def distribution(p, q, nodes, step):
    def gap(x, jacobian):
        (f, s), (g, u) = p.tails(x), q.tails(x)
        difference = f - g if f < 0.5 else u - s
        sign = 0 if abs(difference) < mpf(10) ** (5 - mp.dps) * min(f, s) else 1 if difference > 0 else -1
        return [abs(difference) * exp(jacobian), 2 * difference ** 2 * exp(jacobian)], sign
    return dict(zip(["w1", "energy"], Integral(gap, [p, q], nodes, step, covers_gaps=True).done))


# Quantiles x = a + b of the level e^t from below or above, as closed forms where the field has them.
def normal_quantile(t):
    """z with Φ(z) = e^t for t ≤ log ½."""
    u = exp(t)
    z = -sqrt(2) * erfinv(1 - 2 * u) if t > -40 else -sqrt(-2 * t - log(-4 * pi * t))
    for _ in range(8):
        tail = mp.erfc(-z / sqrt(2)) / 2
        step = (t - log(tail)) * tail / (exp(-z * z / 2) / sqrt(2 * pi))
        z += step
        if abs(step) < mpf(10) ** (-mp.dps // 2 - 2) * abs(z):
            break
    return z


def by_newton(density, t, upper, start, low, high):
    """Newton's method on the logarithm of the tail, inside a bracket."""
    x, i = start, 1 if upper else 0
    for _ in range(400):
        tail = density.tails(Point(x, mpf(0)))[i]
        if tail > 0 and (log(tail) < t) == (not upper):
            low = x
        elif tail > 0 or not upper:
            low, high = (low, x) if (tail > 0) else ((x, high) if not upper else (low, x))
        else:
            high = x
        step = (t - log(tail)) * tail / exp(density.logpdf(Point(x, mpf(0)))) * (-1 if upper else 1) if tail > 0 and inside(density, Point(x, mpf(0))) else inf
        y = x + step
        if not low < y < high:
            y = (low + high) / 2 if abs(low) < inf and abs(high) < inf else x * 2 + 1 if high == inf else x * 2 - 1
        if abs(y - x) <= mpf(10) ** (8 - mp.dps) * abs(x):
            return y
        x = y
    raise ArithmeticError("a quantile does not converge")


def quantile(text, t, upper):
    parts = split(text, "+")
    if len(parts) > 1:
        weights, texts = zip(*(part.split("*", 1) for part in parts))
        bounds = [quantile(d, t, upper) for d in texts]
        low, high = min(bounds), max(bounds)
        margin = (high - low) * mpf(10) ** -30 + abs(low) * mpf(10) ** -40
        return by_newton(parsed(text), t, upper, (low + high) / 2, low - margin, high + margin)
    name, arguments = text[:text.index("(")], split(text[text.index("(") + 1:-1], ",")
    if name == "affine":
        shift, scale = map(number, arguments[1:])
        return shift + scale * quantile(arguments[0], t, upper == (scale > 0))
    if name == "truncated":
        base, (low, high) = parsed(arguments[0]), map(number, arguments[1:])
        f = lambda c, i: base.tails(Point(c, mpf(0)))[i] if abs(c) != inf else mpf(0) if (c < 0) == (i == 0) else mpf(1)
        mass = f(high, 0) - f(low, 0) if f(low, 1) > 0.5 else f(low, 1) - f(high, 1)
        # Counted from the side of the base on which the level is small.
        level = f(high, 1) + mass * exp(t) if upper else f(low, 0) + mass * exp(t)
        if level > 0.5:
            level, upper = 1 - level, not upper
        return quantile(arguments[0], log(level), upper)
    a = list(map(number, arguments))
    side = 1 if upper else -1
    u = exp(t)
    # −log(1 − u)
    other = -log1p(-u)
    if name == "normal":
        return a[0] - side * a[1] * normal_quantile(t)
    if name == "laplace":
        return a[0] + side * a[1] * -(t + log(2))
    if name == "logistic":
        return a[0] - side * a[1] * (t + other)
    if name == "cauchy":
        return a[0] + side * a[1] / tan(pi * u)
    if name == "gumbel":
        return a[0] - a[1] * log(other if upper else -t)
    if name == "uniform":
        return a[1] - u * (a[1] - a[0]) if upper else a[0] + u * (a[1] - a[0])
    if name == "exponential":
        return (-t if upper else other) / a[0]
    if name == "weibull":
        return a[1] * (-t if upper else other) ** (1 / a[0])
    if name == "pareto":
        return a[1] * exp((-t if upper else other) / a[0])
    if name == "logNormal":
        return exp(a[0] - side * a[1] * normal_quantile(t))
    if name == "triangular":
        low, mode, high = a
        rise, fall = ((high - mode), (mode - low)) if upper else ((mode - low), (high - mode))
        length = high - low
        d = sqrt(u * length * rise) if u * length <= rise else length - sqrt((1 - u) * length * fall)
        return high - d if upper else low + d
    if name == "studentT":
        z = quantile_start(scipy.stats.t(float(a[0])), t, True)
        d = parsed(f"studentT({arguments[0]},0,1)")
        return a[1] + side * a[2] * by_newton(d, t, True, z, mpf(0), inf)
    if name == "gamma":
        d = parsed(f"gamma({arguments[0]},1)")
        start = quantile_start(scipy.stats.gamma(float(a[0])), t, upper)
        if not upper and (start < a[0] * mpf(10) ** -6 or a[0] < 0.5):
            start = exp((t + mp.loggamma(a[0] + 1)) / a[0])
        return by_newton(d, t, upper, max(start, exp((t + mp.loggamma(a[0] + 1)) / a[0])), mpf(0), inf) / a[1]
    if name == "beta":
        if upper:
            return 1 - quantile(f"beta({arguments[1]},{arguments[0]})", t, False)
        start = quantile_start(scipy.stats.beta(float(a[0]), float(a[1])), t, False)
        if not 1e-12 < start < 1 - mpf(10) ** -12:
            start = exp((t + log(a[0]) + mp.log(mp.beta(a[0], a[1]))) / a[0])
            start = min(start, mpf(1) - mpf(10) ** -12)
        return by_newton(parsed(text), t, False, start, mpf(0), mpf(1))
    raise ValueError(name)


def quantile_start(law, t, upper):
    if t < -700:
        t = -700
    level = float(exp(t))
    return mpf(float(law.isf(level) if upper else law.ppf(level)))


PARSED = {}


def parsed(text):
    if (text, mp.dps) not in PARSED:
        PARSED[text, mp.dps] = parse(text)
    return PARSED[text, mp.dps]


def wasserstein2(p_text, q_text, nodes, shift):
    """(∫ (F⁻¹ − G⁻¹)² du)^½ in t = log u and log(1 − u), cut at the levels of both densities' break points and centres."""
    p, q = parsed(p_text), parsed(q_text)
    rule, total = gauss_legendre(nodes, mp.dps), mpf(0)
    for upper in (False, True):
        def f(t):
            return exp(t) * (quantile(p_text, t, upper) - quantile(q_text, t, upper)) ** 2

        def panel(a, b):
            return (b - a) / 2 * sum(w * f((a + b) / 2 + (b - a) / 2 * x) for x, w in rule)
        points = {b for d in (p, q) for b in d.breaks} | {c + k * s for d in (p, q) for c, s in d.landmarks for k in (-2, 0, 2)}
        levels = {d.tails(Point(x, mpf(0)))[1 if upper else 0] for x in points for d in (p, q)}
        cuts = sorted({log(v) for v in levels if 0 < v < 0.5 and log(v) > -400} | {log(mpf(1) / 2)}, reverse=True)
        cuts = [cuts[0]] + [b for a, b in zip(cuts, cuts[1:]) if a - b > mpf(10) ** -25]
        front, stride, pending, done = cuts[-1], mpf(1) + shift, list(zip(cuts[1:], cuts)), mpf(0)
        while True:
            pending.append((front - stride, front))
            front -= stride
            stride *= mpf("1.5")
            inner, outer = f(front + 1), f(front)
            if outer == 0 or (inner > outer and outer / log(inner / outer) < mpf(10) ** -30 * abs(total + sum(panel(a, b) for a, b in pending[:1]))):
                break
            if front < -200000:
                raise ArithmeticError("an integral does not end")
        work = [(a, b, panel(a, b), 0) for a, b in pending]
        while work:
            size = total + done + sum(v for _, _, v, _ in work)
            following = []
            for a, b, value, depth in work:
                m = (a + b) / 2
                parts = [panel(a, m), panel(m, b)]
                if abs(sum(parts) - value) <= mpf(10) ** -22 * size:
                    done += sum(parts)
                elif depth > 50:
                    raise ArithmeticError("a panel does not converge")
                else:
                    following += [(a, m, parts[0], depth + 1), (m, b, parts[1], depth + 1)]
            work = following
        total += done
    return sqrt(total)


def compute(p_text, q_text, names, dps, nodes, step):
    mp.dps = dps
    p, q = parsed(p_text), parsed(q_text)
    result = {}
    informations = [n for n in names if "fisher" in n]
    if informations:
        result.update(fisher(p, q, informations, nodes, step))
    if "w1" in names or "energy" in names:
        result.update(distribution(p, q, nodes, step))
    if "w2" in names:
        result["w2"] = wasserstein2(p_text, q_text, nodes, step)
    return result


def certified(p, q, names):
    first, second = compute(p, q, names, 50, 24, mpf(1)), compute(p, q, names, 60, 20, mpf("0.73"))
    mp.dps = 50
    for name in names:
        a, b = first[name], second[name]
        if not abs(a - b) <= mpf(10) ** -16 * abs(b):
            raise ArithmeticError(f"{p} {q} {name}: {nstr(a, 30)} and {nstr(b, 30)}")
    return {name: first[name] for name in names}


def table():
    with open(os.path.join(HERE, "distances.txt")) as file:
        pairs = [line.split() for line in file if line.strip() and not line.startswith("#")]
    path = os.path.join(HERE, "distances.csv")
    known = {tuple(row[:3]): row for row in rows_of(path)} if os.path.exists(path) else {}
    for p, q, *names in pairs:
        missing = [name for name in names if (p, q, name) not in known]
        if not missing:
            continue
        try:
            for name, value in certified(p, q, missing).items():
                known[p, q, name] = [p, q, name, written(value)]
        except Exception as error:
            print(p, q, "FAILED", repr(error), flush=True)
            continue
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["p", "q", "measure", "value"])
            writer.writerows(known[p, q, name] for p, q, *names in pairs for name in names if (p, q, name) in known)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        for measure, value in certified(sys.argv[1], sys.argv[2], sys.argv[3:] or MEASURES).items():
            print(measure, written(value))
    else:
        table()
