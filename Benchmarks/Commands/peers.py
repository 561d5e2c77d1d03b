"""Whole commands of the tool, as a user runs them, against Python with NumPy and SciPy doing the same, in turns within one run.

    peers.py DIVERGENCES ROUNDS

Times are medians over the rounds, from the start of the process to its end, for both sides: Python's start and its imports are part of its
time, as they are of a user's. Prints the rows of the table. The limit is that of a process that does nothing, and where there are data that of
reading their column, by the fit of a family that needs nothing else.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import table

START = "import numpy as np, scipy.integrate as si, scipy.stats as st\n"
# work, arguments of the tool, Python
WORKS = [
    ("`compare` of two normals, start to end", ["compare", "normal(0,1)", "normal(1,2)"],
     "p, q = st.norm(0, 1), st.norm(1, 2)\nprint(si.quad(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), -30, 30))"),
    ("`compare` of Student's t and a normal", ["compare", "studentT(3,0,1)", "normal(0,1)"], None),
    ("`compare` of a gamma and a normal; Python: W1", ["compare", "gamma(2,1)", "normal(2,1.4)"],
     "p, q = st.gamma(2), st.norm(2, 1.4)\nprint(si.quad(lambda x: abs(p.cdf(x) - q.cdf(x)), -30, 100, limit=500))"),
    ("`compare` of a kernel estimate of 200 000 rows and a normal; Python: KL", ["compare", "kde(DATA:normal)", "normal(0,1)"],
     "p, q = st.gaussian_kde(np.loadtxt('DATA', delimiter=',', skiprows=1, usecols=0)), st.norm(0, 1)\n"
     "x = np.linspace(-6, 6, 241)\na = p(x)\nprint(si.simpson(np.where(a > 0, a * (np.log(np.maximum(a, 1e-300)) - q.logpdf(x)), 0), x=x))"),
    ("fit of a gamma to 200 000 rows", ["fit", "DATA:gamma", "--family", "gamma"],
     "print(st.gamma.fit(np.loadtxt('DATA', delimiter=',', skiprows=1, usecols=1), floc=0))"),
    ("fit of a Student's t to 200 000 rows", ["fit", "DATA:normal", "--family", "studentT"],
     "print(st.t.fit(np.loadtxt('DATA', delimiter=',', skiprows=1, usecols=0)))"),
    ("fit of a triangle to 200 000 rows of a uniform", ["fit", "DATA:uniform", "--family", "triangular"], None),
    ("fit of a normal to 1 000 000 rows", ["fit", "MANY:x", "--family", "normal"],
     "print(st.norm.fit(np.loadtxt('MANY', skiprows=1)))"),
]


def seconds(command):
    start = time.perf_counter()
    outcome = subprocess.run(command, capture_output=True, text=True)
    elapsed = time.perf_counter() - start
    # Status 1 tells of a result that is infinite or unresolved, which a table may hold.
    if outcome.returncode > 1:
        sys.exit(f"{command}: {outcome.stderr}")
    return elapsed


def main(tool, rounds):
    with tempfile.TemporaryDirectory() as folder:
        files = {name: os.path.join(folder, name.lower() + ".csv") for name in ("DATA", "MANY")}
        draws = random.Random(1)
        with open(files["DATA"], "w") as file:
            file.write("normal,gamma,uniform\n")
            file.writelines(f"{draws.gauss(0, 1)},{draws.gammavariate(2, 1)},{draws.random()}\n" for _ in range(200_000))
        with open(files["MANY"], "w") as file:
            file.write("x\n")
            file.writelines(f"{draws.gauss(0, 1)}\n" for _ in range(1_000_000))

        def filled(text):
            for name, path in files.items():
                text = text.replace(name, path)
            return text

        def median(command):
            return statistics.median(seconds(command) for _ in range(rounds))

        nothing = median(["true"])
        reading = {name: median([tool, "fit", filled(name) + ":" + column, "--family", "uniform"]) for name, column in (("DATA", "normal"), ("MANY", "x"))}
        for work, arguments, python in WORKS:
            mine, theirs = [], []
            for _ in range(rounds):
                mine.append(seconds([tool] + [filled(text) for text in arguments]))
                if python:
                    theirs.append(seconds([sys.executable, "-c", START + filled(python)]))
            named = [name for name in files if any(name in text for text in arguments)]
            limit, floor = ("reading the column", reading[named[0]]) if named else ("an empty process", nothing)
            table.row(work, statistics.median(mine), "Python with SciPy" if python else None, statistics.median(theirs) if python else None, limit, floor)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
