"""Reference values of the families: log density, distribution and survival function and quantiles, by mpmath; writes densities.csv beside itself.

Parameters and arguments are doubles, written with all their digits, so that the reference is the value at the very number the code is given.
"""
import csv
import os
from flint import acb, arb, ctx
from mpmath import mp, mpf, erfc, loggamma, log, pi, sqrt, exp, nstr, log1p, expm1, atan

mp.dps = 60
half = mpf(1) / 2


def gamma_lower(a, x):
    # The series with positive terms; mpmath's own gammainc gives up for large parameters.
    total, term, n = mpf(1), mpf(1), 0
    while term > mpf(10) ** -mp.dps * total:
        n += 1
        term *= x / (a + n)
        total += term
    return exp(a * log(x) - x - loggamma(a + 1)) * total


def beta_lower(a, b, x):
    front = exp(a * log(x) + b * log(1 - x) + loggamma(a + b) - loggamma(a + 1) - loggamma(b))
    total, term, n = mpf(1), mpf(1), 0
    while term > mpf(10) ** -mp.dps * total:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return front * total


def complement(part):
    """A probability and 1 minus it, with more digits if the second is small."""
    mp.dps = 60
    value = part()
    if 1 - value < mpf(10) ** -25:
        mp.dps = 400
        value = part()
    pair = value, 1 - value
    mp.dps = 60
    return pair


def beta_tails(a, b, x):
    # The series is slow near 1, where the other end's is fast.
    if x < half:
        return complement(lambda: beta_lower(a, b, x))
    mp.dps = 400
    y = 1 - x
    return complement(lambda: beta_lower(b, a, y))[::-1]


def student_upper(v, t):
    y = t * t / (v + t * t)
    tails = complement(lambda: beta_lower(half, v / 2, y)) if y < half else (0, beta_lower(v / 2, half, v / (v + t * t)))
    return tails[1] / 2


# Each family: log density and (cdf, survival) at x.
def normal(x, m, s):
    z = (x - m) / s
    return -z * z / 2 - log(s) - log(2 * pi) / 2, (erfc(-z / sqrt(mpf(2))) / 2, erfc(z / sqrt(mpf(2))) / 2)


def laplace(x, m, b):
    z = (x - m) / b
    tail = exp(-abs(z)) / 2
    return -abs(z) - log(2 * b), (1 - tail, tail) if z > 0 else (tail, 1 - tail)


def logistic(x, m, s):
    z = (x - m) / s
    return -z - 2 * log1p(exp(-z)) - log(s), (1 / (1 + exp(-z)), 1 / (1 + exp(z)))


def cauchy(x, m, s):
    z = (x - m) / s
    small = atan(1 / abs(z)) / pi if z != 0 else half
    return -log(pi * s * (1 + z * z)), (1 - small, small) if z > 0 else (small, 1 - small)


def student(x, v, m, s):
    z = (x - m) / s
    density = loggamma((v + 1) / 2) - loggamma(v / 2) - log(pi * v) / 2 - log(s) - (v + 1) / 2 * log1p(z * z / v)
    small = student_upper(v, abs(z)) if z != 0 else half
    return density, (1 - small, small) if z > 0 else (small, 1 - small)


def uniform(x, a, b):
    return -log(b - a), ((x - a) / (b - a), (b - x) / (b - a))


def exponential(x, r):
    return log(r) - r * x, (-expm1(-r * x), exp(-r * x))


def gamma(x, k, r):
    return k * log(r) + (k - 1) * log(x) - r * x - loggamma(k), complement(lambda: gamma_lower(k, r * x))


def beta(x, a, b):
    density = (a - 1) * log(x) + (b - 1) * log1p(-x) + loggamma(a + b) - loggamma(a) - loggamma(b)
    return density, beta_tails(a, b, x)


def log_normal(x, m, s):
    density, tails = normal(log(x), m, s)
    return density - log(x), tails


