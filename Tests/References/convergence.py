"""Whether the integrals of a pair of densities converge, from what the densities are like at the ends of supports and at ±∞.

Towards a place the logarithm of a density is a sum of terms in u, up to a constant: u = log|x| at ±∞, and u =
−log(distance) at a finite place. A term is kept as {key: coefficient}; the keys (rank, power) are in the order in which
the terms grow:

    (3, r)  e^(r|x|)      (2, k)  |x|^k, or distance^−k, k > 0      (1, k)  u^k, k = 1 or 2

∫ exp(terms) dx converges if the first coefficient that is not 0 is negative, after the +u of dx = e^u du at ±∞ or the −u
at a finite place. Logarithms of u do not decide, except where all coefficients are 0, and there the integral diverges.
"""
import math
from fractions import Fraction

from flint import arb

INF = math.inf


def ball(fraction):
    return arb(fraction.numerator) / fraction.denominator


def moved(terms, isFinite, shift, scale):
    """The terms of the density of A + B z from those of z: `shift` is A in the direction of the end, `scale` is |B|."""
    result = {}

    def add(key, value):
        result[key] = result.get(key, arb(0)) + value
    for (rank, power), value in terms.items():
        if rank == 3:
            add((3, power / Fraction(scale)), value * (-ball(power) * shift / scale).exp())
        elif rank == 2 and isFinite:
            add((2, power), value * arb(scale) ** ball(power))
        elif rank == 2:
            # |z|^k = B^-k (|x| − A)^k, of which the powers above 0 count.
            factor, k, j = value / arb(scale) ** ball(power), power, 0
            while k - j > 0:
                add((2, k - j), factor)
                factor = factor * ball((k - j) / (j + 1)) * -arb(shift)
                j += 1
        else:
            add((1, power), value)
            if power == 2:
                add((1, 1), 2 * value * arb(scale).log() * (1 if isFinite else -1))
    return result


def combined(*parts):
    """Σ factor · terms."""
    result, size = {}, {}
    for factor, terms in parts:
        for key, value in terms.items():
            result[key] = result.get(key, arb(0)) + factor * value
            size[key] = size.get(key, arb(0)) + abs(factor * value)
    return {key: value for key, value in result.items() if abs(value).mid() > size[key] * arb(2) ** -90}


def leading(terms):
    """The term that grows fastest, or None where all are 0."""
    terms = combined((1, terms))
    key = max(terms, default=None)
    return None if key is None else (key, terms[key])


def grows(terms):
    first = leading(terms)
    return first is not None and first[1] > 0


class Place:
    """An end of a support approached from one side, or ±∞: the terms of log p and log q there, of the components that do not vanish near it."""

    def __init__(self, pair, place, sign):
        self.isFinite = math.isfinite(place)
        inside = math.nextafter(place, sign * INF) if self.isFinite else None
        self.parts = []
        for side in (pair.p, pair.q):
            own = []
            for _, d in side.parts:
                if d.holds(inside) if self.isFinite else d.support[0 if place < 0 else 1] == place:
                    isEnd = d.support[0 if sign > 0 else 1] == place
                    own.append(d.growth[place] if isEnd else {})
            self.parts.append(own)
        self.p, self.q = (self.largest(own) for own in self.parts)

    @staticmethod
    def largest(parts):
        best = None
        for terms in parts:
            if best is None or grows(combined((1, terms), (-1, best))):
                best = terms
        return best

    def diverges(self, *parts):
        first = leading(combined(*parts, (1, {(1, 1): arb(-1 if self.isFinite else 1)})))
        return first is None or first[1] > 0

    def size(self, terms):
        """The terms of the logarithm of |terms|."""
        first = leading(terms)
        if first is None or first[0][0] == 1:
            return {}
        return {(2, Fraction(1)): ball(first[0][1])} if first[0][0] == 3 else {(1, 1): ball(first[0][1])}

    def slope(self, terms):
        """The terms of log |d/dx terms|, None where there are none."""
        first = leading(terms)
        if first is None:
            return None
        (rank, power), _ = first
        if self.isFinite:
            return {(1, 1): ball(power) + 1 if rank == 2 else arb(1)}
        return {3: {(2, Fraction(1)): ball(power)}, 2: {(1, 1): ball(power) - 1}, 1: {(1, 1): arb(-1)}}[rank]

    def f(self, order):
        """∫ p^a q^(1−a)."""
        return self.p is not None and self.q is not None and self.diverges((order, self.p), (1 - order, self.q))

    def logarithm(self, weight, ratio):
        """∫ weight · |ratio| for terms."""
        return self.diverges((1, weight), (1, self.size(ratio)))

    def powers(self, index):
        """How the components of a side fall towards a finite place, as powers of the distance; none for those that fall faster."""
        values = []
        for terms in self.parts[index]:
            first = leading(terms)
            if first is None:
                values.append(0.0)
            elif first[0] == (1, 1):
                values.append(-float(first[1].mid()))
        return sorted(values)

    def fisher(self, index):
        own = (self.p, self.q)[index]
        if own is None or not self.isFinite:
            # Every family has finite information at ±∞, and a mixture has at most the mean of its components'.
            return False
        powers = self.powers(index)
        if not powers:
            return False
        if powers[0] != 0:
            return powers[0] <= 1
        above = [b for b in powers if b > 0]
        return bool(above) and above[0] <= 0.5

    def relative_fisher(self):
        if self.p is None or self.q is None:
            return False
        difference = combined((1, self.p), (-1, self.q))
        slope = self.slope(difference)
        if slope is not None:
            return self.diverges((1, self.p), (2, slope))
        if not self.isFinite:
            return False
        p, q = self.powers(0), self.powers(1)
        if not p or not q:
            return False
        gaps = [b - p[0] for b in p if b > p[0]] + [b - q[0] for b in q if b > q[0]]
        order = min(gaps + [1.0])
        return p[0] + 2 * order - 2 <= -1


