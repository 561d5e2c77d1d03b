"""Bandwidths and kernel estimates by other code, for KernelDensityTests.

Prints those of the columns of old-faithful.csv by R's bw.nrd0 and bw.nrd, and writes bandwidths.csv beside itself: five seeded data sets of different
kinds, which the tests make again (SplitMix64 and arithmetic that IEEE 754 rounds in one way only), without weights and with them, by Silverman's and
Scott's rule in numpy, and by the improved Sheather-Jones rule as Botev's kde.m has it, written here apart from the library's: a histogram on 2^14 bins,
scipy's cosine transform and its root finder. With each bandwidth go the density and the distribution function of scipy's gaussian_kde at three places.
Rows: set, whether weighted, rule, bandwidth, and x, density, cumulative three times. An empty bandwidth: the rule finds no root.
"""
import csv
import os
import subprocess

import numpy as np
from scipy.fft import dct
from scipy.optimize import brentq
from scipy.stats import gaussian_kde

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "Examples", "data", "old-faithful.csv")


SETS = ["bimodal", "heavy", "rounded", "skewed", "far"]
MASK = (1 << 64) - 1


class SplitMix64:
    def __init__(self, seed):
        self.state = seed & MASK

    def unit(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        return ((z >> 12) + 0.5) * 2.0 ** -52


def data_set(kind):
    """The numbers of a set and their weights, some of which are 0."""
    random = SplitMix64(SETS.index(kind) + 1)
    numbers, weights = [], []
    for _ in range(80 + 60 * SETS.index(kind)):
        u, v, w, weight = (random.unit() for _ in range(4))
        if kind == "bimodal":
            x = (u + v) / 2 if w < 0.6 else (u + v) / 4 + 1.25
        elif kind == "heavy":
            x = (2 * u - 1) / (u * (1 - u))
        elif kind == "rounded":
            x = float(np.floor((u + v + w) * 20)) / 8
        elif kind == "skewed":
            x = u * u / (1.03125 - u) + v / 4
        else:
            x = 1e6 + (u + v + w) / 1024
        numbers.append(x)
        weights.append(0.0 if weight < 0.1 else weight * weight)
    return np.array(numbers), np.array(weights)


def normal_reference(data, weights):
    """min(sd, IQR/1.34) n^(-1/5); of weighted data n is Kish's number, and quantiles are linear between the middles of the weights."""
    data, weights = data[weights > 0], weights[weights > 0]
    count = weights.sum() ** 2 / (weights ** 2).sum()
    deviation = np.sqrt(np.cov(data, aweights=weights))
    if np.ptp(weights) == 0:
        low, high = np.quantile(data, [0.25, 0.75])
    else:
        order = np.argsort(data, kind="stable")
        middles = np.cumsum(weights[order]) - weights[order] / 2
        low, high = np.interp([0.25 * weights.sum(), 0.75 * weights.sum()], middles, data[order])
    return min(deviation, (high - low) / 1.34) * count ** -0.2


def improved_sheather_jones(data, weights=None, size=2 ** 14):
    data = np.asarray(data)
    weights = np.full(len(data), 1 / len(data)) if weights is None else weights / weights.sum()
    data, weights = data[weights > 0], weights[weights > 0]
    count = 1 / (weights ** 2).sum()
    low, high = data.min(), data.max()
    low, width = low - (high - low) / 2, 2 * (high - low)
    # Shared out between the centres of the bins, at which the transform has its nodes.
    position = (data - low) / width * size - 0.5
    index = np.floor(position).astype(int)
    share = position - index
    bins = np.bincount(index, (1 - share) * weights, size) + np.bincount(index + 1, share * weights, size)
    a2 = (dct(bins, type=2)[1:] / 2) ** 2
    squares = np.arange(1, size, dtype=float) ** 2

    def excess(t):
        def norm(s, time):
            return 2 * np.pi ** (2 * s) * np.sum(squares ** s * a2 * np.exp(-squares * np.pi ** 2 * time))
        f = norm(7, t)
        for s in range(6, 1, -1):
            k0 = np.prod(np.arange(1, 2 * s, 2)) / np.sqrt(2 * np.pi)
            f = norm(s, (2 * (1 + 0.5 ** (s + 0.5)) / 3 * k0 / count / f) ** (2 / (3 + 2 * s)))
        return t - (2 * count * np.sqrt(np.pi) * f) ** -0.4
    grid = np.exp(np.linspace(np.log(1e-7), np.log(0.1), 200))
    values = [excess(t) for t in grid]
    for a, b, u, v in zip(grid, grid[1:], values, values[1:]):
        if u < 0 <= v:
            return width * np.sqrt(brentq(excess, a, b, xtol=1e-16))


with open(DATA) as file:
    rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
for column in ("eruptions", "waiting"):
    data = [float(row[column]) for row in rows]
    text = "x <- c(%s); cat(format(c(bw.nrd0(x), bw.nrd(x)), digits = 15))" % ",".join(map(repr, data))
    print(column, subprocess.run(["Rscript", "-e", text], capture_output=True, text=True).stdout, repr(float(improved_sheather_jones(data))))

with open(os.path.join(HERE, "bandwidths.csv"), "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["set", "weighted", "rule", "bandwidth"] + [f"{name}_{i}" for i in (1, 2, 3) for name in ("x", "density", "cumulative")])
    for kind in SETS:
        data, own = data_set(kind)
        for weighted in (False, True):
            weights = own if weighted else np.ones(len(data))
            reference = normal_reference(data, weights)
            for rule, width in (("silverman", 0.9 * reference), ("scott", 1.06 * reference), ("isj", improved_sheather_jones(data, weights))):
                row = [kind, weighted, rule, "" if width is None else repr(float(width))]
                if width is not None:
                    used = weights > 0
                    # Shifted, which rounds next to nothing, since it divides numbers that are far from 0 by the bandwidth before it subtracts.
                    estimate = gaussian_kde(data[used] - data[0], weights=weights[used])
                    # Its bandwidth is a multiple of the deviation.
                    estimate.set_bandwidth(width * estimate.factor / np.sqrt(estimate.covariance[0, 0]))
                    for x in np.quantile(data, [0.02, 0.4, 0.9]):
                        row += [repr(float(x)), repr(float(estimate(x - data[0])[0])), repr(float(estimate.integrate_box_1d(-np.inf, x - data[0])))]
                writer.writerow(row + [""] * (13 - len(row)))
