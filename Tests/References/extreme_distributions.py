"""Log densities and tails of the families at any parameters from 1e-300 to 1e300, as balls of Arb (python-flint): the error is part of the value.

Written from the definitions, apart from the library's own formulas: positive series of the incomplete gamma and beta functions with as many digits as
their complement needs, and where both parameters are so large that the series are too long, Gauss-Legendre quadrature of the density itself.

Run, it writes extreme-distributions.csv beside itself: for each member and level the last double before the quantile, by bisection over the doubles,
and the log density and both tails there. With names of families it prints their rows alone.
"""
import csv
import math
import multiprocessing
import os
import random
import struct
import sys

from flint import acb, arb, ctx

ctx.prec = 400
LARGE = 3e4


def sure(value, bits=120):
    """Whether a ball knows that many bits of its middle."""
    return value.rel_accuracy_bits() >= bits


def digits(compute, start=400):
    """The results of `compute`, at a precision at which all of them are known to 36 digits, or are zero to every double."""
    previous = ctx.prec
    try:
        prec = start
        while prec <= 30000:
            ctx.prec = prec
            results = compute()
            if all(sure(r) or r == 0 or abs(r).upper() < arb(10) ** -340 or not r.is_finite() for r in results):
                return results
            prec *= 2
        raise ArithmeticError("no precision is enough")
    finally:
        ctx.prec = previous


def series(ratio):
    """1 + r(0) + r(0) r(1) + ... for positive ratios that fall below 1/2 in the end; what is left is at most the last term."""
    total, term, n = arb(1), arb(1), 0
    small = arb(2) ** -(ctx.prec + 20)
    while True:
        r = ratio(n)
        term *= r
        total += term
        n += 1
        if n % 8 == 0 and r < 1 and term / (1 - r) < small * total:
            return total + arb(0, (term / (1 - r)).upper())
        if n > 400000:
            raise ArithmeticError("a series is too long")


_rules = {}


def rule(order):
    key = (order, ctx.prec)
    if key not in _rules:
        _rules[key] = [arb.legendre_p_root(order, k, weight=True) for k in range(order)]
    return _rules[key]


def quadrature(log_density, x, direction, slope, curvature):
    """The mass of a log-concave density beyond x, over its density there: panels of one decay length, by rules of two orders that must agree."""
    width = 1 / max(abs(slope), curvature.sqrt(), key=lambda v: v.mid())
    start = log_density(x)
    sums = []
    for order in (30, 36):
        total = arb(0)
        for panel in range(200):
            part = sum((w * (log_density(x + direction * width * (panel + (1 + node) / 2)) - start).exp() for node, w in rule(order)), arb(0))
            total += part * width / 2
            if part.mid() < arb(2) ** -140 * total.mid() / width:
                break
        sums.append(total)
    return sums[0].mid() + arb(0, abs(sums[0] - sums[1]).upper())


# Each family: log density, lower and upper tail.
def gamma(x, k, r):
    k, r, x = arb(k), arb(r), arb(x)

    def compute():
        u = r * x
        if u == 0:
            return arb("-inf"), arb(0), arb(1)
        log_density = k * r.log() + (k - 1) * x.log() - u - k.lgamma()
        if k > LARGE:
            z = (u - k) / k.sqrt()
            if abs(z) > 60:
                return log_density, arb(z > 0), arb(z < 0)
            direction = 1 if u > k else -1
            tail = (log_density + x.log()).exp() * quadrature(lambda v: (k - 1) * v.log() - v, u, direction, (k - 1) / u - 1, k / u ** 2) / u
            return (log_density, 1 - tail, tail) if direction > 0 else (log_density, tail, 1 - tail)
        if u > 3000 + 20 * k:
            return log_density, arb(1), arb(0)
        low = (k * u.log() - u - (k + 1).lgamma()).exp() * series(lambda n: u / (k + 1 + n))
        return log_density, low, 1 - low
    return digits(compute, 1200 if k < 1e-5 or k > 1e40 else 400)


def front(x, y, a, b):
    return (a * x.log() + b * y.log() + (a + b).lgamma() - (a + 1).lgamma() - b.lgamma()).exp()


