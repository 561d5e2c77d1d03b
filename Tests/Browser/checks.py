"""The checks of one scene: each takes a student who has the scene open, and fails with a sentence."""

import csv

from axe_playwright_python.sync_playwright import Axe

from oracles import ORACLES

TRAINING = "divergences train "


def shows_the_commands_numbers(student, command_line):
    """Every number that has a command is that of the command's CSV, to the last printed digit."""
    compared = 0
    for number in student.numbers():
        assert number["text"] in (number["shown"], number["title"]) or number["text"] == "", \
            f"the text {number['text']} of {number['table']} is neither shown nor in the title"
        # A training writes a folder, and takes as long as it takes: see `trains_as_the_command`.
        if not number["command"] or number["command"].startswith(TRAINING):
            continue
        rows = command_line.rows(number["command"])
        assert number["row"] < len(rows), f"'{number['command']}' prints no row {number['row']}"
        assert number["column"] in rows[number["row"]], f"'{number['command']}' has no column {number['column']}"
        expected = rows[number["row"]][number["column"]]
        assert number["text"] == expected, \
            f"the page says {number['text']}, '{number['command']}' says {expected} in {number['column']} of row {number['row']}"
        compared += 1
    return compared


def numbers_are_computed_again(student, command_line):
    """Numbers without a command are those of another computation, to a millionth."""
    table, oracle = ORACLES.get(student.scene, (None, None))
    if oracle is None:
        return
    shown = {number["row"]: number["text"] for number in student.numbers() if number["table"] == table}
    for row, expected in oracle(student).items():
        if row in shown:
            assert abs(float(shown[row]) - expected) <= 1e-6 * max(1, abs(expected)), \
                f"row {row} of {table} is {shown[row]} on the page and {expected} computed again"
    assert len(shown.keys() & oracle(student).keys()) >= 3, f"of {table} only the rows {sorted(shown)} are shown"


def has_one_thing_to_move(student, command_line):
    """Moving the one thing changes what is seen, and the numbers are again the command's."""
    before, fragment = student.seen(), student.fragment
    student.move(presses=3)
    assert student.state == "ready", f"after the move the page is {student.state}"
    assert student.seen() != before, "the move changed nothing that is seen"
    if not student.is_live:
        assert student.fragment != fragment, "the move is not in the address"
    shows_the_commands_numbers(student, command_line)
    numbers_are_computed_again(student, command_line)


def is_found_again_by_its_address(student, command_line):
    """A reload, and the address in another window, show the same numbers and curves."""
    # The address is written once the state rests; a timer of a page that is not in front may wait for the next second.
    student.page.wait_for_timeout(1500)
    before = student.still()
    student.page.reload()
    student.settle()
    # On a busy machine the last layout may come late.
    after = next((seen for _ in range(5) if (seen := student.still()) == before), None)
    assert after == before, "after a reload the page shows something else"


def copies_its_command(student, command_line):
    """The button copies the command that stands beside it."""
    button = student.page.query_selector("[data-copy-command]:not([data-copy-command=''])")
    if button is None:
        return
    student.context.grant_permissions(["clipboard-read", "clipboard-write"])
    # In a scene that is live the command may change in between.
    commands = [button.get_attribute("data-copy-command")]
    button.click()
    commands.append(button.get_attribute("data-copy-command"))
    copied = student.page.evaluate("navigator.clipboard.readText()")
    assert copied in commands, f"the button copied {copied!r}, not one of {commands!r}"


def gives_the_commands_bytes(student, command_line):
    """The CSV to download has the bytes that the command prints."""
    link = student.page.query_selector("a[data-csv]")
    if link is None or not link.is_visible():
        return
    button = student.page.query_selector("[data-copy-command]:not([data-copy-command=''])")
    if button is None:
        return
    command = button.get_attribute("data-copy-command")
    if command.startswith(TRAINING):
        return
    address = student.page.evaluate("document.querySelector('a[data-csv]').href")
    answer = student.context.request.get(address)
    assert answer.ok, f"the CSV at {address} is answered with {answer.status}"
    assert answer.text() == command_line.bytes(command), \
        "the downloaded CSV differs from what the command prints"


def trains_as_the_command(student, command_line):
    """A record of a live training is the one that the copied command writes at that step, to the last digit."""
    if not student.is_live:
        return
    student.page.reload()
    student.settle()
    student.page.wait_for_timeout(1500)
    command = student.page.get_attribute("[data-copy-command]", "data-copy-command")
    with student.page.expect_download() as download:
        student.page.click("a[data-csv]")
    with open(download.value.path(), newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if 0 < int(row["step"]) <= 5000]
    assert rows, "the page's table has no step to compare"
    row = rows[0]
    record = command_line.training_record(command, int(row["step"]))
    for name in ("js", "gap"):
        if name in row:
            # The page shows the current weights, or their running average.
            assert row[name] in (record[name], record[f"{name}_current"]), \
                f"at step {row['step']} the page says {name} = {row[name]}, '{command}' says {record[name]} or {record[f'{name}_current']}"


def gives_its_picture(student, command_line):
    """The picture is downloaded as SVG, and is one."""
    picture = student.page.query_selector(".stage > svg.picture")
    if picture is None or not picture.is_visible():
        return
    button = student.page.query_selector("[data-svg]")
    assert button is not None, "there is no button for the picture"
    with student.page.expect_download() as download:
        button.click()
    with open(download.value.path(), encoding="utf-8") as file:
        text = file.read()
    assert "<svg" in text and "</svg>" in text, "what was downloaded is no SVG"


