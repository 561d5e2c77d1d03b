"""Numbers of claims by other routes than the library's: writes claims.csv, whose rows ClaimNumbersTests compares with the ledger.

    python3 claims.py

Integrals are mpmath's tanh-sinh and Gauss-Legendre rules with 20 digits, or the trapezoidal rule over the plane, which is exact
to rounding for smooth densities that fall fast; means over samples are sums over binomial probabilities with 40 digits; games are
stepped here in NumPy. Each row: claim, the beginning of a reading, the beginning of the row's label, P and Q where the reading is
about any pair, left side, right side (empty where it is not compared), digits.
"""
import csv
import os
from fractions import Fraction

import mpmath as mp
import numpy as np

mp.mp.dps = 20
HERE = os.path.dirname(os.path.abspath(__file__))
P, Q = "normal(0,1)", "normal(1,2)"
LOG2 = mp.log(2)
ENDS = [-30, -8, -3, 0, 3, 8, 40]


def normal(mean, variance):
    return lambda x: mp.exp(-((x - mean) ** 2) / (2 * variance)) / mp.sqrt(2 * mp.pi * variance)


def integral(f):
    return mp.quad(f, ENDS)


def pair(p, q):
    """KL(Q||P), KL(P||M), KL(Q||M), TV, Delta of two densities."""
    m = lambda x: (p(x) + q(x)) / 2
    kl = lambda a, b: integral(lambda x: a(x) * mp.log(a(x) / b(x)) if a(x) > 0 else mp.mpf(0))
    roots = [mp.findroot(lambda x: mp.log(p(x) / q(x)), start) for start in (-2, 1.3)]
    cuts = sorted(ENDS + roots)
    tv = mp.quad(lambda x: abs(p(x) - q(x)), cuts) / 2
    delta = integral(lambda x: (p(x) - q(x)) ** 2 / (p(x) + q(x)))
    return kl(q, p), kl(p, m), kl(q, m), tv, delta


def logit(p, q):
    return lambda x: mp.log(p(x) / q(x))


def noise_penalty(variance):
    """1/2 int pq/(p + q) ((log p/q)')^2 with noise of a variance on N(0,1) and N(1,4)."""
    a, b = 1 + mp.mpf(variance), 4 + mp.mpf(variance)
    p, q = normal(0, a), normal(1, b)
    slope = lambda x: -x / a + (x - 1) / b
    return integral(lambda x: p(x) * q(x) / (p(x) + q(x)) * slope(x) ** 2) / 2


def js(p, q):
    _, to_p, to_q, _, _ = pair(p, q)
    return (to_p + to_q) / 2


def relativistic():
    """JS(P x Q, Q x P) over the plane."""
    x = np.linspace(-14, 16, 2001)
    h = x[1] - x[0]
    logp, logq = -0.5 * x**2 - 0.5 * np.log(2 * np.pi), -0.125 * (x - 1) ** 2 - 0.5 * np.log(8 * np.pi)
    a, b = logp[:, None] + logq[None, :], logq[:, None] + logp[None, :]
    m = np.logaddexp(a, b) - np.log(2)
    return 0.5 * np.sum(np.exp(a) * (a - m) + np.exp(b) * (b - m)) * h * h