def negligible(x, y, a, b):
    """Whether I_x(a, b) is 0 to every double: the series is less than a geometric one."""
    r = ((a + b) / (a + 1)).max(1) * x
    return r < 1 and front(x, y, a, b) / (1 - r) < arb(10) ** -345


def beta_tails(x, y, a, b):
    """I_x(a, b) and its complement, from both x and y = 1 - x as balls."""
    if a > LARGE and b > LARGE:
        total = a + b
        z = (total * x - a) / (a * b / total).sqrt()
        if abs(z) > 60:
            return arb(z > 0), arb(z < 0)
        direction = 1 if z > 0 else -1
        log_density = lambda d: (a - 1) * (x + d).log() + (b - 1) * (y - d).log()
        kernel = (log_density(arb(0)) + total.lgamma() - a.lgamma() - b.lgamma()).exp()
        slope = (a - 1) / x - (b - 1) / y
        tail = kernel * quadrature(log_density, arb(0), direction, slope, (a - 1) / x ** 2 + (b - 1) / y ** 2)
        return (1 - tail, tail) if direction > 0 else (tail, 1 - tail)
    if negligible(x, y, a, b):
        return arb(0), arb(1)
    if negligible(y, x, b, a):
        return arb(1), arb(0)
    # The series at the end that takes fewer terms: until their ratio is below 1, and then some.
    if ((b * x - a * y).max(0) + 300) / y > ((a * y - b * x).max(0) + 300) / x:
        return beta_tails(y, x, b, a)[::-1]
    low = front(x, y, a, b) * series(lambda n: (a + b + n) / (a + 1 + n) * x)
    return low, 1 - low


def beta(x, a, b):
    a, b, x = arb(a), arb(b), arb(x)

    def compute():
        y = 1 - x
        log_density = (a - 1) * x.log() + (b - 1) * y.log() + (a + b).lgamma() - a.lgamma() - b.lgamma()
        return (log_density, *beta_tails(x, y, a, b))
    return digits(compute, 1200 if min(a, b) < 1e-5 or max(a, b) > 1e40 else 400)


def studentT(x, v, m, s):
    v, m, s, x = arb(v), arb(m), arb(s), arb(x)

    def compute():
        z = (x - m) / s
        half = arb(1) / 2
        log_density = (half * (v + 1)).lgamma() - (half * v).lgamma() - half * (arb.pi() * v).log() - s.log() - half * (v + 1) * (1 + z * z / v).log()
        if z == 0:
            return log_density, half, half
        if z * z > 10000 and v > 1e8:
            return log_density, arb(z > 0), arb(z < 0)
        small = half * beta_tails(v / (v + z * z), z * z / (v + z * z), half * v, half)[0]
        return (log_density, 1 - small, small) if z > 0 else (log_density, small, 1 - small)
    return digits(compute, 1200)


def standard(log_density, upper):
    def family(x, m, s):
        m, s, x = arb(m), arb(s), arb(x)

        def compute():
            z = (x - m) / s
            return log_density(z) - s.log(), upper(-z, -1), upper(z, 1)
        return digits(compute, 1200)
    return family


normal = standard(lambda z: -z * z / 2 - (2 * arb.pi()).log() / 2, lambda z, _: (z / arb(2).sqrt()).erfc() / 2 if abs(z) < 200 else arb(z < 0))
laplace = standard(lambda z: -abs(z) - arb(2).log(), lambda z, _: (-z).exp() / 2 if z > 0 else 1 - z.exp() / 2)
logistic = standard(lambda z: -abs(z) - 2 * (-abs(z)).exp().log1p(), lambda z, _: 1 / (1 + z.exp()) if abs(z) < 2000 else arb(z < 0))
cauchy = standard(lambda z: -(1 + z * z).log() - arb.pi().log(), lambda z, _: arb.atan2(arb(1), z) / arb.pi())


def gumbel_upper(z, side):
    # The mirror image of the lower tail is exp(-exp(z)).
    if side > 0:
        return arb(1) if z < -2000 else -(-(-z).exp()).expm1()
    return arb(0) if z > 2000 else (-z.exp()).exp()


gumbel = standard(lambda z: -z - (-z).exp(), gumbel_upper)


def uniform(x, a, b):
    a, b, x = arb(a), arb(b), arb(x)
    return digits(lambda: (-(b - a).log(), (x - a) / (b - a), (b - x) / (b - a)), 2400)


