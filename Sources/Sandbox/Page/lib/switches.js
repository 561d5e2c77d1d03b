// The switches of the whole page: a larger size for a projector, light or dark, and "predict first".

import { make } from "./dom.js";

class Switches {
  constructor(view, changed) {
    this.view = view;
    this.changed = changed;
    this.size = toggle("Projector", "data-projector-switch", (isOn) => this.set("screen", isOn ? "projector" : "laptop"));
    this.theme = toggle("Dark", "data-theme-switch", (isOn) => this.set("theme", isOn ? "dark" : "light"));
    this.predict = toggle("Predict first", "data-predict", (isOn) => this.set("predict", isOn ? "on" : "off"));
    this.element = make("div", { class: "switches" }, this.predict.element, this.size.element, this.theme.element);
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", () => this.show());
    this.show();
  }

  set(name, value) {
    this.view[name] = value;
    this.show();
    this.changed(name);
  }

  show() {
    const { screen, theme, predict } = this.view;
    const isDark = theme === "dark" || (theme === "system" && this.dark.matches);
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    document.documentElement.dataset.size = screen;
    this.size.input.checked = screen === "projector";
    this.theme.input.checked = isDark;
    this.predict.input.checked = predict === "on";
  }
}

function toggle(text, mark, changed) {
  const input = make("input", { type: "checkbox", role: "switch", [mark]: true, change: () => changed(input.checked) });
  return { input, element: make("label", { class: "toggle" }, input, make("span", {}, text)) };
}

export { Switches };
