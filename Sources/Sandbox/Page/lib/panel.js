// One pair of axes and what is drawn on them. Every drawing method takes a name that is unique within its panel.

import { placeLabels } from "./labels.js";
import { setHandle } from "./handle.js";

class Panel {
  constructor(picture, name) {
    this.picture = picture;
    this.name = name;
  }

  begin(box, { below = 0, left = 3, right = 0.8 }) {
    const { em } = this.picture;
    this.drawing = this.picture.drawing;
    this.em = em;
    this.left = box.left + left * em;
    this.right = box.left + box.width - right * em;
    this.top = box.top;
    this.bottom = box.top + box.height;
    this.below = below;
    this.labels = [];
    this.curves = [];
    this.group = this.keep("group", "g", this.picture.svg).node;
    this.layers = Object.fromEntries(
      ["axes", "back", "curves", "marks", "labels", "handles"].map((layer) => [layer, this.keep(`layer ${layer}`, "g", this.group).node]),
    );
    const clip = this.keep("clip", "clipPath", this.group, (node) => {
      node.id = `clip-${this.name}`;
      node.append(document.createElementNS(node.namespaceURI, "rect"));
      for (const layer of ["back", "curves"]) this.layers[layer].setAttribute("clip-path", `url(#${node.id})`);
    }).node.firstChild;
    const [width, height] = [Math.max(1, this.right - this.left), this.bottom - this.top + 0.3 * em + 1];
    set(clip, { x: this.left, y: this.top - 0.3 * em, width, height });
  }

  // The domains, titles and ticks. While a handle is held, the horizontal axis keeps its place under the pointer.
  axes({ x, y, xLabel = "", yLabel = "", xTicks, yTicks = 3, yLog = false, xFormat, yFormat, keepX = true, title = "" }) {
    const entry = this.keep("axes", "g", this.layers.axes);
    const isHeld = this.picture.held !== null && entry.x;
    const ends = this.picture.gliding(entry, "ends", [...(isHeld && keepX ? entry.x : x), ...y]);
    entry.x = ends.slice(0, 2);
    this.x = d3.scaleLinear(entry.x, [this.left, this.right]);
    this.y = (yLog ? d3.scaleLog : d3.scaleLinear)(ends.slice(2), [this.bottom, this.top]);
    const count = xTicks ?? Math.max(3, Math.min(7, Math.round((this.right - this.left) / (6 * this.em))));
    const node = d3.select(entry.node);
    const { em } = this;
    line(node, "base", { x1: this.left, x2: this.right, y1: this.bottom, y2: this.bottom });
    ticks(node, "x", Array.isArray(xTicks) ? xTicks : this.x.ticks(count), xFormat ?? plainNumber, (tick) => ({
      x: this.x(tick), y: this.bottom + 1.4 * em,
    }));
    const marks = Array.isArray(yTicks) ? yTicks : this.y.ticks(yTicks);
    ticks(node, "y", marks, yFormat ?? plainNumber, (tick) => ({ x: this.left - 0.5 * em, y: this.y(tick) + 0.35 * em }));
    const grid = node.selectAll("line.grid").data(marks.filter((tick) => Math.abs(this.y(tick) - this.bottom) > 1));
    grid.join("line").attr("class", "grid").attr("x1", this.left).attr("x2", this.right)
      .attr("y1", (tick) => this.y(tick)).attr("y2", (tick) => this.y(tick));
    // Labels keep below a title.
    this.ceiling = yLabel || title ? this.top : this.top - 1.2 * em;
    caption(node, "x-title", xLabel, { x: this.right, y: this.bottom + 2.35 * em });
    caption(node, "y-title", yLabel || title, { x: this.left, y: this.top - 0.45 * em });
  }

  line(name, xs, ys, { ink = "other", label, thin = false, dashed = false, faint = false, where } = {}) {
    const entry = this.keep(`line ${name}`, "path", this.layers.curves);
    const values = this.picture.gliding(entry, "y", ys);
    const places = this.picture.gliding(entry, "x", xs);
    const style = `curve ink-${ink}${thin ? " thin" : ""}${dashed ? " dashed" : ""}${faint ? " faint" : ""}`;
    set(entry.node, { class: style, d: this.path(places, values), "data-curve": name });
    this.curves.push({ name, xs: places, ys: values });
    if (label) this.labels.push({ name, text: label, ink, xs: places, ys: values, where });
  }

  area(name, xs, ys, { ink = "other", base = 0 } = {}) {
    const entry = this.keep(`area ${name}`, "path", this.layers.back);
    const values = this.picture.gliding(entry, "y", ys);
    const places = this.picture.gliding(entry, "x", xs);
    const shape = d3.area()
      .defined((_, index) => Number.isFinite(values[index]))
      .x((_, index) => this.x(places[index])).y0(typeof base === "number" ? this.y(base) : (_, index) => this.y(base[index]))
      .y1((_, index) => this.y(values[index]));
    set(entry.node, { class: `area ink-${ink}`, d: shape(values) });
  }

  bars(name, lefts, rights, heights, { ink = "other" } = {}) {
    const parts = Array.from(heights, (height, index) => {
      const [from, to] = [this.x(lefts[index]), this.x(rights[index])];
      return `M${round(from)},${round(this.y(0))}V${round(this.y(height))}H${round(to)}V${round(this.y(0))}Z`;
    });
    set(this.keep(`bars ${name}`, "path", this.layers.back).node, { class: `bars ink-${ink}`, d: parts.join("") });
  }

