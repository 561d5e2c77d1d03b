"""Tests of the page in Chromium: every check over every scene of the page's own list, and what concerns the whole page.

    python3 run.py PROGRAM [--page FOLDER] [--scene ID …] [--browser PATH]

Ends with 1 if a check failed, and names the scene and the check.
"""

import argparse
import os
import queue
import shutil
import sys
import tempfile
import threading
import time

from playwright.sync_api import sync_playwright

from checks import CHECKS, NOT_LIVE, shows_the_commands_numbers, stays_on_its_origin_and_silent
from modules import modules_can_be_bound
from sandbox import ROOT, CommandLine, Sandbox
from student import Student

BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


class Results:
    def __init__(self):
        self.failures = []
        self.count = 0

    def check(self, name, what, *arguments):
        """Runs one check; a failure is noted, and the next check begins."""
        self.count += 1
        start = time.monotonic()
        try:
            return what(*arguments)
        except Exception as error:  # whatever a check meets, the others are still run
            sentence = str(error).strip().split("\nCall log")[0].replace("\n", " ")
            self.failures.append(f"{name}: {sentence or type(error).__name__}")
            print(f"FAILED {self.failures[-1]}", flush=True)
        finally:
            seconds = time.monotonic() - start
            if seconds > 5:
                print(f"{name} took {seconds:.1f} s.", flush=True)
        return None


def scene_checks(results, browser, address, scene, fragment, command_line):
    """Every check of one scene, on one page of its own."""
    student = Student(browser, address)
    compared = None
    try:
        results.check(f"{scene} / opens", student.open, fragment)
        if student.scene != scene:
            results.failures.append(f"{scene}: its link leads to '{student.scene}'")
            return None
        for check in CHECKS:
            if student.is_live and check in NOT_LIVE:
                continue
            value = results.check(f"{scene} / {check.__name__}", check, student, command_line)
            if check is shows_the_commands_numbers:
                compared = value
    finally:
        student.close()
    return compared


def entry_page(student, command_line):
    """The entry page lists the scenes, each once."""
    scenes = student.scenes()
    assert scenes, "the page lists no scene"
    return scenes


def comes_back(browser, sandbox, address, fragment):
    """A server that is gone is said; when it is back, the page goes on by itself."""
    student = Student(browser, address)
    try:
        student.open(fragment)
        student.expects_failures = True
        sandbox.stop()
        handle = student.page.query_selector("[data-moves]")
        handle.focus()
        student.page.keyboard.press(handle.get_attribute("data-moves") or "ArrowRight")
        student.wait_for("gone")
        said = student.page.inner_text("[data-gone]")
        assert said.strip(), "the page does not say that the server is gone"
        sandbox.start()
        student.wait_for("ready")
    finally:
        if sandbox.process.poll() is not None:
            sandbox.start()
        student.close()


# Notes when the page has drawn a curve and something to move it by.
NOTE_WHEN_USABLE = """(() => {
  const look = () => {
    if (document.querySelector("[data-curve]") && document.querySelector("[data-moves]")) window.usableAt = performance.now();
    else requestAnimationFrame(look);
  };
  look();
})()"""


def is_usable_soon(browser, sandbox, fragment):
    """Within a second of the command the first scene has its curves and what moves them.

    Counted are the start of the server until it prints its address, and the page from its request on, not the process that
    the browser starts for it; and the best of three, because other work on the machine is not the page's.
    """
    best = float("inf")
    for _ in range(3):
        sandbox.stop()
        start = time.monotonic()
        address = sandbox.start()
        seconds = time.monotonic() - start
        student = Student(browser, address)
        try:
            student.page.add_init_script(NOTE_WHEN_USABLE)
            student.open(fragment)
            best = min(best, seconds + student.page.evaluate("window.usableAt") / 1000)
        finally:
            student.close()
        if best < 1:
            break
    print(f"The first scene is usable {best:.2f} s after the command.", flush=True)
    assert best < 1, f"the first scene is usable after {best:.2f} s, not within 1 s"


