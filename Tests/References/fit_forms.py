"""Fits that are not maxima of a whole likelihood, by SciPy; FitFormsTests has what this prints.

A mixture of three normals by expectation and maximisation from random starts, fits with a location by minimising over
all three parameters from several starts, and the Kolmogorov-Smirnov and Anderson-Darling statistics of a normal.
"""

import csv
import numpy as np
from scipy import optimize, stats

rows = list(csv.DictReader(open("Examples/data/old-faithful.csv")))
waiting = np.array([float(row["waiting"]) for row in rows])
eruptions = np.array([float(row["eruptions"]) for row in rows])


def mixture(data, count, seeds=200):
    best = None
    for seed in range(seeds):
        random = np.random.default_rng(seed)
        weights, means = np.full(count, 1 / count), random.choice(data, count, replace=False)
        deviations = np.full(count, data.std() / count)
        for _ in range(20000):
            terms = np.log(weights) - np.log(deviations) - 0.5 * ((data[:, None] - means) / deviations) ** 2
            logs = np.logaddexp.reduce(terms, axis=1)
            shares = np.exp(terms - logs[:, None])
            counts = shares.sum(0)
            new = (shares * data[:, None]).sum(0) / counts
            still = np.abs(new - means).max() < 1e-14 * np.abs(means).max()
            means = new
            deviations = np.sqrt((shares * (data[:, None] - means) ** 2).sum(0) / counts)
            weights = counts / len(data)
            if still or deviations.min() < 1e-3:
                break
        value = logs.sum() - 0.5 * len(data) * np.log(2 * np.pi)
        if weights.min() * len(data) >= 5 and deviations.min() > 1e-3 and (best is None or value > best[0] + 1e-9):
            order = np.argsort(means)
            best = (value, weights[order], means[order], deviations[order])
    return best


def shifted(data, law):
    best = None
    for gap in np.exp(np.arange(-4, 7)):
        for shape in [0.5, 1.5, 4, 20]:
            scale = (data.mean() - data.min() + gap) / (shape if law is stats.gamma else 1)
            if law is stats.lognorm:
                shape, scale = 0.1 * shape, np.exp(np.log(data - data.min() + gap).mean())

            def loss(point):
                location = data.min() - np.exp(point[0])
                value = -law.logpdf(data, np.exp(point[1]), loc=location, scale=np.exp(point[2])).sum()
                return value if np.isfinite(value) else 1e12

            found = optimize.minimize(
                loss, [np.log(gap), np.log(shape), np.log(scale)], method="Nelder-Mead",
                options=dict(xatol=1e-12, fatol=1e-13, maxiter=20000, maxfev=20000))
            if found.x[0] > -9 and found.x[0] < 12 and (best is None or found.fun < best[0] - 1e-10):
                best = (found.fun, data.min() - np.exp(found.x[0]), np.exp(found.x[1]), np.exp(found.x[2]))
    return best


print("mixture of three, eruptions", mixture(eruptions, 3))
shifts = np.array([3.1, 3.9, 4.2, 4.4, 5.0, 5.3, 5.8, 6.6, 7.1, 7.9, 8.4, 9.9, 11.2, 14.0, 18.5])
for law in [stats.gamma, stats.weibull_min, stats.lognorm]:
    print("shifted", law.name, shifted(shifts, law))
normal = stats.norm(waiting.mean(), waiting.std())
print("ks", stats.kstest(waiting, normal.cdf).statistic)
ordered, count = np.sort(waiting), len(waiting)
places = 2 * np.arange(1, count + 1) - 1
print("anderson_darling", -count - (places * (normal.logcdf(ordered) + normal.logsf(ordered[::-1]))).sum() / count)
