"""Bandwidths of the columns of old-faithful.csv, by R's bw.nrd0 and bw.nrd, and by the improved Sheather-Jones rule as Botev's kde.m has it, written
here apart from the library's: a histogram on 2^14 bins, scipy's cosine transform and its root finder. Prints what KernelDensityTests holds."""
import csv
import os
import subprocess

import numpy as np
from scipy.fft import dct
from scipy.optimize import brentq

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "Examples", "data", "old-faithful.csv")


def improved_sheather_jones(data, size=2 ** 14):
    data = np.asarray(data)
    low, high = data.min(), data.max()
    low, width = low - (high - low) / 2, 2 * (high - low)
    # Shared out between the centres of the bins, at which the transform has its nodes.
    position = (data - low) / width * size - 0.5
    index = np.floor(position).astype(int)
    share = position - index
    bins = np.bincount(index, 1 - share, size) + np.bincount(index + 1, share, size)
    a2 = (dct(bins / len(data), type=2)[1:] / 2) ** 2
    squares = np.arange(1, size, dtype=float) ** 2

    def excess(t):
        def norm(s, time):
            return 2 * np.pi ** (2 * s) * np.sum(squares ** s * a2 * np.exp(-squares * np.pi ** 2 * time))
        f = norm(7, t)
        for s in range(6, 1, -1):
            k0 = np.prod(np.arange(1, 2 * s, 2)) / np.sqrt(2 * np.pi)
            f = norm(s, (2 * (1 + 0.5 ** (s + 0.5)) / 3 * k0 / len(data) / f) ** (2 / (3 + 2 * s)))
        return t - (2 * len(data) * np.sqrt(np.pi) * f) ** -0.4
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
