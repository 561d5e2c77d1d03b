"""Reference values of the special functions, at 60 to 400 digits by mpmath; writes special-functions.csv beside itself.

Arguments are doubles, written with all their digits, so that the reference is the value at the very number the code is given;
so many digits because one tail is had as 1 minus the other.
"""
import csv
import os
from mpmath import mp, mpf, erfc, loggamma, log, pi, sqrt, exp, findroot, nstr

mp.dps = 60


def q(x):
    return repr(float(x))


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
    if x < 0.5:
        return complement(lambda: beta_lower(a, b, x))
    mp.dps = 400
    y = 1 - x
    return complement(lambda: beta_lower(b, a, y))[::-1]


rows = []


def add(name, arguments, value):
    rows.append([name] + [q(x) for x in arguments] + [""] * (3 - len(arguments)) + [nstr(value, 25, min_fixed=0, max_fixed=0)])


for k in [1e-300, 1e-5, 0.1, 0.5, 0.7, 1, 2.5, 7, 11.9, 12.1, 50, 1e4, 1e8, 1e15]:
    k_ = mpf(k)
    add("logGammaRemainder", [k], loggamma(k_) - ((k_ - mpf(1) / 2) * log(k_) - k_ + log(2 * pi) / 2))
for z in [-700, -50, -5, -1, 0, 0.5, 1, 1 + 1e-9, 2, 10, 100, 1e5, 1e300]:
    # w + log w = z by Newton's method, because W(e^z) overflows.
    z_ = mpf(z)
    w = exp(z_) if z < 0 else max(z_, mpf(1))
    for _ in range(60):
        w = w * (1 + z_ - log(w)) / (1 + w)
    add("logWrightOmega", [z], log(w) if z != 1 else mpf(0))
for z in [-1.3, 0, 1e-9, 0.3, 1, 3.7, 10, 20.123, 37.2]:
    for sd in [1, 0.3, 7]:
        add("normalUpper", [z, sd], erfc(mpf(z) / mpf(sd) / sqrt(mpf(2))) / 2)
for p in [1e-300, 1e-100, 1e-16, 1e-5, 0.01, 0.3, 0.5, 0.7, 0.999]:
    p_ = mpf(p)
    start = -sqrt(-2 * log(p_)) if p < 0.1 else mpf(0)
    add("normalQuantile", [p], findroot(lambda z: log(erfc(-z / sqrt(mpf(2))) / 2) - log(p_), start) if p != 0.5 else mpf(0))

for a in [1e-5, 0.01, 0.1, 0.5, 0.9, 1, 1.5, 5, 30, 150, 199, 201, 1e3, 1e6]:
    a_ = mpf(a)
    sd = float(sqrt(a_))
    points = [1e-300, 1e-20, 1e-3, 0.3, 0.56, 1, 1.7, 20, 600] if a < 2 else []
    points += [x for z in [-30, -8, -3, -1, -0.1, 0, 0.1, 1, 3, 8, 30] if (x := a + z * sd) > 0] if a >= 1 else []
    for x in points:
        low, high = complement(lambda: gamma_lower(a_, mpf(x)))
        add("gammaLower", [a, x], low)
        add("gammaUpper", [a, x], high)

for a, b in [(0.05, 0.3), (1e-5, 2), (1e-10, 0.7), (1e-20, 1.5), (1e-200, 100), (0.5, 0.5), (2, 3), (1, 1), (30, 0.2), (0.2, 30), (5, 200), (90, 110), (101, 150), (150, 400),
             (1000, 1000), (2e4, 5e4), (1e-3, 1e3), (50, 1e5), (0.5, 5e5)]:
    a_, b_ = mpf(a), mpf(b)
    mean = a / (a + b)
    sd = float(sqrt(a_ * b_ / (a_ + b_) ** 2 / (a_ + b_ + 1)))
    points = {1e-300, 1e-10, 0.01, 0.3, 0.5, 0.9, 1 - 1e-10} if a + b < 50 else set()
    points |= {x for z in [-20, -8, -3, -1, -0.1, 0, 0.1, 1, 3, 8, 20] if 0 < (x := mean + z * sd) < 1}
    for x in sorted(points):
        low, high = beta_tails(a_, b_, mpf(x))
        add("betaLower", [a, b, x], low)
        add("betaUpper", [a, b, x], high)


def student_upper(v, t):
    y = t * t / (v + t * t)
    tails = complement(lambda: beta_lower(mpf(1) / 2, v / 2, y)) if y < 0.5 else (0, beta_lower(v / 2, mpf(1) / 2, v / (v + t * t)))
    return tails[1] / 2


for v in [0.1, 1, 2.1, 3, 30, 150, 1e4, 1e8]:
    for t in [1e-9, 0.01, 0.5, 1, 1.8, 3, 8, 30, 1e5, 1e150] if v < 1e4 else [1e-9, 0.01, 0.5, 1, 1.8, 3, 8, 30]:
        add("studentUpper", [v, t], student_upper(mpf(v), mpf(t)))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "special-functions.csv"), "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["function", "a", "b", "c", "value"])
    writer.writerows(rows)
