"""One KL, the table and W1 by this package and by SciPy, on the reference pairs, in one run.

Three routes take turns, round by round, so that a machine whose speed drifts slows them alike; the medians over the rounds are compared pair by pair:
  quadrature   this package, the executable named on the command line: with an error bound
  expect       scipy.stats: p.expect(log p - log q), the frozen distributions' own method
  quad         scipy.integrate.quad of p (log p - log q) with densities in plain Python, epsabs 0, epsrel 1e-12,
               the tolerance that this package's own refinement works to
A peer is timed only on the pairs whose value it gets right to 1e-8, by the reference table: a wrong answer is quick, and no answer.
Prints the rows of the table, medians over the pairs, and with DETAILS=FILE writes CSV with a row a pair.
"""

import csv
import io
import math
import os
import statistics
import subprocess
import sys
import time
import warnings

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import table

import scipy.integrate
import scipy.stats as st

LOG_2PI = math.log(2 * math.pi)


def normal(mean, sd):
    constant = -math.log(sd) - 0.5 * LOG_2PI
    return lambda x: constant - 0.5 * ((x - mean) / sd) ** 2


def laplace(location, scale):
    constant = -math.log(2 * scale)
    return lambda x: constant - abs(x - location) / scale


def logistic(location, scale):
    def log_density(x):
        z = abs(x - location) / scale
        return -z - math.log(scale) - 2 * math.log1p(math.exp(-z))
    return log_density


def student_t(dof, location, scale):
    constant = math.lgamma(0.5 * (dof + 1)) - math.lgamma(0.5 * dof) - 0.5 * math.log(dof * math.pi) - math.log(scale)
    return lambda x: constant - 0.5 * (dof + 1) * math.log1p(((x - location) / scale) ** 2 / dof)


def gumbel(location, scale):
    def log_density(x):
        z = (x - location) / scale
        return -z - math.exp(-z) - math.log(scale) if z > -700 else -math.inf
    return log_density


def on(lower, upper, log_density):
    return lambda x: log_density(x) if lower < x < upper else -math.inf


def log_normal(mu, sigma):
    constant = -math.log(sigma) - 0.5 * LOG_2PI
    return on(0, math.inf, lambda x: constant - math.log(x) - 0.5 * ((math.log(x) - mu) / sigma) ** 2)


def gamma(shape, rate):
    constant = shape * math.log(rate) - math.lgamma(shape)
    return on(0, math.inf, lambda x: constant + (shape - 1) * math.log(x) - rate * x)


def beta(a, b):
    constant = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    return on(0, 1, lambda x: constant + (a - 1) * math.log(x) + (b - 1) * math.log1p(-x))


def weibull(shape, scale):
    constant = math.log(shape / scale)
    return on(0, math.inf, lambda x: constant + (shape - 1) * math.log(x / scale) - (x / scale) ** shape)


# name: (log density in plain Python, frozen distribution of scipy.stats, support)
LINE, RAY = (-math.inf, math.inf), (0, math.inf)
FAMILIES = {
    "normal": (normal, lambda m, s: st.norm(m, s), lambda *_: LINE),
    "laplace": (laplace, lambda m, s: st.laplace(m, s), lambda *_: LINE),
    "logistic": (logistic, lambda m, s: st.logistic(m, s), lambda *_: LINE),
    "cauchy": (lambda m, s: student_t(1, m, s), lambda m, s: st.cauchy(m, s), lambda *_: LINE),
    "studentT": (student_t, lambda n, m, s: st.t(n, m, s), lambda *_: LINE),
    "uniform": (lambda a, b: on(a, b, lambda _: -math.log(b - a)), lambda a, b: st.uniform(a, b - a), lambda a, b: (a, b)),
    "exponential": (lambda r: gamma(1, r), lambda r: st.expon(scale=1 / r), lambda *_: RAY),
    "gamma": (gamma, lambda k, r: st.gamma(k, scale=1 / r), lambda *_: RAY),
    "beta": (beta, lambda a, b: st.beta(a, b), lambda *_: (0, 1)),
    "logNormal": (log_normal, lambda m, s: st.lognorm(s, scale=math.exp(m)), lambda *_: RAY),
    "weibull": (weibull, lambda k, s: st.weibull_min(k, scale=s), lambda *_: RAY),
    "pareto": (
        lambda a, s: on(s, math.inf, lambda x: math.log(a) + a * math.log(s) - (a + 1) * math.log(x)),
        lambda a, s: st.pareto(a, scale=s), lambda a, s: (s, math.inf)),
    "gumbel": (gumbel, lambda m, s: st.gumbel_r(m, s), lambda *_: LINE),
}


def parse(text):
    """(log density, frozen distribution or None for a mixture, support) of a density in the package's grammar."""
    if "*" in text:
        parts = [(float(part.split("*")[0]), parse(part.split("*")[1])) for part in text.replace(")+", ")|").split("|")]

        def log_density(x):
            terms = [math.log(weight) + part[0](x) for weight, part in parts]
            top = max(terms)
            return top + math.log(sum(math.exp(term - top) for term in terms))
        return log_density, None, LINE
    name, values = text.rstrip(")").split("(")
    values = [float(value) for value in values.split(",")]
    plain, frozen, support = FAMILIES[name]
    return plain(*values), frozen(*values), support(*values)