def exponential(x, r):
    r, x = arb(r), arb(x)
    return digits(lambda: (r.log() - r * x, -(-r * x).expm1(), (-r * x).exp()), 1200)


def logNormal(x, m, s):
    m, s, x = arb(m), arb(s), arb(x)

    def compute():
        log_x = x.log()
        z = (log_x - m) / s
        upper = lambda z: (z / arb(2).sqrt()).erfc() / 2 if abs(z) < 200 else arb(z < 0)
        return -z * z / 2 - (2 * arb.pi()).log() / 2 - s.log() - log_x, upper(-z), upper(z)
    return digits(compute, 2400)


def weibull(x, k, s):
    k, s, x = arb(k), arb(s), arb(x)

    def compute():
        log_power = k * (x / s).log()
        if log_power > 20:
            return k.log() + log_power - log_power.exp() - x.log(), arb(1), arb(0)
        power = log_power.exp()
        return k.log() + log_power - power - x.log(), -(-power).expm1(), (-power).exp()
    return digits(compute, 2400)


def pareto(x, a, s):
    a, s, x = arb(a), arb(s), arb(x)

    def compute():
        ratio = (x / s).log()
        return a.log() - s.log() - (a + 1) * ratio, -(-a * ratio).expm1(), (-a * ratio).exp()
    return digits(compute, 2400)


def triangular(x, a, m, b):
    a, m, b, x = arb(a), arb(m), arb(b), arb(x)

    def compute():
        if x < m:
            low = (x - a) ** 2 / ((b - a) * (m - a))
            return (2 * (x - a) / ((b - a) * (m - a))).log(), low, 1 - low
        if x == b and m == b:
            return (2 / (b - a)).log(), arb(1), arb(0)
        high = (b - x) ** 2 / ((b - a) * (b - m))
        return (2 * (b - x) / ((b - a) * (b - m))).log(), 1 - high, high
    return digits(compute, 2400)


def skewNormal(x, m, s, a):
    m, s, a, x = arb(m), arb(s), arb(a), arb(x)

    def compute():
        z = (x - m) / s
        below = lambda v: (-v / arb(2).sqrt()).erfc() / 2
        log_density = arb(2).log() - z * z / 2 - (2 * arb.pi()).log() / 2 - s.log() + below(a * z).log()
        if abs(z) > 200:
            return log_density, arb(z > 0), arb(z < 0)
        alpha, y = abs(a), abs(z)
        if y == 0:
            corner = arb.atan2(arb(1), alpha) / arb.pi()
        elif alpha * y > 1000:
            corner = arb(0)
        else:
            # Beyond 160 decay lengths there is nothing left.
            high = y + 160 / (y + alpha * (alpha * y + 1) + 1)
            integrand = lambda v, _: (-v * v / 2).exp() * (acb(alpha) * v / acb(2).sqrt()).erfc()
            corner = acb.integral(integrand, acb(y), acb(high)).real / (2 * arb.pi()).sqrt()
        light = corner if (z <= 0) == (a >= 0) else (y / arb(2).sqrt()).erf() + corner
        heavy = 1 - corner if (z <= 0) == (a >= 0) else (y / arb(2).sqrt()).erfc() - corner
        return (log_density, light, heavy) if a >= 0 else (log_density, heavy, light)
    ctx.prec = 500
    return compute()


def gev(x, m, s, k):
    m, s, k, x = arb(m), arb(s), arb(k), arb(x)

    def compute():
        z = (x - m) / s
        w = 1 + k * z
        if w <= 0:
            return arb("-inf"), arb(k < 0), arb(k > 0)
        y = w.log() / k if k != 0 else z
        if y < -2000:
            return arb("-inf"), arb(0), arb(1)
        return -(1 + k) * y - (-y).exp() - s.log(), (-(-y).exp()).exp(), -(-(-y).exp()).expm1()
    return digits(compute, 2400)