def is_worked_by_keys_alone(student, command_line):
    """Tab reaches every control in turn, shows where it is, and leaves the page again."""
    wanted = student.page.evaluate("""() => {
      const shown = element => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && !element.closest("[inert]");
      const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, [tabindex]")]
        .filter(element => shown(element) && element.tabIndex >= 0);
      // Of a group of radio buttons Tab reaches one; the arrows reach the others.
      const groups = new Set();
      // The first one has the focus at the start; the loop below begins with it.
      controls[0].focus();
      return controls.filter(element => {
        if (element.type !== "radio") return true;
        const first = !groups.has(element.name);
        groups.add(element.name);
        return first;
      }).length;
    }""")
    reached, hidden_focus = 0, []
    student.page.evaluate("window.reached = new Set()")
    for _ in range(2 * wanted):
        place = student.page.evaluate("""() => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          const style = getComputedStyle(element);
          const again = window.reached.has(element);
          window.reached.add(element);
          const ring = [style, ...["::before", "::after"].map(part => getComputedStyle(element, part))].some(style =>
            (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
          const inside = [...element.children].some(child => {
            const style = getComputedStyle(child);
            return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.stroke !== "none";
          });
          return { again, ring: ring || inside || element instanceof SVGElement, name: element.outerHTML.slice(0, 120) };
        }""")
        if place is None or place["again"]:
            break
        reached += 1
        if not place["ring"]:
            hidden_focus.append(place["name"])
        student.page.keyboard.press("Tab")
    assert reached >= wanted, f"Tab reaches {reached} of {wanted} controls"
    assert not hidden_focus, f"the focus cannot be seen on {hidden_focus[:3]}"


def has_no_accessibility_violation(student, command_line):
    """No rule of axe is violated, in light and in dark."""
    for scheme in ("light", "dark"):
        student.page.emulate_media(color_scheme=scheme)
        # Colours glide: half way between light and dark no contrast is right.
        student.page.wait_for_timeout(300)
        result = Axe().run(student.page)
        found = [f"{violation['id']} on {violation['nodes'][0]['html'][:160]}" for violation in result.response["violations"]]
        assert not found, f"in {scheme}: " + "; ".join(found)
    student.page.emulate_media(color_scheme="light")


def fits_a_phone(student, command_line):
    """At a phone's width nothing is wider than the screen."""
    size = student.page.viewport_size
    student.page.set_viewport_size({"width": 390, "height": 844})
    student.page.evaluate("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
    width = student.page.evaluate("document.documentElement.scrollWidth")
    student.page.set_viewport_size(size)
    assert width <= 390, f"at 390 pixels the page is {width} wide"


def hides_the_verdict_until_a_guess(student, command_line):
    """With 'predict first' the verdict is not on the page before a guess, and is after it."""
    verdict = "[data-verdict]:not([hidden])"
    switch = student.page.query_selector("[data-predict]")
    assert switch is not None, "there is no switch 'predict first'"
    if not switch.is_checked():
        switch.focus()
        student.page.keyboard.press("Space")
    guesses = student.page.query_selector_all("[data-guess]")
    assert len(guesses) >= 2, f"a guess needs two choices at least, and there are {len(guesses)}"
    assert student.page.query_selector(verdict) is None, "the verdict is seen before the guess"
    guesses[0].focus()
    student.page.keyboard.press("Enter")
    student.page.wait_for_selector(verdict)
    assert student.page.inner_text(verdict).strip(), "the verdict is empty"
    student.settle()
    shows_the_commands_numbers(student, command_line)
    switch = student.page.query_selector("[data-predict]")
    if switch.is_checked():
        switch.focus()
        student.page.keyboard.press("Space")


def says_errors_beside_the_control(student, command_line):
    """A density that cannot be read: one sentence beside its control, and the last good picture stays, greyed."""
    for control in student.page.query_selector_all("input[type=text][data-control]"):
        name, good = control.get_attribute("data-control"), control.input_value()
        drawn = student.page.evaluate("document.querySelectorAll('[data-curve]').length")
        student.expects_failures = True
        control.fill("normal(0,")
        control.press("Enter")
        student.wait_for("error")
        sentence = student.page.wait_for_selector(f"[data-error-for='{name}']")
        assert sentence.inner_text().strip(), f"the error of {name} has no words"
        assert student.page.evaluate("document.querySelectorAll('[data-curve]').length") == drawn, "the last good picture is gone"
        control.fill(good)
        control.press("Enter")
        student.wait_for("ready")
        # The request that fails may still be reported after the answer to the next.
        student.page.wait_for_timeout(50)
        student.expects_failures = False
        return


def stays_on_its_origin_and_silent(student, command_line):
    """Nothing was asked of another origin, and the console has no error and no warning."""
    assert not student.foreign, f"requests leave the origin: {student.foreign[:3]}"
    assert not student.complaints, f"the console says: {student.complaints[:3]}"


# In this order: what changes the state of a scene comes after what reads its first one.
CHECKS = [
    shows_the_commands_numbers,
    numbers_are_computed_again,
    has_one_thing_to_move,
    is_found_again_by_its_address,
    copies_its_command,
    gives_the_commands_bytes,
    trains_as_the_command,
    gives_its_picture,
    says_errors_beside_the_control,
    hides_the_verdict_until_a_guess,
    fits_a_phone,
    is_worked_by_keys_alone,
    has_no_accessibility_violation,
    stays_on_its_origin_and_silent,
]

# A scene that never comes to rest shows no state twice.
NOT_LIVE = {is_found_again_by_its_address, shows_the_commands_numbers}