def weibull(x, k, s):
    power = (x / s) ** k
    return log(k / s) + (k - 1) * log(x / s) - power, (-expm1(-power), exp(-power))


def pareto(x, a, s):
    ratio = log(x / s)
    return log(a / s) - (a + 1) * ratio, (-expm1(-a * ratio), exp(-a * ratio))


def gumbel(x, m, s):
    z = (x - m) / s
    return -z - exp(-z) - log(s), (exp(-exp(-z)), -expm1(-exp(-z)))


def triangular(x, a, m, b):
    if x < m:
        low = (x - a) ** 2 / ((b - a) * (m - a))
        return log(2 * (x - a) / ((b - a) * (m - a))), (low, 1 - low)
    high = (b - x) ** 2 / ((b - a) * (b - m))
    return log(2 * (b - x) / ((b - a) * (b - m))), (1 - high, high)


def upper_normal(z):
    return erfc(z / sqrt(mpf(2))) / 2


def corner_mass(a, low, high):
    """2 times the integral of the normal density times the upper tail at a t, by Arb (python-flint)."""
    ctx.prec = 300
    a, low, high = (arb(nstr(v, 80)) for v in (a, low, high))
    part = acb.integral(lambda t, _: (-t * t / 2).exp() * (acb(a) * t / acb(2).sqrt()).erfc(), acb(low), acb(high)) / acb(2 * arb.pi()).sqrt()
    return mpf(part.real.mid().str(70, radius=False))


def skew_normal(x, m, s, a):
    z = (x - m) / s
    density = log(2) - z * z / 2 - log(2 * pi) / 2 - log(s) + log(upper_normal(-a * z))
    if a < 0:
        return density, skew_normal(-x, -m, s, -a)[1][::-1]
    # The mass below -|z|, over the scales on which the density falls there.
    y = abs(z)
    width = 1 / (y + a * (a * y + 1) + 1)
    corner = corner_mass(a, y, y + 160 * width)
    return density, (corner, 1 - corner) if z <= 0 else (1 - 2 * upper_normal(z) + corner, 2 * upper_normal(z) - corner)


def gev(x, m, s, k):
    z = (x - m) / s
    y = log1p(k * z) / k if k else z
    return -(1 + k) * y - exp(-y) - log(s), (exp(-exp(-y)), -expm1(-exp(-y)))


def inverse_gaussian(x, m, k):
    a, b = sqrt(k / x) * (x / m - 1), sqrt(k / x) * (x / m + 1)
    mp.dps = 120
    # The second term as one exponential, since its factors overflow and underflow.
    second = exp(2 * k / m) * upper_normal(b)
    tails = upper_normal(-a) + second, upper_normal(a) - second
    mp.dps = 60
    return (log(k) - log(2 * pi) - 3 * log(x)) / 2 - k * (x - m) ** 2 / (2 * m * m * x), tails


symmetric = [-30, -8, -3, -1, -0.25, 0.25, 1, 3, 8, 30]


def around(location, scale, steps):
    return [location + z * scale for z in steps]


def positive(scale, steps=(1e-300, 1e-30, 1e-8, 0.01, 0.3, 1, 2, 5, 20, 200)):
    return [x for z in steps if 0 < (x := z * scale) < 1e308]