def inverseGaussian(x, m, k):
    m, k, x = arb(m), arb(k), arb(x)

    def compute():
        a, b = (k / x).sqrt() * (x / m - 1), (k / x).sqrt() * (x / m + 1)
        log_density = (k.log() - (2 * arb.pi()).log() - 3 * x.log()) / 2 - k * (x - m) ** 2 / (2 * m * m * x)
        if abs(a) > 200:
            return log_density, arb(a > 0), arb(a < 0)
        upper = lambda v: (v / arb(2).sqrt()).erfc() / 2
        second = (2 * k / m).exp() * upper(b)
        return log_density, upper(-a) + second, upper(a) - second
    return digits(compute, 1200)


FAMILIES = {f: globals()[f] for f in ("normal laplace logistic cauchy studentT uniform exponential gamma beta logNormal weibull pareto gumbel "
                                      "triangular skewNormal gev inverseGaussian").split()}


def support(name, values):
    if name in ("uniform", "triangular"):
        return values[0], values[-1]
    if name == "gev" and values[2] != 0:
        end = values[0] - values[1] / values[2]
        return (end, math.inf) if values[2] > 0 else (-math.inf, end)
    lower = {"inverseGaussian": 0.0, "beta": 0.0, "gamma": 0.0, "exponential": 0.0, "logNormal": 0.0, "weibull": 0.0, "pareto": values[-1]}.get(name, -math.inf)
    return lower, 1.0 if name == "beta" else math.inf


def order(x):
    """The doubles in order, as whole numbers."""
    bits = struct.unpack("<q", struct.pack("<d", x))[0]
    return bits if bits >= 0 else -(bits & 0x7FFFFFFFFFFFFFFF)


def double(index):
    return struct.unpack("<d", struct.pack("<q", index))[0] if index >= 0 else -double(-index)


