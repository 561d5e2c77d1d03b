// The reader's own data: a CSV that is dropped on the page or chosen, and the columns that the server was started with. A column
// becomes P, as a kernel estimate whose bandwidth is dragged or, where a GAN is trained, as its samples. The server keeps the data in
// memory, and forgets them on demand.

import { get, isRecorded, post, rowsOf } from "./api.js";
import { make } from "./dom.js";

class OwnData {
  // `use(text)` makes a density or a column the data of the scene that is open; `accepts()` says what that scene takes, and is null
  // where none is open.
  constructor({ use, accepts }) {
    Object.assign(this, { use, accepts, offered: [] });
    const button = (text, click, more = {}) => make("button", { type: "button", click, ...more }, text);
    const labelled = (input, text) => [make("label", { for: input.id }, text), input];
    this.toggle = button("Data", () => this.open(this.panel.hidden), {
      "aria-expanded": "false", "aria-controls": "own-data", hidden: isRecorded(),
    });
    this.file = make("input", {
      type: "file", id: "own-data-file", accept: ".csv,text/csv", change: () => this.take(this.file.files[0]),
    });
    this.column = make("select", { id: "own-data-column", change: () => this.show() });
    this.estimate = button("Use as P: kernel estimate", () => this.useEstimate());
    this.samples = button("Use as P: the samples", () => this.use(this.column.value));
    this.target = button("Use as the data", () => this.use(this.column.value));
    this.forget = button("Forget this file", () => this.remove());
    this.bandwidth = make("input", {
      type: "range", id: "own-data-bandwidth", min: -2, max: 0.5, step: 0.01, value: -0.7, input: () => this.useEstimate(true),
    });
    this.bandwidthText = make("output", { for: "own-data-bandwidth" });
    this.smoothing = make("div", { class: "smoothing" }, labelled(this.bandwidth, "Bandwidth"), this.bandwidthText);
    this.error = make("p", { class: "error", role: "alert", "data-error-for": "own-data" });
    this.hint = make("p", { class: "hint" });
    this.choice = make(
      "div", { class: "choice" }, labelled(this.column, "Column"), this.target, this.estimate, this.samples, this.forget,
    );
    this.panel = make(
      "section", { id: "own-data", class: "own-data", "aria-label": "Data", hidden: true },
      make("div", {}, labelled(this.file, "A CSV file with a line of names, chosen here or dropped on the page")),
      this.choice, this.smoothing, this.hint, this.error,
    );
    if (isRecorded()) return;
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length > 0) this.take(event.dataTransfer.files[0]);
    });
  }

  open(isOpen) {
    this.panel.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", isOpen);
    if (isOpen) this.refresh();
  }

  async refresh(chosen = this.column.value) {
    try {
      this.offered = (await get("about", {})).data;
    } catch {
      // The page says by itself that the server is gone.
      return;
    }
    const columns = this.offered.flatMap(({ file, columns: names }) => names.map((name) => `${file}:${name}`));
    this.column.replaceChildren(...columns.map((value) => make("option", { value }, value)));
    if (columns.includes(chosen)) this.column.value = chosen;
    this.show();
  }

  // What the scene that is open can use of the chosen column.
  show() {
    const accepted = this.accepts();
    this.toggle.hidden = isRecorded() || accepted === null;
    if (accepted === null) this.open(false);
    const { density, samples, target } = accepted ?? {};
    const { value } = this.column;
    this.choice.hidden = value === "";
    this.estimate.hidden = !density;
    this.samples.hidden = !samples;
    this.target.hidden = !target;
    this.smoothing.hidden = value === "" || !density;
    this.forget.hidden = !this.offered.some(({ file, dropped }) => dropped && value.startsWith(`${file}:`));
    this.hint.textContent = value !== "" && !density && !target ? "This scene has no data of its own; most others have." : "";
  }

  async take(file) {
    if (!file) return;
    this.open(true);
    const name = file.name.replace(/[(),:"'\r\n]/g, "_").slice(-100);
    try {
      const { data } = await post("data", { file: name }, await file.text());
      this.say("");
      await this.refresh(`${name}:${data.find((entry) => entry.file === name).columns[0]}`);
    } catch (error) {
      this.say(error.message ?? "The file could not be read");
    }
    this.file.value = "";
  }

  async remove() {
    const owner = this.offered.find(({ file }) => this.column.value.startsWith(`${file}:`));
    try {
      await post("data", { file: owner.file }, undefined, { method: "DELETE" });
      await this.refresh();
    } catch (error) {
      this.say(error.message);
    }
  }

  // With a bandwidth where one was dragged, else with the server's own.
  async useEstimate(isDragged = false) {
    const column = this.column.value;
    if (!isDragged) {
      this.bandwidthText.textContent = "its own";
      this.use(`kde(${column})`);
      return;
    }
    const spread = await this.spreadOf(column);
    const bandwidth = Number((spread * 10 ** Number(this.bandwidth.value)).toPrecision(3));
    this.bandwidthText.textContent = String(bandwidth);
    this.use(`kde(${column},bandwidth=${bandwidth})`);
  }

  // The distance of the quartiles, by which the slider is scaled.
  async spreadOf(column) {
    if (this.spread?.column !== column) {
      const answer = await get("density", { text: `kde(${column})` });
      const quantile = (name) => Number(rowsOf(answer, "range").find(({ quantity }) => quantity === name).value);
      this.spread = { column, width: quantile("q75") - quantile("q25") || 1 };
    }
    return this.spread.width;
  }

  say(sentence) {
    this.error.textContent = sentence === "" ? "" : `${sentence.replace(/[.]$/, "")}.`;
  }
}

export { OwnData };
