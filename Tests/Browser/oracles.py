"""Numbers that no command prints, computed again from the state alone by the standard library of Python."""

import csv
import math
import os
from statistics import NormalDist, fmean, pstdev
from urllib.parse import parse_qs

from sandbox import ROOT


def state_of(student, **defaults):
    """The scene's state in the address, over its defaults."""
    parameters = parse_qs(student.fragment.partition("?")[2])
    return {**defaults, **{name: values[0] for name, values in parameters.items()}}


def likelihood(student):
    """−log likelihood of a normal over the data, a mean over the rows, and the best normal's: mean, deviation and value."""
    state = state_of(student, target="Examples/data/old-faithful.csv:waiting")
    file, column = state["target"].rsplit(":", 1)
    with open(os.path.join(ROOT, file), encoding="utf-8", newline="") as rows:
        data = [float(row[column]) for row in csv.DictReader(rows)]
    best = NormalDist(fmean(data), pstdev(data))
    loss = lambda normal: fmean(-log_density(normal, x) for x in data)
    return {0: loss(NormalDist(float(state["mean"]), float(state["sd"]))), 4: best.mean, 5: best.stdev, 6: loss(best)}


def by_hand(student):
    """V(D), the best value, the gap and the generator's loss, by Simpson's rule between the beads of D."""
    state = state_of(student, d="/".join(["0.5"] * 13), **{"from": "-4", "to": "6", "loss": "non-saturating"})
    values = [float(value) for value in state["d"].split("/")]
    logits = [math.log(value) - math.log1p(-value) for value in values]
    start, step = float(state["from"]), (float(state["to"]) - float(state["from"])) / (len(values) - 1)
    p, q = NormalDist(0, 1), NormalDist(2, 1)

    def logit(x):
        place = min(max((x - start) / step, 0), len(values) - 1)
        left = min(int(place), len(values) - 2)
        return logits[left] + (place - left) * (logits[left + 1] - logits[left])

    def integral(function):
        """Over the beads and 12 deviations beyond; a piece ends where D has a corner."""
        corners = [start + step * index for index in range(len(values))]
        corners = [corners[0] - 12] + corners + [corners[-1] + 12]
        total = 0
        for left, right in zip(corners, corners[1:]):
            count = 2 * math.ceil((right - left) / 0.01)
            width = (right - left) / count
            total += width / 3 * sum((1 if i in (0, count) else 4 if i % 2 else 2) * function(left + i * width) for i in range(count + 1))
        return total

    softplus = lambda t: max(t, 0) + math.log1p(math.exp(-abs(t)))
    best = lambda x: log_density(p, x) - log_density(q, x)
    value = lambda logit: integral(lambda x: -p.pdf(x) * softplus(-logit(x)) - q.pdf(x) * softplus(logit(x)))
    loss = (lambda t: -softplus(t)) if state["loss"] == "minimax" else (lambda t: softplus(-t))
    return {0: value(logit), 1: value(best), 2: value(best) - value(logit), 4: integral(lambda x: q.pdf(x) * loss(logit(x)))}


def birthday(student):
    """The chance of a duplicate among n draws of N points, by the product of exact integers, and the smallest n of an even chance."""
    state = state_of(student, size="365", draws="23")
    size, draws = int(state["size"]), int(state["draws"])
    chance = lambda count: 1 - math.perm(size, count) / size**count
    return {
        0: size, 3: chance(draws), 4: chance(math.isqrt(size)), 5: next(n for n in range(size + 2) if chance(n) >= 0.5),
        6: math.sqrt(size), 7: draws * draws, 8: draws * draws / (2 * math.log(2)),
    }


def log_density(normal, x):
    return -0.5 * math.log(2 * math.pi) - math.log(normal.stdev) - ((x - normal.mean) / normal.stdev) ** 2 / 2


# By scene: the table whose rows are computed again, and how.
ORACLES = {"likelihood": ("likelihood", likelihood), "by-hand": ("game", by_hand), "birthday": ("birthday", birthday)}
