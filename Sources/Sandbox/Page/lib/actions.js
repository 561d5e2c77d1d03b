// The line below a picture: the command that repeats it, and what can be taken away.

import { isRecorded, requestAddress } from "./api.js";
import { make } from "./dom.js";
import { savePNG, saveSVG } from "./saving.js";

class Actions {
  // `svg` is null where a scene has no picture.
  constructor(name, svg) {
    this.command = make("code", { class: "command", tabindex: "0", role: "note", "aria-label": "The command that repeats this picture" });
    this.copy = make("button", { type: "button", "data-copy-command": "", click: () => this.take() }, "Copy as command");
    this.csv = make("a", { class: "button", "data-csv": true, download: `${name}.csv` }, "CSV");
    this.element = make(
      "div", { class: "actions" }, this.command,
      make(
        "span", { class: "buttons" }, this.copy, this.csv,
        svg ? make("button", { type: "button", "data-svg": true, click: () => saveSVG(svg, name) }, "SVG") : null,
        svg ? make("button", { type: "button", "data-png": true, click: () => savePNG(svg, name) }, "PNG") : null,
      ),
    );
  }

  // `csv` makes the text of a table that the page itself has.
  show(command, request, csv = null) {
    if (this.command.textContent !== command) this.command.textContent = command;
    this.command.hidden = command === "";
    this.copy.hidden = command === "";
    this.copy.dataset.copyCommand = command;
    this.csv.hidden = csv === null && (request === null || isRecorded());
    this.csv.onclick = csv && (() => {
      this.csv.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv" }));
    });
    if (request !== null) this.csv.href = requestAddress(`${request.route}.csv`, request.parameters);
    else if (csv !== null && !this.csv.hasAttribute("href")) this.csv.href = "#";
  }

  async take() {
    const text = this.copy.dataset.copyCommand;
    try {
      await navigator.clipboard.writeText(text);
      this.say("Copied");
    } catch {
      // Where the clipboard is closed to the page, the command is selected for the reader to copy.
      getSelection().selectAllChildren(this.command);
      this.say("Selected: press Ctrl-C");
    }
  }

  say(text) {
    this.copy.textContent = text;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.copy.textContent = "Copy as command";
    }, 1500);
  }
}

export { Actions };
