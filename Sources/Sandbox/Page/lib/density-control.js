// A density: a text that is typed, and components that are dragged in the picture.

import { get, rowsOf } from "./api.js";
import { componentsOf, textOf } from "./density-text.js";
import { make, prose } from "./dom.js";

class DensityControl {
  constructor(control) {
    this.control = control;
    this.name = control.name;
    this.label = control.name.toUpperCase();
    this.components = [];
    this.text = "";
    this.input = make("input", {
      id: `control-${this.name}`, type: "text", class: `ink-${control.ink ?? this.name}`, autocomplete: "off", autocapitalize: "off", spellcheck: "false",
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
    this.read();
  }

  // The components of the text; what is not made of families has none, and is only typed.
  async read() {
    const { text } = this;
    try {
      const answer = await get("density", { text: text.trim() });
      if (text !== this.text) return;
      const count = Number(rowsOf(answer, "range").find(({ quantity }) => quantity === "components")?.value);
      this.components = componentsOf(rowsOf(answer, "density"), count);
      this.control.redraw?.();
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
  }

  released() {
    this.control.released?.();
  }
}

export { DensityControl };
