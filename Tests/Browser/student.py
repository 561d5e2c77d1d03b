"""A page in the browser, driven and read as a student would: by its controls, its keys and what it shows.

The page marks what tests may rely on by `data-` attributes; nothing here names a scene, a number or a control.
"""

from urllib.parse import urlsplit

# What a number on the page says of itself: the command that repeats it, where in the command's CSV it stands, its text.
NUMBERS = """() => [...document.querySelectorAll("[data-text]")]
  .filter(element => element.closest("[hidden]") === null)
  .map(element => ({
    command: element.closest("[data-command]")?.dataset.command
      ?? document.querySelector("[data-copy-command]")?.dataset.copyCommand ?? "",
    table: element.dataset.table ?? "", row: Number(element.dataset.row), column: element.dataset.column,
    text: element.dataset.text, shown: element.textContent.trim(), title: element.title }))"""


class Student:
    def __init__(self, browser, address, *, scheme="light", width=1280, height=800):
        self.address = address
        self.context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.complaints = []
        self.foreign = []
        # Failed requests that a check provokes on purpose: it says so here.
        self.expects_failures = False
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type not in ("error", "warning"):
            return
        if self.expects_failures and message.text.startswith("Failed to load resource"):
            return
        self.complaints.append(f"console {message.type}: {message.text}")

    def _request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and not request.url.startswith(self.address):
            self.foreign.append(request.url)

    def close(self):
        self.context.close()

    def open(self, fragment=""):
        self.page.goto(self.address + fragment)
        self.settle()

    def settle(self, timeout=30_000):
        """Waits until the newest answer is drawn, or the page says that it cannot be."""
        self.wait_for("ready", "error", "gone", timeout=timeout)
        self.page.evaluate("document.fonts.ready.then(() => null)")

    def wait_for(self, *states, timeout=10_000):
        """Waits for a state by its selector: the page's policy forbids the evaluation that waiting for a function needs."""
        self.page.wait_for_selector(", ".join(f"body[data-state='{state}']" for state in states), state="attached", timeout=timeout)

    @property
    def state(self):
        return self.page.evaluate("document.body.dataset.state")

    @property
    def scene(self):
        return self.page.evaluate("document.body.dataset.scene ?? ''")

    @property
    def is_live(self):
        return self.page.evaluate("'live' in document.body.dataset")

    @property
    def fragment(self):
        return self.page.evaluate("location.hash")

    def scenes(self):
        """The catalogue: the identifiers and addresses of the scenes, in the page's order."""
        return self.page.evaluate("""() => {
          const links = [...document.querySelectorAll("[data-scene-link]")];
          return [...new Map(links.map(link => [link.dataset.sceneLink, link.getAttribute("href")]))];
        }""")

    def numbers(self):
        return self.page.evaluate(NUMBERS)

    def move(self, presses=1):
        """Moves the one thing of the scene by its key, and waits for what follows."""
        key = self.page.evaluate("""() => {
          const handle = document.querySelector("[data-moves]");
          if (!handle) return null;
          handle.focus();
          return document.activeElement === handle ? (handle.dataset.moves || "ArrowRight") : "";
        }""")
        assert key is not None, "there is nothing to move: no element has data-moves"
        assert key, "what is to be moved cannot take the focus"
        for _ in range(presses):
            self.page.keyboard.press(key)
        self.rest()

    def rest(self):
        """Waits until a change is answered and written into the address, which browsers allow only now and then."""
        self.page.wait_for_timeout(300)
        self.settle()

    def still(self):
        """What is seen once it stays: a picture is laid out anew when the fonts have come or the column beside it has grown."""
        seen, times = self.seen(), 0
        for _ in range(20):
            self.page.wait_for_timeout(150)
            before, seen = seen, self.seen()
            # On a busy machine a new layout may be late: it stays when it is seen three times.
            times = times + 1 if seen == before else 0
            if times == 2:
                break
        return seen

    def seen(self):
        """What the numbers and the drawing are, to tell two states apart: never compared with a picture."""
        return self.page.evaluate("""() => JSON.stringify([
          [...document.querySelectorAll("[data-text]")].map(element => element.dataset.text),
          [...document.querySelectorAll("svg path, svg circle, svg text")].map(element =>
            [...["d", "cx", "cy"].map(name => element.getAttribute(name)), element.textContent].join()).sort()])""")