def by_expect(p, q):
    return p[1].expect(lambda x: p[1].logpdf(x) - q[1].logpdf(x))


def by_quad(p, q):
    def integrand(x):
        a = p[0](x)
        return math.exp(a) * (a - q[0](x)) if a > -745 else 0.0
    return scipy.integrate.quad(integrand, *p[2], epsabs=0, epsrel=1e-12, limit=200)[0]


def w1_by_quad(p, q):
    lower, upper = min(p[2][0], q[2][0]), max(p[2][1], q[2][1])
    return scipy.integrate.quad(lambda x: abs(p[1].cdf(x) - q[1].cdf(x)), lower, upper, epsabs=0, epsrel=1e-10, limit=200)[0]


def seconds(work, truth):
    """How long it takes, or NaN where what comes out is not the truth."""
    start = time.perf_counter()
    try:
        value = work()
    except (OverflowError, ValueError, ZeroDivisionError):
        return math.nan
    elapsed = time.perf_counter() - start
    return elapsed if abs(value - truth) <= max(1e-8 * truth, 1e-15) else math.nan


def truths_of(reference, measure):
    with open(reference, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["measure"] == measure and row["value"] not in ("inf", "overflow")]
    return {(row["p"], row["q"]): float(row["value"]) for row in rows}


def median(values):
    values = [value for value in values if not math.isnan(value)]
    return statistics.median(values) if values else math.nan


def main(executable, training, reference, rounds):
    warnings.simplefilter("ignore")
    truths, distances = truths_of(reference, "kl_pq"), truths_of(reference, "w1")
    pairs = list(truths)
    peers = {pair: (parse(pair[0]), parse(pair[1])) for pair in pairs}
    routes = ["kl", "table", "w1", "expect", "quad", "w1 quad"]
    times = {pair: {route: [] for route in routes} for pair in pairs}
    counts, exponential = {}, []
    for _ in range(rounds):
        exponential.append(float(subprocess.run([training, "exponential"], capture_output=True, text=True, check=True).stdout))
        text = "".join(f"{p}\t{q}\n" for p, q in pairs)
        output = subprocess.run([executable], input=text, capture_output=True, text=True, check=True).stdout
        for row in csv.DictReader(io.StringIO(output)):
            pair = (row["p"], row["q"])
            for route in ("kl", "table", "w1"):
                times[pair][route].append(float(row[route + "_seconds"]))
            counts[pair] = {route: int(row[route + "_evaluations"]) for route in ("kl", "table", "w1")}
        for pair, (p, q) in peers.items():
            if p[1] is not None and q[1] is not None:
                times[pair]["expect"].append(seconds(lambda: by_expect(p, q), truths[pair]))
                # The kinks of |F − G| cost `quad` a second a pair: once is enough.
                if pair in distances and not times[pair]["w1 quad"]:
                    times[pair]["w1 quad"].append(seconds(lambda: w1_by_quad(p, q), distances[pair]))
            times[pair]["quad"].append(min(seconds(lambda: by_quad(p, q), truths[pair]) for _ in range(3)))
    middle = {pair: {route: median(t) for route, t in row.items()} for pair, row in times.items()}
    if path := os.environ.get("DETAILS"):
        with open(path, "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["p", "q", "kl_evaluations", "table_evaluations", "w1_evaluations"] + [route.replace(" ", "_") + "_seconds" for route in routes])
            writer.writerows([*pair, *counts[pair].values(), *middle[pair].values()] for pair in pairs)

    def own(route):
        return median(row[route] for row in middle.values())

    def ratio(peer, route):
        """How many times as long the peer takes, over the pairs on which it is right."""
        ratios = [row[peer] / row[route] for row in middle.values() if not math.isnan(row[peer])]
        return statistics.median(ratios), len(ratios)

    evaluations = {route: statistics.median(count[route] for count in counts.values()) for route in ("kl", "w1")}
    one = statistics.median(exponential)
    applicable = sum(p[1] is not None and q[1] is not None for p, q in peers.values())
    floor = f"{evaluations['kl']:.0f} evaluations of one exponential each"
    times_quad, right = ratio("quad", "kl")
    table.row(f"one KL, closed form off, median of {len(pairs)} pairs", own("kl"), f"`quad`, plain Python, right on {right}", times_quad * own("kl"),
              floor, evaluations["kl"] * one)
    times_expect, right = ratio("expect", "kl")
    table.row("the same", own("kl"), f"`expect`, right on {right} of the {applicable} it takes", times_expect * own("kl"), floor, evaluations["kl"] * one)
    table.row("table of f-divergences", own("table"), None, None, "one KL", own("kl"))
    times_w1, right = ratio("w1 quad", "w1")
    table.row("W1", own("w1"), f"`quad` of the `cdf`s, right on {right} of {applicable}", times_w1 * own("w1"),
              f"{evaluations['w1']:.0f} evaluations of one exponential each", evaluations["w1"] * one)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]) if len(sys.argv) > 4 else 5)