  // Samples as strokes that stand on the axis, or hang from the line y.
  rug(name, xs, { ink = "other", y = null, height = 0.7 } = {}) {
    const foot = y === null ? this.bottom : this.y(y);
    const strokes = Array.from(xs, (x) => `M${round(this.x(x))},${round(foot)}v${round(-height * this.em)}`);
    set(this.keep(`rug ${name}`, "path", this.layers.curves).node, { class: `rug ink-${ink}`, d: strokes.join("") });
  }

  // A guide through the whole panel at x or at y.
  rule(name, { x, y, label = "", ink = "guide", align = "right" }) {
    const d = x === undefined ? `M${this.left},${round(this.y(y))}H${this.right}` : `M${round(this.x(x))},${this.bottom}V${this.top}`;
    set(this.keep(`rule ${name}`, "path", this.layers.marks).node, { class: `rule ink-${ink}`, d });
    if (!label) return;
    const isRight = align === "right";
    const place = x === undefined
      ? { x: isRight ? this.right : this.left + 0.4 * this.em, y: this.y(y) - 0.4 * this.em, "text-anchor": isRight ? "end" : "start" }
      : { x: this.x(x) + 0.4 * this.em, y: this.top + 0.4 * this.em, "text-anchor": "start" };
    this.text(`rule ${name}`, label, { class: `note ink-${ink}`, ...place });
  }

  dot(name, x, y, { ink = "other", label = "", hollow = false, radius = 0.3 } = {}) {
    const [cx, cy] = [this.x(x), this.y(y)];
    const style = `dot ink-${ink}${hollow ? " hollow" : ""}`;
    set(this.keep(`dot ${name}`, "circle", this.layers.marks).node, { class: style, cx, cy, r: radius * this.em });
    if (label) this.text(`dot ${name}`, label, { class: `note ink-${ink}`, x: cx + 0.6 * this.em, y: cy - 0.5 * this.em });
  }

  // Short arrows from (x, y) by (dx, dy), in units of the axes.
  arrows(name, items, { ink = "other" } = {}) {
    const head = 0.28 * this.em;
    const parts = items.map(({ x, y, dx, dy }) => {
      const [x0, y0, x1, y1] = [this.x(x), this.y(y), this.x(x + dx), this.y(y + dy)];
      const length = Math.hypot(x1 - x0, y1 - y0);
      if (!(length > 1)) return "";
      const [ux, uy] = [((x1 - x0) / length) * Math.min(head, length), ((y1 - y0) / length) * Math.min(head, length)];
      return `M${round(x0)},${round(y0)}L${round(x1)},${round(y1)}M${round(x1 - ux - uy * 0.7)},${round(y1 - uy + ux * 0.7)}`
        + `L${round(x1)},${round(y1)}L${round(x1 - ux + uy * 0.7)},${round(y1 - uy - ux * 0.7)}`;
    });
    set(this.keep(`arrows ${name}`, "path", this.layers.curves).node, { class: `arrows ink-${ink}`, d: parts.join("") });
  }

  // A text at a place of the axes.
  note(name, x, y, text, { ink = "text", align = "start" } = {}) {
    this.text(name, text, { class: `note ink-${ink}`, x: this.x(x), y: this.y(y), "text-anchor": align });
  }

  text(name, text, attributes) {
    const { node } = this.keep(`text ${name}`, "text", this.layers.labels);
    if (node.textContent !== text) node.textContent = text;
    set(node, attributes);
  }

  // Something to drag: see handle.js. `row` 0, 1, … stands below the axis instead of at a y.
  handle(name, options) {
    const y = options.row === undefined ? this.y(options.y) : this.bottom + (2.9 + 1.7 * options.row) * this.em;
    setHandle(this, name, { ...options, px: this.x(options.x), py: y });
  }

  path(xs, ys) {
    const shape = d3.line()
      .defined((_, index) => Number.isFinite(ys[index]) && Number.isFinite(xs[index]))
      .x((_, index) => round(this.x(xs[index]))).y((_, index) => round(this.clamped(this.y(ys[index]))));
    return shape(ys);
  }

  // Far outside the panel a curve is only as far as the clipping needs; an SVG with numbers beyond its range draws nothing.
  clamped(y) {
    return Math.max(-4000, Math.min(8000, y));
  }

  keep(key, tag, parent, made) {
    return this.picture.keep(`${this.name}/${key}`, tag, parent, made);
  }

  finish() {
    if (this.labels.length > 0) placeLabels(this);
  }
}

// A tick's text: no trailing zeros, and a minus sign as in the formulas.
const plainNumber = (value) => d3.format("~g")(value).replace("-", "−");

const round = (value) => Math.round(value * 100) / 100;

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, typeof value === "number" ? round(value) : value ?? "");
}

function line(node, name, attributes) {
  const mark = node.selectAll(`line.${name}`).data([0]).join("line").attr("class", name);
  for (const [key, value] of Object.entries(attributes)) mark.attr(key, value);
}

function ticks(node, name, values, format, place) {
  node.selectAll(`text.tick-${name}`).data(values).join("text").attr("class", `tick tick-${name}`)
    .attr("x", (value) => place(value).x).attr("y", (value) => place(value).y).text((value) => format(value));
}

function caption(node, name, text, { x, y }) {
  node.selectAll(`text.${name}`).data(text === "" ? [] : [text]).join("text").attr("class", `caption ${name}`)
    .attr("x", x).attr("y", y).text(text);
}

export { Panel };
