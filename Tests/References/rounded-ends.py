"""Divergences of steps whose ends round to the same doubles and are not the same, to 30 digits.

    python3 rounded-ends.py        writes rounded-ends.csv

Every density is constant between its ends, which are exact rational numbers of the doubles that the text is read as: so
is the mass of every piece, and the divergences are finite sums over the pieces.
"""
import csv
import os
from fractions import Fraction

from mpmath import inf, log, mp, mpf, nstr, sqrt

mp.dps = 60


def uniform(a, b):
    return f"uniform({a},{b})", [(Fraction(1), Fraction(float(a)), Fraction(float(b)))]


def affine(base, shift, scale):
    text, pieces = base
    s, k = Fraction(float(shift)), Fraction(float(scale))
    return f"affine({text},{shift},{scale})", [(w, *sorted((s + k * a, s + k * b))) for w, a, b in pieces]


def mixture(*parts):
    text = "+".join(f"{w}*{base[0]}" for w, base in parts)
    return text, [(Fraction(float(w)) * v, a, b) for w, (_, pieces) in parts for v, a, b in pieces]


SHORT, LONG = affine(uniform("0", "0.1"), "0.7", "3"), uniform("0.7", "1")
MIRRORED, LOW = affine(uniform("0", "0.1"), "1", "-3"), uniform("0.7", "1.5")
WIDE = uniform("0", "2")
PAIRS = [
    (SHORT, LONG), (LONG, SHORT), (SHORT, uniform("0", "1")), (uniform("0", "1"), SHORT), (MIRRORED, LONG), (LOW, MIRRORED),
    (mixture(("0.5", SHORT), ("0.5", WIDE)), mixture(("0.5", LONG), ("0.5", WIDE))),
    (mixture(("0.25", SHORT), ("0.75", LONG)), SHORT), (SHORT, mixture(("0.25", SHORT), ("0.75", LONG))),
    (affine(LONG, "0.1", "0.3"), affine(affine(LONG, "0.1", "0.1"), "-0.2", "3")),
]


def height(density, x):
    return sum((w / (b - a) for w, a, b in density[1] if a < x < b), Fraction(0))


def real(fraction):
    return mpf(fraction.numerator) / mpf(fraction.denominator)


def pieces(p, q):
    ends = sorted({end for _, a, b in p[1] + q[1] for end in (a, b)})
    for a, b in zip(ends, ends[1:]):
        middle = (a + b) / 2
        yield real(height(p, middle)), real(height(q, middle)), real(b - a)


def kl(p, q):
    return mpf(0) if p == 0 else inf if q == 0 else p * log(p / q)


MEASURES = {
    "kl_pq": kl,
    "kl_qp": lambda p, q: kl(q, p),
    "js": lambda p, q: (kl(p, (p + q) / 2) + kl(q, (p + q) / 2)) / 2,
    "tv": lambda p, q: abs(p - q) / 2,
    "hellinger2": lambda p, q: (sqrt(p) - sqrt(q)) ** 2 / 2,
    "chi2_pq": lambda p, q: inf if q == 0 and p > 0 else mpf(0) if q == 0 else (p - q) ** 2 / q,
    "triangular": lambda p, q: mpf(0) if p + q == 0 else (p - q) ** 2 / (p + q),
}


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "rounded-ends.csv")
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["p", "q", "measure", "value"])
        for p, q in PAIRS:
            for measure, formula in MEASURES.items():
                terms = [formula(a, b) * width for a, b, width in pieces(p, q)]
                writer.writerow([p[0], q[0], measure, nstr(sum(terms), 30).lstrip("+")])


if __name__ == "__main__":
    main()
