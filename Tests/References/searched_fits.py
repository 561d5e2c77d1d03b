"""Maximum-likelihood fits of gev and skewNormal, by scipy's minimisers from several starts: the data are quantiles
of a member at the levels (i + 1/2)/200, and FittingTests makes the same ones. Prints the parameters and the log-likelihood."""
import numpy as np
from scipy import optimize, stats

levels = (np.arange(200) + 0.5) / 200
FAMILIES = {
    "gev(1,2,0.2)": (stats.genextreme(-0.2, 1, 2).ppf(levels), lambda x, m, s, k: stats.genextreme.logpdf(x, -k, m, s), [(1, 2, 0.1), (0.5, 1, -0.1)]),
    "gev(1,2,-0.3)": (stats.genextreme(0.3, 1, 2).ppf(levels), lambda x, m, s, k: stats.genextreme.logpdf(x, -k, m, s), [(1, 2, 0.1), (0.5, 2, -0.1)]),
    "skewNormal(1,2,4)": (stats.skewnorm(4, 1, 2).ppf(levels), lambda x, m, s, a: stats.skewnorm.logpdf(x, a, m, s), [(1, 2, 3), (2, 1, 0), (3, 2, -2)]),
    "gev(0,1,1.5)": (stats.genextreme(-1.5, 0, 1).ppf(levels), lambda x, m, s, k: stats.genextreme.logpdf(x, -k, m, s), [(0, 1, 1), (0, 1, 1.4)]),
    "gev(1,0.5,-0.7)": (stats.genextreme(0.7, 1, 0.5).ppf(levels), lambda x, m, s, k: stats.genextreme.logpdf(x, -k, m, s), [(1, 0.5, -0.6)]),
    "skewNormal(-3,0.01,-6)": (stats.skewnorm(-6, -3, 0.01).ppf(levels), lambda x, m, s, a: stats.skewnorm.logpdf(x, a, m, s), [(-3, 0.01, -5)]),
    "skewNormal(0,1,0.8)": (stats.skewnorm(0.8, 0, 1).ppf(levels), lambda x, m, s, a: stats.skewnorm.logpdf(x, a, m, s), [(0, 1, 0.8), (1, 1, -0.8)]),
}
for name, (data, log_density, starts) in FAMILIES.items():
    def negative(p):
        if p[1] <= 0:
            return np.inf
        with np.errstate(all="ignore"):
            value = -np.sum(log_density(data, *p))
        return value if np.isfinite(value) else np.inf
    best = None
    for start in starts:
        for _ in range(3):
            low = optimize.minimize(negative, start, method="Nelder-Mead", options={"xatol": 1e-11, "fatol": 1e-13, "maxiter": 5000, "maxfev": 5000})
            start = low.x
        if best is None or low.fun < best.fun:
            best = low
    print(name, [float(v) for v in best.x], float(-best.fun))