def last_before(name, values, level, side):
    """The largest double whose lower tail is at most the level, or whose upper tail is at least that; None if it is not inside the support."""
    lower, upper = support(name, values)
    low, high = order(max(lower, -1.7976931348623157e308)) + 1, order(min(upper, 1.7976931348623157e308)) - 1
    if low >= high:
        return None

    def excess(index):
        """log of the tail over the level, with the sign that makes it rise; infinite where the tail is 0."""
        tail = FAMILIES[name](double(index), *values)[1 + side]
        value = (tail / level).log() if tail > 0 else arb("-inf")
        return float(value.mid()) if side == 0 else -float(value.mid())
    below, above = excess(low), excess(high)
    if below > 0 or above <= 0:
        return None
    while high - low > 1:
        candidates = [(low + high) // 2]
        if above - below < 3 and high - low > 16:
            # Where the tail is nearly straight: on either side of where it would meet the level.
            x = double(low) + (double(high) - double(low)) * -below / (above - below)
            width = max(1, (high - low) >> 9)
            candidates = [order(x) - width, order(x) + width] + candidates
        for index in candidates:
            if low < index < high:
                value = excess(index)
                if value > 0:
                    high, above = index, value
                else:
                    low, below = index, value
    return double(low)


def members():
    """Parameters at which formulas change or numbers run out, and some log-uniform over all that are allowed."""
    tiny, huge = 1e-300, 1e300
    cases = {
        "studentT": [(v, 0.0, 1.0) for v in (1e-3, 0.01, 0.5, 1.0, 199.9, 1e8, 3e13, 1e16, 1e18, 1e20, 1.0000001e20, huge)] + [(0.02, 0.0, tiny), (4.0, 1e10, 1e-3)],
        "gamma": [(k, 1.0) for k in (tiny, 1e-5, 0.01, 0.999, 1.0, 1.001, 10.0, 99.0, 199.99, 200.0, 1e8, 1e13, 1e14, 1e15, 1e20, 1e32)] + [(0.01, tiny), (3.0, huge)],
        "beta": [(1.0, 1e18), (2.0, 1e16), (1e16, 2.0), (tiny, tiny), (tiny, 2e-300), (0.5, huge), (99.9, 1e200), (100.0, 1e200), (100.0, 100.0), (1e14, 3.0), (1e20, 1e20),
                 (0.01, 1e-5), (0.005, 1e16), (15.0, 1e62), (0.3336, 1e100), (1.0, 1.0)],
        "weibull": [(1e9, 1.0), (1e-3, 1.0), (huge, 1.0), (0.01, tiny), (2.0, huge)],
        "pareto": [(1e-2, 1.0), (huge, 1.0), (0.005, tiny), (1.00001, 1.0)],
        "logNormal": [(18.4, 1e-7), (700.0, 1e-12), (-700.0, 3.0), (0.0, 100.0), (0.0, tiny)],
        "cauchy": [(0.0, tiny), (huge, 1e290), (1e5, 1e-5)],
        "skewNormal": [(0.0, 1.0, a) for a in (0.0, tiny, 1e-3, -0.5, 1.0, -20.0, 1e4, -1e8)] + [(1e10, 1e-3, 3.0), (0.0, tiny, -2.0)],
        "gev": [(0.0, 1.0, k) for k in (0.0, tiny, -1e-9, 1e-3, -0.3, 0.9, -1.0, -1.01, 2.0, -4.0, 5.0)] + [(1e10, 1e-3, 0.2), (0.0, tiny, -0.5), (1.0, 0.5, 0.5)],
        "inverseGaussian": [(1.0, k) for k in (1e-6, 1e-3, 0.3, 1.0, 30.0, 1e5, 1e9)] + [(huge, 1e297), (tiny, 1e-298)],
    }
    draw = random.Random(7)
    positive = lambda: 10 ** draw.uniform(-300, 300)
    real = lambda: draw.choice([-1, 0, 1]) * positive()
    shapes = {"studentT": "prp", "uniform": "rr", "exponential": "p", "gamma": "pp", "beta": "pp", "weibull": "pp", "pareto": "pp", "triangular": "rrr",
              "inverseGaussian": "pp"}
    for name in FAMILIES:
        drawn = [tuple(positive() if c == "p" else real() for c in shapes.get(name, "rp")) for _ in range(8)]
        if name in ("uniform", "triangular"):
            drawn = [tuple(sorted(values)) for values in drawn if values[0] != values[-1]]
        if name in ("skewNormal", "gev"):
            drawn = [values + (draw.choice([-1, 1]) * 10 ** draw.uniform(-20, 0.6),) for values in drawn]
        if name == "inverseGaussian":
            drawn = [(mean, mean * 10 ** draw.uniform(-6, 12)) for mean, _ in drawn if 1e-280 < mean < 1e280]
        for values in cases.get(name, []) + drawn:
            if len(sys.argv) < 2 or name in sys.argv[1:]:
                yield name, values


def rows(member):
    name, values = member
    ctx.prec = 400
    if (name == "gamma" and values[0] > LARGE) or (name == "beta" and min(values) > LARGE) or name == "skewNormal":
        return rows_by_quadrature(name, *values)
    found = []
    for side, level in [(0, 1e-100), (0, 0.01), (0, 0.7), (1, 1e-30), (1, 0.3)]:
        x = last_before(name, values, level, side)
        if x is not None:
            found.append(row(name, values, side, level, x, FAMILIES[name](x, *values)))
    return found


def row(name, values, side, level, x, exact):
    return [name, " ".join(map(repr, values)), ["lower", "upper"][side], repr(level), repr(x)] + [v.str(25, radius=False) for v in exact]


def rows_by_quadrature(name, *values):
    """The other way round, which takes one evaluation a row: the level that belongs to a double."""
    first, second = values[:2]
    if name == "skewNormal":
        # On the steep side by the scale on which the density rises.
        mean, sd = first, second / (1 if values[2] == 0 else max(1, abs(values[2])))
    else:
        mean, sd = (first / second, math.sqrt(first) / second) if name == "gamma" else (first / (first + second), 0.5 / math.sqrt(2 * first))
    found = []
    for z in (-6, -0.5, 1, 8):
        side = 0 if z < 0 else 1
        exact = FAMILIES[name](mean + z * sd, *values)
        level = float(exact[1 + side].mid())
        if 1e-300 < level < 0.99:
            found.append(row(name, values, side, level, mean + z * sd, exact))
    return found


if __name__ == "__main__":
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "extreme-distributions.csv")
    with sys.stdout if sys.argv[1:] else open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not sys.argv[1:]:
            writer.writerow(["family", "parameters", "side", "level", "x", "log_density", "cumulative", "survival"])
        with multiprocessing.Pool(maxtasksperchild=1) as pool:
            for found in pool.imap(rows, members()):
                writer.writerows(found)
                file.flush()