def copy_opens_from_disk(browser, sandbox):
    """The exported copy opens as a file: each of its scenes is drawn, moves to another recorded state, and asks for nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        sandbox.export(folder)
        student = Student(browser, f"file://{folder}/")
        try:
            student.open("index.html")
            scenes = student.scenes()
            assert scenes, "the copy lists no scene"
            for scene, fragment in scenes:
                student.open(f"index.html{fragment}")
                student.page.reload()
                student.settle()
                assert (student.scene, student.state) == (scene, "ready"), f"{scene} of the copy is {student.state}, scene {student.scene}"
                student.page.wait_for_selector("[data-curve]", state="attached")
                if student.page.query_selector("[data-moves]"):
                    student.move()
                    assert student.state == "ready", f"{scene} of the copy is {student.state} after a move"
            stays_on_its_origin_and_silent(student, None)
        finally:
            student.close()
    return len(scenes)


def takes_own_data(browser, address, fragment):
    """A file that is dropped becomes P as a kernel estimate whose bandwidth is dragged, and a file that is none is refused in words."""
    student = Student(browser, address)
    page = student.page
    try:
        student.open(fragment)
        file = {"name": "own (1).csv", "mimeType": "text/csv"}
        rows = "".join(f"{index % 17},{index % 23 / 2}\n" for index in range(200))
        page.evaluate("""([name, text]) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([text], name, { type: "text/csv" }));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""", [file["name"], f"a,b\n{rows}"])
        page.wait_for_selector("#own-data-column option[value^='own']", state="attached")
        page.get_by_text("kernel estimate").click()
        student.rest()
        assert student.state == "ready" and "kde(own" in student.fragment, f"{student.state} at {student.fragment}"
        before = student.seen()
        page.focus("#own-data-bandwidth")
        page.keyboard.press("ArrowRight")
        student.rest()
        assert student.seen() != before, "the bandwidth changes nothing"
        page.get_by_text("Forget this file").click()
        student.expects_failures = True
        page.set_input_files("#own-data-file", {**file, "buffer": b"a,b\n1\n"})
        said = page.wait_for_selector("[data-error-for='own-data']:not(:empty)")
        assert said.inner_text().strip(), "a broken file is refused without a word"
        stays_on_its_origin_and_silent(student, None)
    finally:
        student.close()


def switches_theme_and_size(browser, address, fragment):
    """The switches for light and dark and for the projector do what they say, and last over a reload."""
    student = Student(browser, address)
    try:
        student.open(fragment)
        for switch, attribute in (("[data-theme-switch]", "theme"), ("[data-projector-switch]", "size")):
            before = student.page.evaluate(f"document.documentElement.dataset.{attribute} ?? ''")
            student.page.focus(switch)
            student.page.keyboard.press("Space")
            student.rest()
            after = student.page.evaluate(f"document.documentElement.dataset.{attribute} ?? ''")
            assert after != before, f"the switch of the {attribute} changes nothing"
            student.page.reload()
            student.settle()
            again = student.page.evaluate(f"document.documentElement.dataset.{attribute} ?? ''")
            assert again == after, f"the {attribute} is {after!r}, and after a reload {again!r}"
        stays_on_its_origin_and_silent(student, None)
    finally:
        student.close()


def follows_a_link_at_once(browser, address, fragment, other):
    """A link that is followed while a change still waits to be written into the address leads where it says.

    The page is kept busy until both are due, so that the address is written between the click and the page's hearing of it.
    """
    student = Student(browser, address)
    try:
        student.open(fragment)
        student.page.evaluate("""(link) => {
          const handle = document.querySelector("[data-moves]");
          handle.focus();
          const key = handle.dataset.moves || "ArrowRight";
          handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
          setTimeout(() => { location.hash = link; }, 100);
          const end = performance.now() + 500;
          while (performance.now() < end);
        }""", other)
        student.rest()
        assert student.fragment.startswith(other), f"a link to {other} was followed, and the address is {student.fragment}"
        stays_on_its_origin_and_silent(student, None)
    finally:
        student.close()


class Worker:
    """A server, a command line and a browser of its own, so that scenes are tested side by side."""

    def __init__(self, options):
        self.options = options

    def __enter__(self):
        self.sandbox = Sandbox(self.options.program, self.options.page)
        self.command_line = CommandLine(self.options.program)
        self.address = self.sandbox.start()
        self.playwright = sync_playwright().start()
        arguments = ["--no-sandbox"] if os.getuid() == 0 else []
        self.browser = self.playwright.chromium.launch(executable_path=self.options.browser, args=arguments)
        return self

    def __exit__(self, *_):
        self.browser.close()
        self.playwright.stop()
        self.sandbox.stop()

    def scenes(self, results):
        """The page's own list of scenes; its entry page is checked by the way."""
        student = Student(self.browser, self.address)
        try:
            student.open()
        except Exception:  # nothing can be tested without it
            sys.exit(f"The page does not open: {student.complaints}")
        scenes = results.check("entry page", entry_page, student, self.command_line) or []
        for check in CHECKS[-3:]:
            results.check(f"entry page / {check.__name__}", check, student, self.command_line)
        student.close()
        if scenes and not self.options.scene:
            # Before anything else runs beside it.
            results.check("usable soon", is_usable_soon, self.browser, self.sandbox, scenes[0][1])
        return scenes

    def whole_page(self, results, first, second):
        results.check("switches", switches_theme_and_size, self.browser, self.address, first)
        results.check("own data", takes_own_data, self.browser, self.address, first)
        results.check("link at once", follows_a_link_at_once, self.browser, self.address, first, second)
        results.check("server gone and back", comes_back, self.browser, self.sandbox, self.address, first)

    def copy(self, results):
        count = results.check("exported copy", copy_opens_from_disk, self.browser, self.sandbox)
        print(f"The exported copy has {count or 0} scenes.", flush=True)

    def scene(self, results, scene, fragment):
        compared = scene_checks(results, self.browser, self.address, scene, fragment, self.command_line)
        print(f"{scene}: {compared or 0} numbers are those of their commands.", flush=True)


