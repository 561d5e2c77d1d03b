"""Measures of pairs whose numbers are read as decimals and as doubles, to 30 digits.

    python3 exact-decimals.py        writes exact-decimals.csv

The pairs are such that the two readings differ in some of the first digits. The integrals are those of mpmath over the
definitions in exact_densities.py, between the points where a density is not smooth and steps around its centre, with 50
and with 60 digits, and are written only if the two agree to 32.
"""
import csv
import os

from mpmath import exp, inf, log, mp, mpf, nstr, quad

import exact_densities
from exact_densities import Point, inside, parse

PAIRS = [line.split() for line in """
normal(0.1,1e-14) normal(0.10000000000001,1e-14)
laplace(0.1,1e-14) normal(0.10000000000001,1e-14)
logistic(0.10000000000001,2e-14) laplace(0.1,3e-14)
gumbel(0.1,1e-14) gumbel(0.10000000000001,2e-14)
gev(0.1,1e-14,-0.4) normal(0.10000000000001,1e-14)
skewNormal(0.1,1e-14,0.7) normal(0.10000000000001,1e-14)
uniform(0.1,0.10000000000003) uniform(0.1,0.10000000000007)
triangular(0.1,0.10000000000002,0.10000000000007) uniform(0.1,0.10000000000007)
affine(gamma(1.1,0.7),0.10000000000001,1e-14) affine(exponential(0.3),0.1,1e-14)
affine(weibull(1.3,0.7),0.10000000000001,1e-14) affine(exponential(0.3),0.1,1e-14)
affine(uniform(0,3),0.10000000000001,1e-14) triangular(0.1,0.10000000000004,0.10000000000008)
truncated(normal(0.1,1e-14),0.1,0.10000000000002) uniform(0.1,0.10000000000002)
0.3*normal(0.1,1e-14)+0.7*laplace(0.10000000000003,1e-14) normal(0.10000000000001,2e-14)
""".split("\n") if line]


def kl(p, q, a, b):
    return p * (a - b) if p else mpf(0)


def toward_mixture(p, q):
    return p * log(2 * p / (p + q)) if p else mpf(0)


MEASURES = {
    "kl_pq": kl, "js": lambda p, q, a, b: (toward_mixture(p, q) + toward_mixture(q, p)) / 2,
    "hellinger2": lambda p, q, a, b: (mp.sqrt(p) - mp.sqrt(q)) ** 2 / 2,
    "entropy_p": lambda p, q, a, b: -p * a if p else mpf(0),
    "cross_entropy_pq": lambda p, q, a, b: -p * b if p else mpf(0),
}
READINGS = {"decimals": mpf, "doubles": lambda text: mpf(float(text))}


def value(p, q, formula):
    marks = set(p.breaks + q.breaks)
    for location, scale in p.landmarks + q.landmarks:
        marks |= {location + scale * step * side for step in (0, 1, 3, 6, 10, 16, 25, 40, 60, 90, 120) for side in (-1, 1)}
    marks = sorted(marks)

    def integrand(anchor, offset):
        x = Point(anchor, offset)
        a, b = (density.logpdf(x) if inside(density, x) else -inf for density in (p, q))
        return formula(exp(a), exp(b), a, b)

    return sum(quad(lambda t: integrand(a, t), [0, b - a]) for a, b in zip(marks, marks[1:]))


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "exact-decimals.csv")
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["p", "q", "reading", "measure", "value"])
        for p, q in PAIRS:
            for reading, number in READINGS.items():
                for measure, formula in MEASURES.items():
                    found = []
                    for digits in (50, 60):
                        mp.dps = digits
                        exact_densities.number = number
                        found.append(value(parse(p), parse(q), formula))
                    if not abs(found[0] - found[1]) <= abs(found[1]) * mpf(10) ** -32:
                        raise ArithmeticError(f"{measure} of {p}, {q}: {nstr(found[0], 40)} and {nstr(found[1], 40)}")
                    writer.writerow([p, q, reading, measure, nstr(found[1], 30)])
            print(p, q, flush=True)


if __name__ == "__main__":
    main()
