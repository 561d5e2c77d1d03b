"""The program under test: `divergences sandbox` as a process, and the command line beside it."""

import csv
import io
import os
import queue
import re
import signal
import subprocess
import tempfile
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Scenes that need data find some.
DATA = [word for column in ("waiting", "eruptions") for word in ("--data", f"Examples/data/old-faithful.csv:{column}")]


class Sandbox:
    """A server of the page, started on a free port; `stop` and `start` keep the port, as a lecturer would."""

    def __init__(self, program, page=None):
        self.program = os.path.abspath(program)
        self.environment = dict(os.environ)
        if page:
            self.environment["DIVERGENCES_PAGE"] = os.path.abspath(page)
        self.port = 0
        self.process = None

    def start(self, wait=10):
        """Starts the server and returns its address, which it prints."""
        self.process = subprocess.Popen(
            [self.program, "sandbox", "--port", str(self.port), "--no-open", *DATA],
            cwd=ROOT, env=self.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        lines = queue.Queue()
        threading.Thread(target=self._read, args=(self.process.stdout, lines), daemon=True).start()
        seen = []
        while True:
            try:
                line = lines.get(timeout=wait)
            except queue.Empty:
                raise SystemExit(f"The sandbox did not print its address within {wait} s: {''.join(seen)}")
            if line is None:
                raise SystemExit(f"The sandbox ended before it printed its address: {''.join(seen)}")
            seen.append(line)
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                return f"http://127.0.0.1:{self.port}/"

    def export(self, folder):
        """Writes the copy that needs no server."""
        done = subprocess.run([self.program, "sandbox", "--export", folder], cwd=ROOT, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"--export ended with {done.returncode}: {done.stderr.strip()}"

    @staticmethod
    def _read(stream, lines):
        """Keeps reading to the end, so that the server never waits for a full pipe."""
        for line in stream:
            lines.put(line)
        lines.put(None)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise AssertionError("the server did not end within 5 s of SIGTERM")


class CommandLine:
    """Runs commands as a student pastes them into a shell, in a folder with the repository's examples."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory()
        os.symlink(os.path.abspath(program), os.path.join(self.folder.name, "divergences"))
        os.symlink(os.path.join(ROOT, "Examples"), os.path.join(self.folder.name, "Examples"))
        self.environment = dict(os.environ, PATH=self.folder.name + os.pathsep + os.environ["PATH"])
        self.known = {}

    def rows(self, command):
        """The rows of the CSV that the command prints, each a dictionary by column."""
        if command not in self.known:
            done = subprocess.run(["sh", "-c", command], cwd=self.folder.name, env=self.environment, capture_output=True, text=True)
            # 1 is an answer too: a value stayed unresolved, or a verdict was not the expected one.
            assert done.returncode in (0, 1), f"'{command}' ended with {done.returncode}: {done.stderr.strip()}"
            self.known[command] = (done.stdout, list(csv.DictReader(io.StringIO(done.stdout))))
        return self.known[command][1]

    def training_record(self, command, step):
        """The row of the history that a training writes at a step; the run is interrupted once it is past it."""
        for seconds in (1, 3, 9):
            process = subprocess.Popen(
                ["sh", "-c", f"exec {command} --force --record-every={step}"], cwd=self.folder.name, env=self.environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            try:
                said = process.communicate(timeout=seconds)[1]
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
                said = process.communicate(timeout=30)[1]
            assert process.returncode in (0, 1, 130), f"'{command}' ended with {process.returncode}: {said.strip()}"
            with open(os.path.join(self.folder.name, "run", "history.csv"), newline="", encoding="utf-8") as file:
                rows = {row["step"]: row for row in csv.DictReader(file)}
            if str(step) in rows:
                return rows[str(step)]
        raise AssertionError(f"'{command}' made no record at step {step}")

    def bytes(self, command):
        self.rows(command)
        return self.known[command][0]
