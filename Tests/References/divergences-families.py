"""Divergences of the skew normal, generalised extreme value and inverse Gaussian densities, to 25 digits, by ball arithmetic.

    python3 divergences-families.py          writes divergences-families.csv; pairs that it has already are kept
    python3 divergences-families.py P Q      prints the values of one pair

The integrals of random_pairs.py, computed twice, with 192 and 256 bits and other nodes, and written only if the two agree
to 24 digits. Whether an integral diverges is decided by convergence.py.
"""
import csv
import os
import sys

from flint import arb

import random_pairs
from random_pairs import Divergent, Pair

MEASURES = ["kl_pq", "kl_qp", "kl_pm", "kl_qm", "js", "tv", "hellinger2", "chi2_pq", "chi2_qp", "w1", "jeffreys", "triangular", "skew_kl_0.25"]

PAIRS = [line.split() for line in """
skewNormal(0,1,2) skewNormal(0.5,1.5,-3)
skewNormal(0,1,2) skewNormal(0,1,2.5)
skewNormal(0,1,30) skewNormal(0.1,1,-0.5)
skewNormal(0,1,-1e4) skewNormal(0,1,-2e4)
skewNormal(1e6,0.01,4) skewNormal(1000000.005,0.02,1)
gev(0,1,0.2) gev(0.5,1.5,-0.1)
gev(0,1,0.4) gev(1,2,0.4)
gev(0,1,0.5) gev(-1,0.5,0.5)
gev(1,2,-0.25) gev(0,2,-0.5)
gev(2,0.5,-1.5) gev(1,1,-1.2)
gev(0,1,0) gev(0,1,0.05)
gev(0,1,2) gev(0,3,3)
inverseGaussian(1,1) inverseGaussian(2,3)
inverseGaussian(1,0.05) inverseGaussian(3,0.02)
inverseGaussian(3,1000) inverseGaussian(3.1,900)
inverseGaussian(1e-9,1e-9) inverseGaussian(1e-9,2e-9)
inverseGaussian(1,1e6) inverseGaussian(1.0001,1e6)
skewNormal(0,1,3) gev(0.5,0.6,-0.1)
gev(1,0.5,0.5) inverseGaussian(1.5,2)
inverseGaussian(1,20) skewNormal(0.8,0.3,2)
skewNormal(0,1,2) normal(0.5,0.8)
normal(0,1) skewNormal(0,1,-5)
skewNormal(-1,2,8) laplace(0,1)
skewNormal(0,1,1) cauchy(0,1)
skewNormal(1,0.3,4) gamma(6,4)
gev(0,1,0.25) gumbel(0,1)
gev(0,1,-0.5) normal(0,1)
gev(0,1,0.5) studentT(2,0,1)
gev(1,0.5,0.5) pareto(2,0.2)
gev(1,0.3,-1) weibull(3,1)
inverseGaussian(1,1) gamma(1,1)
inverseGaussian(1,3) logNormal(-0.15,0.55)
inverseGaussian(2,0.5) weibull(0.8,1.5)
beta(2,3) inverseGaussian(0.4,1)
gamma(1.05,1) inverseGaussian(1,1)
weibull(1.15,0.29) inverseGaussian(30,0.4)
inverseGaussian(21,0.12) gamma(0.14,0.93)
0.3*gev(0,0.5,0.3)+0.7*skewNormal(2,1,-4) 0.5*inverseGaussian(2,5)+0.5*normal(0,1)
truncated(skewNormal(0,1,3),0.1,1.5) affine(inverseGaussian(1,2),1,-0.5)
""".split("\n") if line]


def values(p, q):
    pair = Pair(p, q)
    found = {}
    for name in MEASURES:
        try:
            found[name] = pair.truth(name, seconds=900)
        except Divergent:
            found[name] = None
    return found


def certified(p, q):
    results = []
    for bits, nodes in ((192, 22), (256, 27)):
        random_pairs.precision(bits, nodes, 2.0 ** -86)
        results.append(values(p, q))
    texts = {}
    for name in MEASURES:
        a, b = (result[name] for result in results)
        if (a is None) != (b is None):
            raise ArithmeticError(f"{name}: {a} and {b}")
        if a is not None and not abs(a.mid() - b) <= abs(b) * arb(10) ** -24:
            raise ArithmeticError(f"{name}: {a.str(30)} and {b.str(30)}")
        texts[name] = "inf" if a is None else b.mid().str(25, radius=False)
    return texts


def table():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "divergences-families.csv")
    known = {}
    if os.path.exists(path):
        with open(path, newline="") as file:
            for row in list(csv.reader(file))[1:]:
                known.setdefault((row[0], row[1]), []).append(row)
    for p, q in PAIRS:
        if (p, q) not in known:
            try:
                known[p, q] = [[p, q, name, text] for name, text in certified(p, q).items()]
            except Exception as error:
                print(p, q, "FAILED", repr(error), flush=True)
                continue
            print(p, q, flush=True)
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["p", "q", "measure", "value"])
            for pair in PAIRS:
                writer.writerows(known.get(tuple(pair), []))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        for name, text in certified(sys.argv[1], sys.argv[2]).items():
            print(name, text)
    else:
        table()
