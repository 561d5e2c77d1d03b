"""Distances of empirical distributions by SciPy and by brute force; writes samples.csv beside itself.

The samples are made again by SampleDistanceTests: integers modulo a prime and arithmetic that IEEE 754 rounds in one way
only. SciPy's energy_distance is the square root of the energy distance; w2 is the optimal coupling of copies of the rows
in exact fractions of their numbers, since SciPy has none.
"""
import csv
import os
from math import lcm

import numpy as np
from scipy.stats import energy_distance, ks_2samp, wasserstein_distance


def sample(seed, count, kind):
    units = np.array([(i * i * 7 + i * 31 + seed * 1013) % 10007 for i in range(count)], dtype=float) / 10007
    if kind == 0:  # smooth
        return units
    if kind == 1:  # rounded, with ties
        return np.floor(units * 8) / 4
    return units / (1.001 - units)  # heavy on the right


def w2(x, y):
    # Every row as often as makes the numbers of rows equal.
    common = lcm(len(x), len(y))
    return np.sqrt(np.mean((np.repeat(np.sort(x), common // len(x)) - np.repeat(np.sort(y), common // len(y))) ** 2))


path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples.csv")
with open(path, "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["seed", "n", "m", "kind_x", "kind_y", "w1", "w2", "energy", "ks"])
    seed = 0
    for n, m in [(2, 2), (2, 5), (7, 7), (20, 31), (100, 100), (150, 60)]:
        for kind_x in range(3):
            for kind_y in range(3):
                seed += 2
                x, y = sample(seed, n, kind_x), sample(seed + 1, m, kind_y)
                if len(set(x)) < 2 or len(set(y)) < 2:
                    continue
                values = [wasserstein_distance(x, y), w2(x, y), energy_distance(x, y) ** 2, ks_2samp(x, y).statistic]
                writer.writerow([seed, n, m, kind_x, kind_y] + [repr(float(v)) for v in values])