cases = [
    ("normal", normal, [((0, 1), around(0, 1, symmetric + [-37.5, 37.5])), ((1, 2), around(1, 2, symmetric)),
                        ((-3, 0.01), around(-3, 0.01, symmetric)), ((1e8, 1), around(1e8, 1, symmetric)),
                        ((1e300, 1e299), around(1e300, 1e299, symmetric[1:-1])), ((1e-300, 1e-300), around(1e-300, 1e-300, symmetric))]),
    ("laplace", laplace, [((0, 1), around(0, 1, symmetric + [-700, 700])), ((-2, 0.5), around(-2, 0.5, symmetric)),
                          ((1e6, 1e-3), around(1e6, 1e-3, symmetric)), ((0, 1e-300), around(0, 1e-300, symmetric))]),
    ("logistic", logistic, [((0, 1), around(0, 1, symmetric + [-690, 690])), ((3, 0.2), around(3, 0.2, symmetric)),
                            ((-1e7, 0.01), around(-1e7, 0.01, symmetric))]),
    ("cauchy", cauchy, [((0, 1), around(0, 1, symmetric + [-1e150, 1e10, 1e300])), ((2, 0.1), around(2, 0.1, symmetric + [1e8])),
                        ((0, 1e200), around(0, 1e200, symmetric + [1e100]))]),
    ("studentT", student, [((3, 0, 1), around(0, 1, symmetric + [-1e50, 1e10, 1e90])), ((0.1, 0, 1), around(0, 1, symmetric + [1e200])),
                           ((2.1, -1, 0.5), around(-1, 0.5, symmetric)), ((30, 1e5, 2), around(1e5, 2, symmetric)),
                           ((1e8, 0, 1), around(0, 1, symmetric)), ((500, 0, 1), around(0, 1, symmetric))]),
    ("uniform", uniform, [((0, 1), [1e-300, 0.1, 0.5, 0.999]), ((-1, 3), [-0.5, 0, 2.75]), ((1e6, 1000000.001), [1000000.0004])]),
    ("exponential", exponential, [((1,), positive(1, (1e-300, 1e-9, 0.1, 1, 10, 700))), ((1e5,), positive(1e-5)), ((1e-300,), positive(1e300))]),
    ("gamma", gamma, [((2, 1), positive(1, (1e-100, 1e-8, 0.01, 1, 2, 5, 20, 200, 700))), ((0.1, 1), positive(1, (1e-300, 1e-30, 1e-3, 0.5, 2, 20, 300))),
                      ((0.01, 3), positive(1, (1e-300, 1e-30, 1e-3, 0.5, 2, 20, 200))), ((1, 2), positive(1)),
                      ((50, 0.02), around(2500, 354, [-5, -2, 0, 2, 5, 20])), ((1e6, 1e6), around(1, 1e-3, symmetric)),
                      ((300, 2), around(150, 8.7, [-8, -2, -0.1, 0.1, 3, 9, 25]))]),
    ("beta", beta, [((2, 3), [1e-100, 1e-5, 0.1, 0.4, 0.7, 0.999, 1 - 1e-12]), ((0.5, 0.5), [1e-300, 1e-5, 0.3, 0.5, 0.7, 1 - 1e-15]),
                    ((0.05, 0.3), [1e-300, 1e-5, 0.3, 0.5, 0.7, 1 - 1e-15]), ((1, 4), [1e-10, 0.2, 0.9]), ((30, 0.2), [1e-5, 0.5, 0.99, 1 - 1e-12]),
                    ((1e6, 3e6), around(0.25, 2.165e-4, symmetric)), ((3, 2000), [1e-6, 1e-3, 3e-3, 0.02, 0.1])]),
    ("logNormal", log_normal, [((0, 1), positive(1, (1e-15, 1e-3, 0.3, 1.1, 4, 1e5, 1e15))), ((1, 0.25), positive(1, (0.3, 1, 2.7, 5, 20))),
                               ((-2, 3), positive(1, (1e-30, 1e-5, 0.13, 4, 1e9, 1e40))), ((5, 1e-3), around(148.4, 0.148, [-5, -1, 0, 2, 20])),
                               ((0, 10), positive(1, (1e-100, 1e-5, 2, 1e30, 1e150))), ((300, 20), positive(1, (1e50, 1e120, 1e130, 1e200, 1e300)))]),
    ("weibull", weibull, [((1.5, 1), positive(1, (1e-100, 1e-4, 0.5, 1, 2, 10, 70))), ((1, 2), positive(2)), ((0.5, 1), positive(1, (1e-300, 1e-4, 0.5, 2, 1e3, 4e5))),
                          ((0.1, 3), positive(3, (1e-300, 1e-4, 0.5, 2, 1e9, 1e25))), ((50, 1e-3), positive(1e-3, (0.5, 0.9, 1, 1.05, 1.13)))]),
    ("pareto", pareto, [((3, 1), [1 + 1e-12, 1.1, 2, 1e5, 1e90]), ((1.5, 2), [2.0000001, 3, 1e10, 1e150]), ((0.5, 0.1), [0.2, 1e10, 1e300]),
                        ((100, 1e6), [1e6 + 1e-3, 1.01e6, 2e6, 1e9])]),
    ("gumbel", gumbel, [((0, 1), [-6.4, -3, -1, -0.25, 0.25, 1, 3, 30, 690]), ((-1, 0.3), around(-1, 0.3, [-6, -2, 0.5, 4, 40])),
                        ((1e5, 1e-2), around(1e5, 1e-2, [-6, -2, 0.5, 4, 40]))]),
    ("triangular", triangular, [((0, 1, 2), [1e-200, 0.3, 0.999, 1.2, 1.99999]), ((-1, 0.5, 1), [-0.5, 0.4, 0.6, 0.99]), ((0, 0, 1), [1e-10, 0.5, 0.9]),
                                ((0, 1, 1), [1e-100, 0.5, 0.9])]),
    ("skewNormal", skew_normal, [((0, 1, 2), [-8, -3, -1, -0.25, 0.25, 1, 3, 8, 30]), ((1, 2, -0.5), around(1, 2, [-20, -3, -1, 0.5, 3, 8])),
                                 ((-3, 0.01, 0), around(-3, 0.01, [-8, -1, 2])), ((0, 1, -30), [-30, -3, -1, -0.02, 0.02, 0.1, 0.5]),
                                 ((1e6, 0.1, 5), around(1e6, 0.1, [-2, -0.5, 0.25, 1, 5])), ((0, 1, 1e6), [-1e-6, -1e-5, 1e-6, 1e-3, 1, 5])]),
    ("gev", gev, [((0, 1, 0.1), [-5, -3, -1, 0.25, 3, 30, 1e10]), ((0, 1, 0), [-6, -1, 0.5, 10, 600]), ((1, 2, -0.25), [-100, -20, -3, 0.5, 3, 8, 8.999]),
                  ((-1, 0.3, 0.7), [-1.3, -1.1, -0.9, 0.5, 20, 1e9]), ((2, 0.5, -1.5), [-1e6, -10, 1, 2, 2.2, 2.33]),
                  ((1e5, 1e-2, -0.5), around(1e5, 1e-2, [-6, -2, 0.5, 1.5])), ((0, 1, 1e-9), [-5, -0.5, 0.5, 7, 300])]),
    ("inverseGaussian", inverse_gaussian, [((1, 1), positive(1, (1e-3, 0.01, 0.1, 0.5, 1, 2, 5, 20, 200))), ((2, 10), positive(2, (0.02, 0.3, 0.9, 1.5, 4, 50))),
                                           ((1, 0.05), positive(1, (1e-4, 1e-3, 0.01, 0.3, 1, 3, 100))), ((3, 1e6), around(3, 5e-3, [-8, -2, -0.1, 0.1, 3, 9])),
                                           ((5, 5e-5), positive(5, (1e-8, 1e-5, 0.01, 1, 30, 1e4, 1e6)))]),
]


def text(value):
    return nstr(value, 22, min_fixed=0, max_fixed=0)


with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "densities.csv"), "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["family", "parameters", "x", "log_density", "cumulative", "survival"])
    for name, function, members in cases:
        for parameters, points in members:
            for x in points:
                density, (low, high) = function(mpf(x), *[mpf(p) for p in parameters])
                writer.writerow([name, " ".join(repr(float(p)) for p in parameters), repr(float(x)), text(density), text(low), text(high)])