def tail_index(terms):
    """a of a tail that falls as |x|^−a, ∞ for one that falls faster."""
    first = leading(terms)
    return -float(first[1].mid()) - 1 if first is not None and first[0] == (1, 1) else INF


def transport(place, least, isEqual):
    """Whether ∫ |F − G|^k diverges at ±∞, where the tail of |F − G| must fall faster than |x|^−least.

    Tails that are equal to first order differ by the next order of the family, one power further, or by another component.
    """
    indices = [sorted(tail_index(t) for t in own) for own in place.parts]
    first = [own[0] if own else INF for own in indices]
    lowest = min(first)
    if lowest < INF and first[0] == first[1] and isEqual():
        lowest = min([lowest + 1] + [a for own in indices for a in own if a > lowest])
    return lowest <= least


def places(pair):
    densities = [d for side in (pair.p, pair.q) for _, d in side.parts]
    ends = {e for d in densities for e in d.support}
    return [(e, s) for e in ends for s in ((-1, 1) if math.isfinite(e) else (1,) if e < 0 else (-1,))]


def diverges(pair, name, tails_are_equal):
    """Whether an integral of a pair is infinite; `tails_are_equal` tells it of the tails towards ±∞, to first order."""
    if name in ("chi2_pq", "chi2_qp", "kl_pq", "kl_qp", "cross_entropy_pq", "relative_fisher_pq"):
        vanishing = 0 if name in ("chi2_qp", "kl_qp") else 1
        for panel in pair.panels:
            logs = [side.at(panel.middle)[0] for side in (pair.p, pair.q)]
            if logs[vanishing] is None and logs[1 - vanishing] is not None:
                return True
    at = [Place(pair, e, s) for e, s in places(pair)]
    both = [n for n in at if n.p is not None and n.q is not None]
    if name == "chi2_pq":
        return any(n.f(2) for n in both)
    if name == "chi2_qp":
        return any(n.f(-1) for n in both)
    if name == "kl_pq":
        return any(n.logarithm(n.p, combined((1, n.p), (-1, n.q))) for n in both)
    if name == "kl_qp":
        return any(n.logarithm(n.q, combined((1, n.p), (-1, n.q))) for n in both)
    if name == "cross_entropy_pq":
        return any(n.logarithm(n.p, n.q) for n in both)
    if name == "relative_fisher_pq":
        return any(n.relative_fisher() for n in both)
    if name in ("fisher_p", "fisher_q"):
        return any(n.fisher(0 if name == "fisher_p" else 1) for n in at)
    if name in ("w1", "cramer"):
        return any(not n.isFinite and transport(n, 1 if name == "w1" else 0.5, lambda s=s: tails_are_equal(-s)) for (_, s), n in zip(places(pair), at))
    return False
