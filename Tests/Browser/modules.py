"""What the exported copy needs of the page's modules, which it binds into one script."""

import os
import re

DECLARATION = re.compile(r"^(?:async )?(?:const|let|function\*?|class) (\w+)", re.MULTILINE)
IMPORT = re.compile(r'^import \{[\w\s,]+\} from "\.{1,2}/[\w./-]+\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export \{[\w\s,]+\};\s*\Z", re.MULTILINE)


def modules_can_be_bound(folder):
    """Top-level names are unique over all modules, and imports and exports have the one form that is bound."""
    owners = {}
    for path, _, names in os.walk(folder):
        for name in names:
            if not name.endswith(".js"):
                continue
            file = os.path.join(path, name)
            with open(file, encoding="utf-8") as opened:
                text = opened.read()
            short = os.path.relpath(file, folder)
            for declared in DECLARATION.findall(text):
                assert declared not in owners, f"'{declared}' is declared in {owners[declared]} and in {short}"
                owners[declared] = short
            imports, exports = len(re.findall(r"^import ", text, re.MULTILINE)), len(re.findall(r"^export ", text, re.MULTILINE))
            assert imports == len(IMPORT.findall(text)), f"an import of {short} has another form than import {{ a, b }} from \"./x.js\";"
            assert exports == 0 or (exports == 1 and EXPORT.search(text)), f"{short} exports otherwise than by one line at its end"
    assert owners, f"there is no module in {folder}"
