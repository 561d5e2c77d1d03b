"""Whole commands of the tool, as a user runs them, against Python with NumPy and SciPy doing the same, in turns within one run.

    peers.py DIVERGENCES ROUNDS

Seconds are medians over the rounds, from the start of the process to its end, for both sides: Python's start and its imports are part of its
time, as they are of a user's. Prints CSV; the processor's vector width is that of a training's record.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

START = "import numpy as np, scipy.integrate as si, scipy.stats as st\n"
# work, arguments of the tool, Python
WORKS = [
    ("start to the first result", ["compare", "normal(0,1)", "normal(1,2)"],
     "p, q = st.norm(0, 1), st.norm(1, 2)\nprint(si.quad(lambda x: p.pdf(x) * (p.logpdf(x) - q.logpdf(x)), -30, 30))"),
    ("every measure of a pair", ["compare", "studentT(3,0,1)", "normal(0,1)"], None),
    ("W1", ["compare", "gamma(2,1)", "normal(2,1.4)"],
     "p, q = st.gamma(2), st.norm(2, 1.4)\nprint(si.quad(lambda x: abs(p.cdf(x) - q.cdf(x)), -30, 100, limit=500))"),
    ("kernel estimate of 200 000 rows against a normal, KL", ["compare", "kde(DATA:normal)", "normal(0,1)"],
     "p, q = st.gaussian_kde(np.loadtxt('DATA', delimiter=',', skiprows=1, usecols=0)), st.norm(0, 1)\n"
     "x = np.linspace(-6, 6, 241)\na = p(x)\nprint(si.simpson(np.where(a > 0, a * (np.log(np.maximum(a, 1e-300)) - q.logpdf(x)), 0), x=x))"),
    ("fit of a gamma to 200 000 rows", ["fit", "DATA:gamma", "--family", "gamma"],
     "print(st.gamma.fit(np.loadtxt('DATA', delimiter=',', skiprows=1, usecols=1), floc=0))"),
    ("fit of a Student's t to 200 000 rows", ["fit", "DATA:normal", "--family", "studentT"],
     "print(st.t.fit(np.loadtxt('DATA', delimiter=',', skiprows=1, usecols=0)))"),
]


def seconds(command):
    start = time.perf_counter()
    outcome = subprocess.run(command, capture_output=True, text=True)
    elapsed = time.perf_counter() - start
    # Status 1 tells of a result that is infinite or unresolved, which a table may hold.
    if outcome.returncode > 1:
        sys.exit(f"{command}: {outcome.stderr}")
    return elapsed


def record(tool, folder, rounds):
    """Seconds of one exact record of a training: 101 records less 3, over 98."""
    def trained(every):
        output = os.path.join(folder, f"every-{every}")
        return seconds([tool, "train", "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", "--steps", "2000", "--record-every", str(every),
                        "--threads", "1", "--output", output, "--force", "--quiet"])
    return statistics.median((trained(20) - trained(1000)) / 98 for _ in range(rounds))


def main(tool, rounds):
    with tempfile.TemporaryDirectory() as folder:
        data = os.path.join(folder, "data.csv")
        draws = random.Random(1)
        with open(data, "w") as file:
            file.write("normal,gamma\n")
            file.writelines(f"{draws.gauss(0, 1)},{draws.gammavariate(2, 1)}\n" for _ in range(200_000))
        print("work,seconds,python_seconds,ratio")
        for work, arguments, python in WORKS:
            mine, theirs = [], []
            for _ in range(rounds):
                mine.append(seconds([tool] + [text.replace("DATA", data) for text in arguments]))
                if python:
                    theirs.append(seconds([sys.executable, "-c", START + python.replace("DATA", data)]))
            own, other = statistics.median(mine), statistics.median(theirs) if theirs else None
            print(f"{work},{own:.4f}," + (f"{other:.3f},{other / own:.1f}" if other else ","), flush=True)
        print(f"one exact record of a training,{record(tool, folder, rounds):.4f},,")
        with open(os.path.join(folder, "every-20", "run.json")) as file:
            print(f"vector width: {json.load(file).get('vectorWidth', 'unknown')}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)
