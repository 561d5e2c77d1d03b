"""The rows of the table that `run` prints: what was measured, beside a peer and beside a limit.

A limit is a time that no way of doing the work can go below, or one that is measured: each row says which. The share is
the limit's time over that of this package.
"""

import math
import os

COLUMNS = ["work", "this package", "peer", "ratio", "limit", "share of the limit", "vector width"]
# The environment names another width than the widest of the processor.
WIDTH = os.environ.get("BENCH_WIDTH", "unknown")


def header():
    return "| " + " | ".join(COLUMNS) + " |\n|" + " --- |" * len(COLUMNS)


def duration(seconds):
    """A time with three digits and a unit."""
    if seconds is None or math.isnan(seconds):
        return "—"
    for unit, size in (("s", 1), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size or unit == "ns":
            return f"{seconds / size:.3g} {unit}"


def row(work, own, peer=None, other=None, limit=None, floor=None, rate=None):
    """Prints a row; times are in seconds, and `rate` stands for the time of this package where it is told in another way."""
    # Three digits, without an exponent.
    ratio = f"{float(f'{other / own:.3g}'):g}" if other else "—"
    named = f"{peer}, {duration(other)}" if other else peer or "none"
    bound = f"{limit}, {duration(floor)}" if floor else "—"
    share = f"{100 * floor / own:.0f} %" if floor else "—"
    print("| " + " | ".join([work, rate or duration(own), named, ratio, bound, share, WIDTH]) + " |", flush=True)


if __name__ == "__main__":
    print(header())
