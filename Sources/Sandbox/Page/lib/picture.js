// The picture of a scene: one SVG, divided into panels. A scene draws everything anew for each answer; the elements behind it are
// kept by their names, so that a handle survives the redrawing while it is dragged, and what is no longer drawn goes away.

import { Panel } from "./panel.js";

const svgNamespace = "http://www.w3.org/2000/svg";
const transitionMilliseconds = 260;

class Picture {
  constructor(container, title) {
    this.container = container;
    this.svg = document.createElementNS(svgNamespace, "svg");
    this.svg.setAttribute("class", "picture");
    this.svg.setAttribute("role", "group");
    this.svg.setAttribute("aria-label", title);
    container.append(this.svg);
    this.kept = new Map();
    this.panelsByName = new Map();
    // The room below the picture, in units of the text's size.
    this.reserve = 4.5;
    // The least height of a narrow picture, in the same units: more where two columns stand one below the other.
    this.tall = 30;
    // In pixels, where a picture is as high as its rows need.
    this.fixedHeight = null;
    this.blend = 1;
    this.drawing = 0;
    this.answer = 0;
    // The handle that is held; the axes stay as they are until it is let go.
    this.held = null;
  }

  // The size of the text, by which all distances are measured: a larger size enlarges the whole picture.
  measure() {
    this.em = parseFloat(getComputedStyle(this.svg).fontSize);
    this.width = Math.max(200, this.container.clientWidth);
    const free = window.innerHeight - this.container.getBoundingClientRect().top - window.scrollY - this.reserve * this.em;
    const least = Math.min(this.width * 1.15, 30 * this.em);
    this.height = this.fixedHeight ?? Math.round(Math.max(this.isNarrow ? this.tall * this.em : least, Math.min(free, this.width * 0.72)));
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.svg.setAttribute("width", this.width);
    this.svg.setAttribute("height", this.height);
  }

  // Where a picture of two columns has them one below the other.
  get isNarrow() {
    return this.width < 42 * this.em;
  }

  // Draws a new answer, gliding from what was shown unless a handle is held or the reader wants no motion.
  show(draw, { glide = true } = {}) {
    cancelAnimationFrame(this.frame);
    this.answer += 1;
    this.draw = draw;
    const isStill = !glide || this.held || matchMedia("(prefers-reduced-motion: reduce)").matches || this.answer === 1;
    const start = performance.now();
    const step = (now) => {
      const passed = isStill ? 1 : Math.min(1, Math.max(0, (now - start) / transitionMilliseconds));
      this.blend = 1 - (1 - passed) ** 3;
      this.redraw();
      if (passed < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  // Another size of the page or of its text.
  resize() {
    this.em = undefined;
    this.redraw();
  }

  redraw() {
    if (!this.draw) return;
    // Measuring makes the browser lay the page out: only where something may have changed.
    if (this.em === undefined) this.measure();
    this.drawing += 1;
    this.draw(this);
    for (const panel of this.panelsByName.values()) {
      if (panel.drawing === this.drawing) panel.finish();
    }
    for (const [key, entry] of this.kept) {
      if (entry.drawing !== this.drawing) {
        entry.node.remove();
        this.kept.delete(key);
      }
    }
  }

  // Panels one below the other: { name: { share, below, right, left } }, with margins in units of the text's size; in a part of the
  // picture where one is given.
  rows(shapes, { left = 0, width = 1, top: start = 0, height: part = 1 } = {}) {
    const total = Object.values(shapes).reduce((sum, { share = 1 }) => sum + share, 0);
    const margins = Object.values(shapes).map(({ below = 0 }) => (2.4 + 1.7 * below) * this.em + 1.3 * this.em);
    const free = Math.max(1, part * this.height - margins.reduce((sum, margin) => sum + margin, 0));
    let top = start * this.height;
    return Object.fromEntries(
      Object.entries(shapes).map(([name, shape], index) => {
        const height = ((shape.share ?? 1) / total) * free;
        const box = { left: left * this.width, width: width * this.width, top: top + 1.3 * this.em, height };
        top += height + margins[index];
        return [name, this.panel(name, box, shape)];
      }),
    );
  }

  panel(name, box, shape = {}) {
    if (!this.panelsByName.has(name)) this.panelsByName.set(name, new Panel(this, name));
    const panel = this.panelsByName.get(name);
    panel.begin(box, shape);
    return panel;
  }

  // The element of this name, made on first use.
  keep(key, tag, parent, made = () => {}) {
    let entry = this.kept.get(key);
    if (!entry) {
      entry = { node: document.createElementNS(svgNamespace, tag), answer: -1 };
      this.kept.set(key, entry);
      parent.append(entry.node);
      made(entry.node);
    }
    entry.drawing = this.drawing;
    return entry;
  }

  // Numbers on the way from what was shown to what is now; of another length they change at once.
  gliding(entry, name, values) {
    const memory = (entry.glides ??= {});
    const glide = (memory[name] ??= { answer: -1, from: null, shown: null });
    if (glide.answer !== this.answer) {
      glide.answer = this.answer;
      glide.from = glide.shown;
    }
    const from = glide.from;
    const canGlide = this.blend < 1 && from && from.length === values.length;
    glide.shown = canGlide ? Array.from(values, (value, index) => mixed(from[index], value, this.blend)) : values;
    return glide.shown;
  }
}

function mixed(from, to, part) {
  return Number.isFinite(from) && Number.isFinite(to) ? from + (to - from) * part : to;
}

export { Picture };
