"""Markdown tables of the CSV that bench-samples prints, one for each measure: table.py FILE... > tables.md

A cell has the mean error of the estimate, the percentage of the 95 % intervals that cover the truth, and in brackets the
percentage that come with the warning `doubtful`, where there are any, and after a semicolon the percentage of the others
that cover, where these are at least a tenth.
"""
import csv
import sys

titles = {
    ("w1", "empirical"): "W1", ("w2", "empirical"): "W2", ("energy", "empirical"): "Energy distance",
    ("ks", "empirical"): "Kolmogorov–Smirnov distance", ("kl_pq", "nearest_neighbors"): "KL(P‖Q) by nearest neighbours",
    ("kl_qp", "nearest_neighbors"): "KL(Q‖P) by nearest neighbours", ("js", "nearest_neighbors"): "JS by nearest neighbours",
    ("kl_pq", "kernel"): "KL(P‖Q) by kernel estimates", ("js", "kernel"): "JS by kernel estimates",
    ("kl_pq", "binning"): "Lower bound on KL(P‖Q) by binning",
}
rows = [row for path in sys.argv[1:] for row in csv.DictReader(open(path))]
pairs = list(dict.fromkeys(row["pair"] for row in rows))
sizes = sorted({int(row["n"]) for row in rows})
cells = {(row["pair"], int(row["n"]), row["measure"], row["estimator"]): row for row in rows}


def cell(row):
    if row is None:
        return "–"
    covered, doubtful = 100 * float(row["coverage"]), 100 * float(row["doubtful"])
    error = float(row["mean"]) - float(row["truth"])
    start = f"{error:+.2g}, " if abs(error) < 1e300 else ""
    if doubtful < 0.5:
        return start + f"{covered:.1f}"
    others = f"; {100 * float(row['coverage_if_not_doubtful']):.0f}" if doubtful <= 90 else ""
    return start + f"{covered:.1f} ({doubtful:.0f}{others})"


for key, title in titles.items():
    print(f"### {title}\n\n| P, Q | truth | " + " | ".join(f"n = {size}" for size in sizes) + " |")
    print("| --- | --- | " + " | ".join("---" for _ in sizes) + " |")
    for pair in pairs:
        found = [cells.get((pair, size, *key)) for size in sizes]
        if any(found):
            truth = next(row["truth"] for row in found if row)
            print(f"| `{pair.replace(' | ', '`, `')}` | {float(truth):.4g} | " + " | ".join(cell(row) for row in found) + " |")
    print()
