"""Reference values of the elementary functions of arrays, at 350 digits by mpmath; writes elementary-functions.csv beside itself.

Each is the nearest double with what that leaves, so that an error is seen to a small part of a unit in the last place.
"""
import csv
import math
import os
import random

from mpmath import mp, mpf

mp.dps = 350
random.seed(1)

FUNCTIONS = {
    "exp": lambda x, m: mp.exp(x),
    "expm1": lambda x, m: mp.expm1(x),
    "log": lambda x, m: mp.log(x) - m,
    "log1p": lambda x, m: mp.log1p(x),
    "logRemainder": lambda x, m: x - mp.log1p(x),
    "expRemainder": lambda x, m: x + mp.expm1(-x),
}


def spread(low, high, count):
    """Numbers whose logarithms are uniform."""
    return [math.exp(random.uniform(math.log(low), math.log(high))) for _ in range(count)]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def both(values):
    return [sign * x for x in values for sign in (1, -1)]


def arguments(name):
    half = math.log(2) / 2
    near_one = [1 + 2.0**-k for k in range(1, 53, 3)] + [1 - 2.0**-k for k in range(2, 53, 3)]
    if name == "exp":
        edges = [709.782712893384, 709.7827128933840, -708.3964185322641, -745.1332191019411, half, -half, 1e-320, 1.0, -1.0]
        return uniform(-745, 709.7, 150) + uniform(-1, 1, 80) + both(spread(1e-300, 1, 30)) + edges
    if name == "expm1":
        edges = [709.782712893384, half, -half, 3 * half, -3 * half, 1e-320, -1e-320, -36.7, -37.5, -50.0]
        return uniform(-40, 709.7, 100) + uniform(-2, 2, 150) + both(spread(1e-300, 1, 40)) + edges
    if name == "log":
        edges = [5e-324, 2.2250738585072014e-308, 1e-310, 1.7976931348623157e308, math.sqrt(2), math.sqrt(0.5)]
        return spread(2.3e-308, 1.7e308, 120) + spread(5e-323, 2.2e-308, 20) + uniform(0.3, 3, 120) + near_one + edges
    if name == "log1p":
        edges = [1e-320, -1e-320, -0.2928, -0.29290, 0.4142, 0.41430, -1 + 2.0**-53, 1.7976931348623157e308, 2.0**53, 2.0**60]
        return spread(1, 1.7e308, 60) + uniform(-1, 3, 150) + both(spread(1e-300, 0.9, 50)) + [-x for x in near_one if x < 1] + edges
    if name == "expRemainder":
        return uniform(-2, 2, 150) + uniform(-700, 700, 60) + both(spread(1e-100, 0.9, 50)) + spread(1, 1e300, 40) + [half, -half, -709.0]
    return uniform(-0.999, 2, 150) + both(spread(1e-100, 0.9, 50)) + spread(1, 1e300, 40) + [-0.2928, 0.4142, 0.4143, -0.2930]


rows = []
for name, function in FUNCTIONS.items():
    cases = [(x, 0.0) for x in arguments(name)]
    if name == "log":
        # Close to the logarithm, where the difference cancels, and anywhere.
        for x in spread(2.3e-308, 1.7e308, 40):
            cases += [(x, math.log(x) * (1 + random.uniform(-1e-9, 1e-9))), (x, random.uniform(-700, 700))]
    for x, m in cases:
        exact = function(mpf(x), mpf(m))
        high = float(exact)
        rows.append([name, repr(x), repr(m), repr(high), repr(float(exact - mpf(high)))])

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "elementary-functions.csv"), "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["function", "x", "m", "high", "low"])
    writer.writerows(rows)
