"""Lists what an exported copy holds: opens every recorded state of every scene, and writes down what the page asks.

    python3 Tests/Browser/record.py PROGRAM

writes Sources/Sandbox/Page/recorded.json, which `divergences sandbox --export` answers. Run it after a change of the
presets or of the recorded states of a scene.
"""

import json
import os
import sys

from playwright.sync_api import sync_playwright

from sandbox import ROOT, Sandbox

PAGE = os.path.join(ROOT, "Sources/Sandbox/Page")
STATES = """async () => {
  const { scenes } = await import("/scenes/catalogue.js");
  const { recordedStates } = await import("/lib/recorded.js");
  const { addressOf } = await import("/lib/address.js");
  const defaults = (scene) => ({
    ...Object.fromEntries(scene.controls.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value])), ...scene.state,
  });
  return scenes.filter((scene) => scene.recorded && !scene.live)
    .flatMap((scene) => recordedStates(scene, defaults(scene)).map((state) => addressOf(scene.id, state, defaults(scene), {})));
}"""
# One run for the scene of the live training, long enough to see the generator find both modes.
TRAINING = {"request": "train?p=0.5*normal(-2%2C0.5)%2B0.5*normal(2%2C0.5)&points=121&steps=8000", "every": 40}


def recorded(program):
    """The requests of all recorded states, in alphabetical order."""
    server = Sandbox(program, PAGE)
    requests = set()
    try:
        address = server.start(60)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
            page = browser.new_page()
            page.on("request", lambda request: "/api/" in request.url and requests.add(request.url.split("/api/")[1]))
            page.goto(address)
            for state in page.evaluate(STATES):
                # A page of its own, so that nothing is known of an earlier state.
                page.goto("about:blank")
                page.goto(address + state)
                page.wait_for_selector("body[data-state=ready]", timeout=120_000)
            browser.close()
    finally:
        server.stop()
    return sorted(requests - {"about"})


if __name__ == "__main__":
    requests = recorded(sys.argv[1])
    with open(os.path.join(PAGE, "recorded.json"), "w", encoding="utf-8") as file:
        json.dump({"requests": requests, "training": TRAINING}, file, indent=1)
        file.write("\n")
    print(f"{len(requests)} requests")
