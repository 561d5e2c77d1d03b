// The controls of a scene, made from its declarations. Each has an element, shows a value of the state, and shows a sentence when
// the server refuses it. A value of the state is always a text; a switch is "on" or "off".

import { DensityControl } from "./density-control.js";
import { make, prose } from "./dom.js";

class Control {
  constructor(declaration, changed) {
    Object.assign(this, declaration);
    this.changed = changed;
    this.error = make("p", { class: "error", role: "alert", "data-error-for": declaration.name, id: `error-${declaration.name}` });
    this.element = make("div", { class: `control ${declaration.kind}` });
    makers[declaration.kind](this);
    this.element.append(this.error);
  }

  fail(sentence) {
    this.error.textContent = sentence === "" ? "" : `${sentence.replace(/[.]$/, "")}.`;
    this.element.classList.toggle("failed", sentence !== "");
    if (this.input) this.input.setAttribute("aria-invalid", sentence !== "");
  }

  set(text) {
    this.changed(this.name, text);
  }
}

const makers = {
  // With `logarithmic` the slider goes over the power of ten, and its value has two digits.
  slider(control) {
    const { name, step, moves, logarithmic } = control;
    const [min, max] = [control.min, control.max].map((end) => (logarithmic ? Math.log10(end) : end));
    const input = make("input", {
      id: `control-${name}`, type: "range", min, max, step: logarithmic ? 0.025 : step, "data-control": name,
      "data-moves": moves ? "ArrowRight" : false,
      "aria-describedby": `error-${name}`,
      input: () => control.set(logarithmic ? String(Number((10 ** input.value).toPrecision(2))) : input.value),
    });
    control.input = input;
    const output = make("output", { for: input.id });
    control.element.append(make("div", { class: "heading" }, labelFor(control, input), output), input);
    control.show = (text) => {
      if (text === "") return;
      const place = logarithmic ? Math.log10(Number(text)) : Number(text);
      if (document.activeElement !== input || !logarithmic) input.value = place;
      output.textContent = text;
      input.setAttribute("aria-valuetext", text);
    };
  },

  choice(control) {
    const { name, options, moves } = control;
    if (control.isSelect || options.length === 0 || options.length > 4) return select(control);
    const group = make("div", { class: "options", role: "radiogroup", "aria-labelledby": `label-${name}` });
    const inputs = options.map(({ value, text }, index) => {
      const input = make("input", {
        type: "radio", name: `control-${name}`, id: `control-${name}-${index}`, value, "data-control": name,
        change: () => control.set(value),
        "data-moves": moves && index === 0 ? "ArrowRight" : false,
      });
      group.append(make("span", {}, input, prose(make("label", { for: input.id }), text)));
      return input;
    });
    control.element.append(prose(make("span", { class: "label", id: `label-${name}` }), control.label), group);
    control.show = (text) => {
      for (const input of inputs) input.checked = input.value === text;
    };
  },

  switch(control) {
    const { name } = control;
    const input = make("input", {
      type: "checkbox", role: "switch", id: `control-${name}`, "data-control": name,
      change: () => control.set(input.checked ? "on" : "off"),
    });
    control.input = input;
    control.element.append(input, labelFor(control, input));
    control.show = (text) => {
      input.checked = text === "on";
    };
  },

  // A whole number or any number, typed.
  number(control) {
    const { name } = control;
    const input = make("input", {
      id: `control-${name}`, type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "data-control": name,
      "aria-describedby": `error-${name}`, change: () => control.set(input.value.trim()),
    });
    control.input = input;
    control.element.append(labelFor(control, input), input);
    control.show = (text) => {
      if (document.activeElement !== input || input.value.trim() === "") input.value = text;
    };
  },

  button(control) {
    const { name, moves } = control;
    const button = make("button", {
      type: "button", "data-control": name, "data-moves": moves ? "Enter" : false, click: () => control.press(),
    });
    prose(button, control.label);
    control.input = button;
    control.element.append(button);
    control.show = () => {};
  },

  density(control) {
    Object.assign(control, { density: new DensityControl(control) });
    control.show = (text) => control.density.show(text);
  },
};

function select(control) {
  const { name, options, moves } = control;
  const input = make("select", {
    id: `control-${name}`, "data-control": name, "data-moves": moves ? "ArrowDown" : false, "aria-describedby": `error-${name}`,
    change: () => control.set(input.value),
  });
  // Options may follow the state, such as the parameters of a density.
  control.setOptions = (list) => {
    const key = JSON.stringify(list);
    if (key === control.optionsKey) return;
    control.optionsKey = key;
    input.replaceChildren(...list.map(({ value, text }) => make("option", { value }, text)));
  };
  control.setOptions(options);
  control.input = input;
  control.element.append(labelFor(control, input), input);
  // A value that is not among the options is one nevertheless, such as a setting from an address.
  control.show = (text) => {
    if (text !== "" && ![...input.options].some(({ value }) => value === text)) input.append(make("option", { value: text }, text));
    input.value = text;
  };
}

function labelFor(control, input) {
  return prose(make("label", { for: input.id, class: "label" }), control.label);
}

export { Control, labelFor };
