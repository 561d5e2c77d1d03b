// A density: a text that is typed, and components that are dragged in the picture.

import { get, isRecorded, rowsOf } from "./api.js";
import { componentsOf, textOf } from "./density-text.js";
import { make, prose } from "./dom.js";

const readingMilliseconds = 200;

class DensityControl {
  constructor(control) {
    this.control = control;
    this.name = control.name;
    this.label = control.name.toUpperCase();
    this.components = [];
    this.text = "";
    this.input = make("input", {
      id: `control-${this.name}`, type: "text", class: `ink-${control.ink ?? this.name}`, autocomplete: "off", autocapitalize: "off",
      spellcheck: "false", readonly: isRecorded(),
      "data-control": this.name, "aria-describedby": `error-${this.name}`, input: () => this.typed(),
    });
    control.input = this.input;
    control.element.append(prose(make("label", { for: this.input.id, class: "label" }), control.label), this.input);
  }

  typed() {
    this.text = this.input.value;
    this.control.set(this.text.trim());
    this.read();
  }

  // A text from elsewhere: a preset, the address, a drag.
  show(text) {
    if (text === this.text.trim()) return;
    this.text = text;
    this.input.value = text;
    this.reading = this.read();
  }

  // The components of the text; what is not made of families has none, and is only typed.
  async read() {
    const { text } = this;
    try {
      const answer = await get("density", { text: text.trim() });
      if (text !== this.text) return;
      this.components = componentsOf(rowsOf(answer, "density"), answer.components);
      this.range = rangeOf(rowsOf(answer, "range"));
      this.control.learned?.();
    } catch {
      // The scene's own request says what is wrong with the text.
      if (text === this.text) this.components = [];
    }
  }

  setComponents(components) {
    this.components = components;
    this.text = textOf(components);
    this.input.value = this.text;
    this.control.set(this.text);
    // The density has moved or spread: once it rests, the axis follows.
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.read(), readingMilliseconds);
  }

  released() {
    this.control.released?.();
  }
}

// Where most of the density is: its 0.1 % and 99.9 % quantiles, or of a heavy tail ten times the distance of the quartiles.
function rangeOf(rows) {
  const quantile = Object.fromEntries(rows.map(({ quantity, value }) => [quantity, Number(value)]));
  const { q001: low, q25, median, q75, q999: high } = quantile;
  if (![low, q25, median, q75, high].every(Number.isFinite)) return null;
  const far = 10 * (q75 - q25);
  return [Math.max(low, median - far), Math.min(high, median + far)];
}

// One axis for several densities, with a margin; [] where nothing is known of them yet.
function windowOf(controls) {
  const ranges = controls.map(({ density }) => density.range).filter((range) => range);
  if (ranges.length < controls.length) return [];
  const [from, to] = [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
  const margin = 0.12 * (to - from) || 1;
  return [from - margin, to + margin].map((end) => Number(end.toPrecision(4)));
}

export { DensityControl, windowOf };