def binomial(n, p):
    with mp.workdps(40):
        p = mp.mpf(p.numerator) / p.denominator
        return [mp.binomial(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def histogram_bias(bins, draws):
    """E JS of two histograms of the same density."""
    masses = binomial(draws, Fraction(1, bins))
    kept = [(k, mp.mpf(w)) for k, w in enumerate(masses) if w > mp.mpf(10) ** -22]
    term = lambda a, b: (a * mp.log(mp.mpf(2 * a) / (a + b)) if a else 0) + (b * mp.log(mp.mpf(2 * b) / (a + b)) if b else 0)
    return bins * sum(u * v * term(a, b) for a, u in kept for b, v in kept) / (2 * draws)


def sample_distance(draws):
    """sqrt(n) E W1(P_n, P) for a standard normal: the integral of a mean absolute deviation, summed over the binomial law."""
    from scipy.special import gammaln, log_ndtr, ndtr

    x = np.linspace(0, 12, 1_200_001)
    f, s = ndtr(-x), ndtr(x)
    nu = np.minimum(np.floor(draws * f) + 1, draws)
    logs = gammaln(draws + 1) - gammaln(nu + 1) - gammaln(draws - nu + 1) + nu * log_ndtr(-x) + (draws - nu + 1) * log_ndtr(x)
    return 2 * np.trapezoid(2 * nu * np.exp(logs), x) / np.sqrt(draws)


def heavy_points(share, points, draws):
    total = Fraction(0)
    for k in range(draws + 1):
        distinct = Fraction(1)
        for i in range(k):
            distinct *= Fraction(points - i, points)
        total += Fraction(int(mp.binomial(draws, k))) * share**k * (1 - share) ** (draws - k) * distinct
    return mp.mpf((1 - total).numerator) / (1 - total).denominator


def transport_gradient(data, generator, flips):
    """P(mean < theta) - P(mean > theta) for so many flips."""
    sign = lambda k: (generator > Fraction(k, flips)) - (generator < Fraction(k, flips))
    return sum(w * sign(k) for k, w in enumerate(binomial(flips, data)))


def small_game(offset, saturating, steps=4000, rate=0.1):
    """(sigma, mu) and D = sigmoid(a x + b x^2 + c) by simultaneous steps, on the trapezoidal rule of the library's game."""
    z = 0.5 * np.arange(-17, 18)
    w = 0.5 * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    sd, mean, d = 1.0 + offset, 0.0 + offset, np.zeros(3)
    sigmoid = lambda t: 0.5 + 0.5 * np.tanh(0.5 * t)
    path = []
    for _ in range(steps + 1):
        path.append((mean, sd))
        x = mean + sd * z
        features = lambda v: np.stack([v, v**2, np.ones_like(v)])
        on_real, on_fake = features(z), features(x)
        real, fake = sigmoid(d @ on_real), sigmoid(d @ on_fake)
        ascent = on_real @ (w * (1 - real)) - on_fake @ (w * fake)
        slope = d[0] + 2 * d[1] * x
        push = (fake if saturating else 1 - fake) * slope
        mean, sd = mean + rate * np.sum(w * push), sd + rate * np.sum(w * push * z)
        d = d + rate * ascent
    return path


def js_of_normals(mean, sd):
    """JS of N(0,1) and another normal, by the trapezoidal rule on the nodes of both."""
    sd = abs(sd)
    z = np.linspace(-12, 12, 4001)
    x = np.union1d(z, mean + sd * z)
    p, q = -0.5 * x**2 - 0.5 * np.log(2 * np.pi), -0.5 * ((x - mean) / sd) ** 2 - np.log(sd) - 0.5 * np.log(2 * np.pi)
    m = np.logaddexp(p, q) - np.log(2)
    return 0.5 * np.trapezoid(np.exp(p) * (p - m) + np.exp(q) * (q - m), x)


def main():
    p, q = normal(0, 1), normal(1, 4)
    reverse, to_p, to_q, tv, delta = pair(p, q)
    best = to_p + to_q - 2 * LOG2
    rows = []

    def add(claim, reading, lhs, rhs="", label="", p="", q="", digits=9):
        text = lambda value: value if value == "" else mp.nstr(mp.mpf(value), 17)
        rows.append([claim, reading, label, p, q, text(lhs), text(rhs), digits])

    loss = integral(lambda x: q(x) * mp.log(1 + q(x) / p(x)))
    add("A14", "non-saturating: the sum of the losses", loss - best, 3 * LOG2, p=P, q=Q)
    low = lambda x: logit(p, q)(x) - 1
    value = integral(lambda x: -p(x) * mp.log(1 + mp.exp(-low(x))) - q(x) * mp.log(1 + mp.exp(low(x))))
    lower = integral(lambda x: q(x) * mp.log(1 + mp.exp(-low(x))))
    add("A14", "what one player loses by it", best - value, loss - lower, p=P, q=Q)
    add("A15", "2C, the mean of D²", delta, delta, p=P, q=Q)
    add("A16", "at sign(p − q)", 2 - 2 * tv, 2 - 2 * tv, p=P, q=Q)
    add("A16", "any D with the sign", 2 - tv, 2 - 2 * tv, p=P, q=Q)
    add("A17", "it is JS(P,Q)", relativistic(), (to_p + to_q) / 2, p=P, q=Q)
    add("H3", "at the optimal D", -noise_penalty(mp.mpf(1) / 2), p=P, q=Q, digits=7)
    add("H3", "noise as wide", 2 * js(normal(0, 2), normal(1, 5)) - 2 * js(p, q), -noise_penalty(0), p=P, q=Q, digits=7)
    twice = lambda x: 2 * logit(p, q)(x)
    sharper = integral(lambda x: -p(x) * mp.log(1 + mp.exp(-twice(x))) - q(x) * mp.log(1 + mp.exp(twice(x))))
    add("A1", "a D that decides alike", sharper, best, p=P, q=Q)
    for name, dropped, junk in [
        ("KL(Q‖P)", LOG2, mp.inf), ("KL(P‖Q)", mp.inf, LOG2), ("2 JS", mp.log(mp.mpf(4) / 3) + LOG2 / 2 + mp.log(mp.mpf(2) / 3) / 2, None),
        ("2 KL(M‖P)", 3 * mp.log(mp.mpf(3) / 2) / 2 - LOG2 / 2, mp.inf), ("E[−log D*]", mp.log(mp.mpf(3) / 2), mp.inf),
        ("KL(Q‖P) − 2 JS", LOG2 - 2 * (mp.log(mp.mpf(4) / 3) + LOG2 / 2 + mp.log(mp.mpf(2) / 3) / 2), mp.inf), ("TV", mp.mpf(1) / 2, None),
    ]:
        add("M2", "half of the data dropped", dropped, label=name)
        add("M2", "half of the samples", dropped if junk is None else junk, label=name)
    for bins, draws in [(2, 100), (20, 1000)]:
        bias, formula = histogram_bias(bins, draws), mp.mpf(bins - 1) / (4 * draws)
        add("S2", "the mean for equal densities", bias, formula, label=f"k = {bins}, n = {draws}")
    limit = mp.sqrt(2 / mp.pi) * 2 * mp.quad(lambda x: mp.sqrt(mp.ncdf(x) * mp.ncdf(-x)), [0, 2, 5, 12])
    add("S3", "n = 10 000", sample_distance(10_000), limit, p=P, q=P, digits=7)
    add("S3", "a sample of the density itself", sample_distance(1000) / mp.sqrt(1000), p=P, q=P, digits=7)
    for share, points, draws in [(Fraction(1, 2), 100, 15), (Fraction(3, 10), 50, 20), (Fraction(1, 5), 1000, 100)]:
        formula = 1 - mp.exp(-mp.mpf(draws * (draws - 1)) / 2 * mp.mpf(share.numerator) / share.denominator / points)
        add("G8", "the share itself: 1", heavy_points(share, points, draws), formula, label=f"ρ = {float(share)}, N = {points}")
    for data, generator, flips in [("0.7", "0.75", 1), ("0.7", "0.75", 10), ("0.7", "0.55", 10), ("0.3", "0.301", 64)]:
        gradient = transport_gradient(Fraction(data), Fraction(generator), flips)
        add("F8", "W1: the mean gradient", gradient, label=f"θ₀ = {data}, θ = {generator}, n = {flips}")
    half = mp.mpf(1) / 2
    coin = lambda t: -t * mp.log(t) - (1 - t) * mp.log(1 - t)
    add("C20", "TV determines JS", LOG2 - coin(half / 2), half * LOG2)
    path = [js_of_normals(*point) for point in small_game(3, False)]
    last = max(i for i, value in enumerate(path) if value > 1e-12)
    rises = sum(bool(b > a) for a, b in zip(path[:last], path[1 : last + 1]))
    label = "P = N(0, 1), 4000 steps of 0.1 from N(3.0"
    add("G10", "it rises in more than a quarter", mp.mpf(1) / 4, mp.mpf(rises) / last, label=label)
    add("G10", "where JS is log 2", max(js_of_normals(*point) for point in small_game(10, False)), digits=6)
    add("G9", "with parameters a game", js_of_normals(3, 4) / 2, label="non-saturating", digits=6)
    with open(os.path.join(HERE, "claims.csv"), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["claim", "reading", "label", "p", "q", "lhs", "rhs", "digits"])
        writer.writerows(rows)


main()