def labour(options, results, work, scenes):
    """Takes scenes, "page" for the whole page and "copy" for the exported one, until there are no more."""
    with Worker(options) as worker:
        while True:
            try:
                task = work.get_nowait()
            except queue.Empty:
                return
            if task == "page":
                worker.whole_page(results, scenes[0][1], scenes[1][1])
            elif task == "copy":
                worker.copy(results)
            else:
                results.check(f"{task[0]} / its checks", worker.scene, results, *task)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--page", help="serve the page from this folder instead of from inside the program")
    parser.add_argument("--scene", action="append", help="check this scene alone; may be repeated")
    parser.add_argument("--workers", type=int, default=2, help="how many scenes are tested at once")
    parser.add_argument("--browser", default=next(filter(None, map(shutil.which, BROWSERS)), None))
    options = parser.parse_args()
    if options.browser is None:
        sys.exit("No Chromium was found: install chromium-headless-shell.")

    started = time.monotonic()
    results = Results()
    results.check("modules", modules_can_be_bound, options.page or os.path.join(ROOT, "Sources", "Sandbox", "Page"))
    with Worker(options) as worker:
        scenes = worker.scenes(results)
    wanted = [scene for scene in scenes if not options.scene or scene[0] in options.scene]
    work = queue.SimpleQueue()
    if scenes and not options.scene:
        work.put("copy")
        work.put("page")
    for scene in wanted:
        work.put(scene)
    threads = [threading.Thread(target=labour, args=(options, results, work, scenes)) for _ in range(options.workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"{results.count} checks of {len(wanted)} scenes, {len(results.failures)} failed, {time.monotonic() - started:.0f} s.")
    sys.exit(1 if results.failures else 0)


if __name__ == "__main__":
    main()
