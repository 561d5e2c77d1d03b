// The handles of a density, on a line of their own below the axis: a bead at the middle of each component and a ring at its width,
// or beads at the points that bound it. Up and down change the weight of a component.

import { families, parameterOf, withParameter, withWeight } from "./density-text.js";
import { rounded } from "./handle.js";

// `control` is the control of the density, `row` the line below the axis.
function drawBeads(panel, control, { row = 0, ink, moves = false }) {
  const { components } = control;
  components.forEach((component, index) => {
    const shape = families[component.family];
    if (!shape) return;
    const change = (name, text) => control.setComponents(withParameter(control.components, index, name, text));
    const common = {
      row, ink, weight: components.length > 1 ? 0.7 + 0.6 * Math.sqrt(component.weight) : 1.1,
      released: () => control.released(),
    };
    const names = components.length > 1 ? `${control.label}, component ${index + 1}` : control.label;
    // Keys may come faster than the picture is drawn: the place is the control's, not the one that was drawn.
    const place = (name) => Number(parameterOf(control.components[index] ?? component, name).text);
    const bead = (name, options = {}) => {
      const moved = (x) => change(name, rounded(panel, x));
      panel.handle(`${control.name} ${index} ${name}`, {
        ...common, x: place(name), value: place(name), label: `${names}: ${name}`, moved,
        by: (dx, dy, step) => (dx !== 0 ? moved(place(name) + dx * step) : reweigh(dy)),
        moves: moves && index === 0,
        ...options,
      });
    };
    const reweigh = (steps) => {
      control.setComponents(withWeight(control.components, index, control.components[index].weight + steps * 0.01));
    };
    if (shape.points) {
      const xs = shape.points.map(place);
      stem(panel, `${control.name} ${index}`, xs[0], xs[xs.length - 1], row, ink);
      for (const name of shape.points) bead(name);
      return;
    }
    const [middle, width] = [place(shape.middle), place(shape.width)];
    stem(panel, `${control.name} ${index}`, middle - width, middle + width, row, ink);
    const widen = (x) => {
      const text = rounded(panel, Math.abs(x - place(shape.middle)));
      if (Number(text) > 0) change(shape.width, text);
    };
    bead(shape.width, {
      x: middle + width, value: width, shape: "ring", moves: false, weight: 1, moved: widen,
      by: (dx, dy, step) => widen(place(shape.middle) + Math.max(step, place(shape.width) + (dx + dy) * step)),
    });
    bead(shape.middle);
  });
}

function stem(panel, name, from, to, row, ink) {
  const y = panel.bottom + (2.9 + 1.7 * row) * panel.em;
  const [x1, x2] = [panel.x(from), panel.x(to)];
  const { node } = panel.keep(`stem ${name}`, "path", panel.layers.marks);
  node.setAttribute("class", `stem ink-${ink}`);
  node.setAttribute("d", `M${x1.toFixed(2)},${y.toFixed(2)}H${x2.toFixed(2)}`);
}

export { drawBeads };
